import { tokenAtX, type ChartFrame, type ChartScales } from './chartGeometry.js';

/** Up to so many lines can be followed in one picture. */
export const TOGETHER = 6;

/** Pixels. */
const HEIGHT = 110;
/** kept free on the right for the numbers of the lines */
const END = 18;
const APART = { width: 130, height: 40, gap: 14, head: 20 } as const;

/** Where the lines are drawn: all in one picture, or each in a small one of its own, with the same scales. */
export interface ChartPanels {
  /** of each picture */
  frame: ChartFrame;
  /** the upper left corner of each line's picture */
  corners: { x: number; y: number }[];
  /** of all of them together */
  height: number;
}

/** @param count lines @param width pixels that there are */
export function chartPanels(count: number, width: number, apart: boolean): ChartPanels {
  if (!apart) {
    const corners = Array.from({ length: count }, () => ({ x: 0, y: 0 }));
    return { frame: { width, height: HEIGHT, end: END }, corners, height: HEIGHT };
  }
  const columns = Math.max(1, Math.min(count, Math.floor((width + APART.gap) / (APART.width + APART.gap))));
  const own = (width - APART.gap * (columns - 1)) / columns;
  const corners = Array.from({ length: count }, (_, index) => ({
    x: (index % columns) * (own + APART.gap),
    y: Math.floor(index / columns) * (APART.height + APART.head) + APART.head,
  }));
  const rows = Math.ceil(count / columns);
  return { frame: { width: own, height: APART.height, end: 0 }, corners, height: rows * (APART.height + APART.head) };
}

/** The token whose place is nearest to a place of the drawing, whichever picture it is in. */
export function tokenInPanels(x: number, scales: ChartScales, { frame, corners }: ChartPanels): number {
  const left = corners.reduce((best, corner) => (corner.x <= x && corner.x > best ? corner.x : best), 0);
  return tokenAtX(x - left, scales, frame);
}
