import { clipEnd } from '../../text/excerpt.js';

// The list draws a row's description right after its label, in the platform's proportional font. Spaces of known width
// make the bars begin below each other; the widths are those of the common interface fonts, in twelfths of an em.
const NARROW = new Set([..."ijl.,:;'|!·"]);
const SLIM = new Set([...'frtI()[]-"… ']);
const WIDE = new Set([...'mwMW%@']);

function width(character: string): number {
  if (
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}！-～]/u.test(
      character,
    )
  )
    return 12;
  if (NARROW.has(character)) return 3;
  if (SLIM.has(character)) return 4.5;
  if (WIDE.has(character)) return 10;
  return character === character.toLowerCase() ? 6.7 : 8;
}

const EM = 12;
/** Half, a quarter and a sixth of an em: spaces that every font gives these widths. */
const SPACES: readonly [number, string][] = [
  [6, '\u2002'],
  [3, '\u2005'],
  [2, '\u2006'],
];
/** Longer labels push their own bar to the right instead of everybody's. */
const WIDEST = 16 * EM;

function spaces(twelfths: number): string {
  let rest = Math.round(twelfths);
  let text = '';
  for (const [size, space] of SPACES) {
    text += space.repeat(Math.floor(rest / size));
    rest %= size;
  }
  return text;
}

const widthOf = (label: string) => [...label].reduce((sum, character) => sum + width(character), 0);

/** So wide a label leaves room for a figure behind it in a list of 500 pixels, as a window of 800 has. */
const BEFORE_FIGURE = 31 * EM;

/** A label in one line, cut so that the figure behind it is in sight. */
export function clipLabel(label: string): string {
  const line = label.replace(/\s+/g, ' ').trim();
  let [length, taken] = [0, 0];
  for (const character of line) {
    taken += width(character);
    if (taken > BEFORE_FIGURE) return clipEnd(line, length);
    length += character.length;
  }
  return line;
}

/** What to put between each of the labels and its description, so that the descriptions begin below each other. */
export function labelPadding(labels: readonly string[]): (label: string) => string {
  const column = Math.min(WIDEST, Math.max(0, ...labels.map(widthOf)));
  // A description is drawn at nine tenths of the label's size.
  return (label) => spaces(Math.max(0, column - widthOf(label)) / 0.9);
}
