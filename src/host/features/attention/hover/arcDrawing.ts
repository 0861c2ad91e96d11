import type { WeightedIndex } from '../../../../maths/topWeights.js';
import { escapeMarkup } from '../../../../text/escape.js';
import { arcLayout, type Arc } from './arcLayout.js';
import { textWidth } from './textWidth.js';

/** The drawing's colours. An image in a hover knows nothing of the editor's theme, so it is drawn for its kind. */
export interface Inks {
  text: string;
  dim: string;
  accent: string;
}

/** Contrast with the hover's background in VS Code's own themes: text and accent at least 4.5, dim at least 4.5. */
export const INKS = {
  light: { text: '#1f1f1f', dim: '#616161', accent: '#005fb8' },
  dark: { text: '#e0e0e0', dim: '#a0a0a0', accent: '#4daafc' },
  contrastDark: { text: '#ffffff', dim: '#d4d4d4', accent: '#6fc3df' },
  contrastLight: { text: '#000000', dim: '#3b3b3b', accent: '#0f4a85' },
} as const satisfies Record<string, Inks>;

/** Room for the drawing in a hover, in pixels. */
const WIDTH = 440;
const MARGIN = 4;
const LINE = 16;
/** size of the figures' type */
const FIGURE = 10;

/** Text for the drawing; what XML has no place for is left out, since a sign would be wider. */
const escaped = (text: string) => escapeMarkup(text, '');

const round = (value: number) => Number(value.toFixed(1));

export interface ArcDrawing {
  svg: string;
  width: number;
  height: number;
}

/** Figures below their words, the strongest first; one that has no room is left out: the text beside the picture has all. */
function placedFigures(arcs: readonly Arc[], width: number, percent: (share: number) => string) {
  const placed: { x: number; half: number; text: string }[] = [];
  for (const { to, weight } of arcs) {
    const text = percent(weight);
    const half = textWidth(text, FIGURE) / 2 + 2;
    const x = Math.min(Math.max(to + MARGIN, half), width - half);
    if (placed.every((other) => Math.abs(other.x - x) >= other.half + half)) placed.push({ x, half, text });
  }
  return placed;
}

/**
 * Arcs over a sentence's words, from one of them to those it attends to; thickness by weight, the figure below.
 * @param percent how a share is written
 */
export function drawArcs(
  texts: readonly string[],
  word: number,
  top: readonly WeightedIndex[],
  inks: Inks,
  percent: (share: number) => string,
): ArcDrawing {
  const { words, arcs, width, above } = arcLayout(texts, word, top, WIDTH);
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(above + 2 * LINE + 2 * MARGIN) };
  const ground = MARGIN + above;
  const paths = [...arcs].reverse().map(({ from, to, height, thickness }) => {
    const [x1, x2, y, high] = [from + MARGIN, to + MARGIN, ground, ground - height].map(round);
    return `<path d="M${x1} ${y}C${x1} ${high} ${x2} ${high} ${x2} ${y}" stroke-width="${round(thickness)}"/>`;
  });
  const named = new Set(arcs.map(({ index }) => index));
  const labels = words.map(({ index, text, x, width: own }) => {
    const ink = index === word || (index !== null && named.has(index)) ? inks.text : inks.dim;
    const at = `x="${round(x + MARGIN)}" y="${round(ground + LINE - 3)}" textLength="${round(own)}"`;
    const bold = index === word ? ' font-weight="700"' : '';
    return `<text ${at} lengthAdjust="spacingAndGlyphs" font-size="12" fill="${ink}"${bold}>${escaped(text)}</text>`;
  });
  const figures = placedFigures(arcs, size.width, percent).map(
    ({ x, text }) =>
      `<text x="${round(x)}" y="${round(ground + 2 * LINE - 4)}" text-anchor="middle">${escaped(text)}</text>`,
  );
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ` +
    `viewBox="0 0 ${size.width} ${size.height}" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif">` +
    `<g fill="none" stroke="${inks.accent}" stroke-linecap="round">${paths.join('')}</g>${labels.join('')}` +
    `<g font-size="${FIGURE}" fill="${inks.accent}">${figures.join('')}</g></svg>`;
  return { svg, ...size };
}
