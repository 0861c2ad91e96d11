import { dropLeadingSpace } from '../../kit/displayText.js';
import { graphemes } from '../../../src/text/excerpt.js';

/** Most of a token's text that a node shows, in pixels. */
const WIDEST = 112;

const NARROW = /[ijltfrI.,:;'’"|!()[\] ]/;
const WIDE = /[mwMWGOQ@%—…]/;

/**
 * About how wide a bold text is at 12 px, in pixels. An estimate without a browser, so that the layout stays a pure
 * function; bold, for what is given back is only known in the end and must have its place from the beginning.
 */
export function estimateWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character.codePointAt(0)! >= 0x1100) width += 13;
    else if (NARROW.test(character)) width += 4.6;
    else if (WIDE.test(character)) width += 11.5;
    else width += 7.8;
  }
  return width;
}

/** A token as a node shows it: without the space before it, and long ones with an ellipsis. */
export function nodeLabel(text: string): string {
  const whole = dropLeadingSpace(text);
  if (estimateWidth(whole) <= WIDEST) return whole;
  let label = '';
  for (const character of graphemes(whole)) {
    if (estimateWidth(`${label}${character}…`) > WIDEST) break;
    label += character;
  }
  return `${label}…`;
}
