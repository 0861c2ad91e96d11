import type { WeightedIndex } from '../../../../maths/topWeights.js';
import { textWidth } from './textWidth.js';
import { clipWord } from '../../../../text/excerpt.js';

const SIZE = 12;
/** bold type is wider */
const BOLD = 1.08;
const GAP = 7;
const ELLIPSIS = '…';

/** A word of the drawing, or the dots in place of those that are left out. */
export interface PlacedWord {
  /** index in the sentence; null for dots */
  index: number | null;
  text: string;
  x: number;
  width: number;
}

/** An arc from the word to another. */
export interface Arc extends WeightedIndex {
  from: number;
  to: number;
  /** above the words */
  height: number;
  /** of the line */
  thickness: number;
}

export interface ArcLayout {
  words: PlacedWord[];
  arcs: Arc[];
  width: number;
  /** of the highest arc */
  above: number;
}

/** A word longer than this, in characters, is cut in the drawing; the text beside it has it whole. */
const LONGEST = 24;

const shortened = (text: string) => clipWord(text, LONGEST);

/**
 * Places a sentence's words on one line and arcs above them. What does not fit is left out, farthest from the words
 * that matter first, and dots stand for it.
 * @param most the width that there is, in pixels
 */
export function arcLayout(
  texts: readonly string[],
  word: number,
  top: readonly WeightedIndex[],
  most: number,
): ArcLayout {
  const labels = texts.map(shortened);
  const words = placed(labels, word, kept(labels, [word, ...top.map(({ index }) => index)], most));
  const middle = (index: number) => {
    const at = words.find((one) => one.index === index);
    return at ? at.x + at.width / 2 : null;
  };
  const from = middle(word);
  const strongest = Math.max(...top.map(({ weight }) => weight), Number.MIN_VALUE);
  const arcs = top.flatMap(({ index, weight }): Arc[] => {
    const to = middle(index);
    if (from === null || to === null) return [];
    const height = Math.min(46, 12 + Math.abs(to - from) * 0.2);
    return [{ index, weight, from, to, height, thickness: 1 + 4 * (weight / strongest) }];
  });
  const last = words.at(-1);
  return {
    words,
    arcs,
    width: last ? last.x + last.width : 0,
    above: Math.max(0, ...arcs.map(({ height, thickness }) => height * 0.75 + thickness)),
  };
}

/** Indices of the words that are drawn: those that matter, then their neighbours as far as there is room. */
function kept(labels: readonly string[], anchors: readonly number[], most: number): Set<number> {
  const all = new Set<number>();
  const fits = (index: number) => {
    all.add(index);
    const { x, width } = placed(labels, anchors[0]!, all).at(-1)!;
    if (x + width <= most) return true;
    all.delete(index);
    return false;
  };
  for (const anchor of anchors) fits(anchor);
  for (let distance = 1; distance < labels.length; distance++) {
    for (const anchor of anchors) {
      for (const index of [anchor - distance, anchor + distance]) {
        if (index >= 0 && index < labels.length && all.has(anchor) && !all.has(index) && !fits(index)) return all;
      }
    }
  }
  return all;
}

function placed(labels: readonly string[], word: number, indices: ReadonlySet<number>): PlacedWord[] {
  const words: PlacedWord[] = [];
  let x = 0;
  const put = (index: number | null, text: string) => {
    // Marks stand close to what they belong to, and so do Chinese characters.
    const tight = /^[\p{P}\p{Script=Han}]/u.test(text) && /[\p{Script=Han}\p{L}\p{N}]$/u.test(words.at(-1)?.text ?? '');
    if (words.length > 0) x += tight && index !== null ? 3 : GAP;
    const width = textWidth(text, SIZE) * (index === word ? BOLD : 1);
    words.push({ index, text, x, width });
    x += width;
  };
  let before = -1;
  for (const index of [...indices].sort((a, b) => a - b)) {
    if (index > before + 1) put(null, ELLIPSIS);
    put(index, labels[index]!);
    before = index;
  }
  if (before < labels.length - 1 && before >= 0) put(null, ELLIPSIS);
  return words;
}
