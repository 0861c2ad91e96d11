/** Widths of a sans-serif typeface in units of its size, averaged over common ones (Segoe UI, Helvetica, DejaVu Sans). */
const WIDTHS: readonly [RegExp, number][] = [
  [/\p{M}/u, 0],
  [/[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFF60\u{20000}-\u{3FFFF}]|\p{Extended_Pictographic}/u, 1],
  [/[iljt.,;:'’!|()[\]/ ]/u, 0.31],
  [/[frI"“”-]/u, 0.4],
  [/[mwMW@%—]/u, 0.85],
  [/\p{Lu}/u, 0.67],
];

/** About how wide a text is drawn; the drawing then gives it exactly this width. */
export function textWidth(text: string, size: number): number {
  const width = (character: string) => WIDTHS.find(([kind]) => kind.test(character))?.[1] ?? 0.55;
  return [...text].reduce((sum, character) => sum + width(character) * size, 0);
}
