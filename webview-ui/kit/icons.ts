import { svg } from './dom.js';

/** Lines in a box of 16 by 16; closed ones are filled where `filled` says so. */
const SHAPES = {
  play: { filled: true, d: 'M4.5 2.8v10.4L13 8z' },
  stop: { filled: true, d: 'M4 4h8v8H4z' },
  plus: { filled: false, d: 'M8 3v10M3 8h10' },
  more: { filled: true, d: 'M3 7h2v2H3zM7 7h2v2H7zM11 7h2v2h-2z' },
  insert: { filled: false, d: 'M3 3v5.5h9M9 5.5l3 3-3 3' },
  copy: { filled: false, d: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z' },
  down: { filled: false, d: 'M4 6.5l4 4 4-4' },
  close: { filled: false, d: 'M4 4l8 8M12 4l-8 8' },
  follow: { filled: false, d: 'M8 2v12M5.5 2h5M5.5 14h5M1.5 8h3M11.5 8h3' },
  pin: { filled: false, d: 'M5.5 2.5h5M6.5 2.5v4l-2 3h7l-2-3v-4M8 9.5v4' },
  again: { filled: false, d: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3' },
  grip: { filled: true, d: 'M5 3h2v2H5zM9 3h2v2H9zM5 7h2v2H5zM9 7h2v2H9zM5 11h2v2H5zM9 11h2v2H9z' },
  adjust: { filled: false, d: 'M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10.2 3.2v3.6M5.8 9.2v3.6' },
  branch: { filled: false, d: 'M4.5 2.5v11M4.5 9c0-3 7-1.5 7-4.5M9.5 6l2-2 2 2' },
} as const;

export type IconName = keyof typeof SHAPES;

/** A small sign in the text's colour. What it stands for is said beside it or by its button's label. */
export function icon(name: IconName): SVGElement {
  const { filled, d } = SHAPES[name];
  return svg(
    filled ? 'svg.icon.filled' : 'svg.icon',
    { attributes: { viewBox: '0 0 16 16', 'aria-hidden': true, focusable: 'false' } },
    svg('path', { attributes: { d } }),
  );
}
