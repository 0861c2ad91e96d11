import type { Box } from '../../kit/rovingTabindex.js';

/** Where a dragged card would go. */
export interface DropPlace {
  /** its index among the others */
  index: number;
  /** the line that shows the place, in the coordinates of the boxes; it has no width where cards stand side by side */
  line: Box;
}

/**
 * The place for a card that is dragged to a point: before or after the card that is nearest.
 * @param boxes of all cards in their order, the dragged one among them, in CSS pixels
 * @param from index of the dragged one
 * @param gap between two cards, in CSS pixels
 * @returns null where it would stay as it is
 */
export function dropPlace(
  boxes: readonly Box[],
  from: number,
  { x, y }: { x: number; y: number },
  gap: number,
): DropPlace | null {
  const distances = boxes.map((box) => Math.hypot(beyond(x, box.left, box.right), beyond(y, box.top, box.bottom)));
  const nearest = distances.indexOf(Math.min(...distances));
  const box = boxes[nearest];
  if (!box || nearest === from) return null;
  const beside = boxes.some((other) => other !== box && other.top < box.bottom && other.bottom > box.top);
  const after = beside ? x > (box.left + box.right) / 2 : y > (box.top + box.bottom) / 2;
  const before = nearest + (after ? 1 : 0);
  const index = before > from ? before - 1 : before;
  if (index === from) return null;
  const at = (start: number, end: number) => (after ? end + gap / 2 : start - gap / 2);
  // Written out: a DOMRect has its sides from its prototype, so that spreading it gives none.
  const { left, right, top, bottom } = box;
  const line = beside
    ? { left: at(left, right), right: at(left, right), top, bottom }
    : { left, right, top: at(top, bottom), bottom: at(top, bottom) };
  return { index, line };
}

/** How far a coordinate is outside of a range. */
function beyond(value: number, start: number, end: number): number {
  return Math.max(start - value, 0, value - end);
}

/** The index that a key leads a card to; null for keys that move nothing. */
export function indexForKey(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowDown':
    case 'ArrowRight':
      return Math.min(count - 1, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** How far the page is scrolled in a frame while a card is held near the window's edge, in CSS pixels. */
export function edgeScrollSpeed(y: number, height: number, edge = 40, most = 14): number {
  const into = Math.max(edge - y, 0) - Math.max(y - (height - edge), 0);
  return -Math.round(most * Math.max(-1, Math.min(1, into / edge)));
}
