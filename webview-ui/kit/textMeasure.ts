import { replaceUnprintable } from '../../src/text/escape.js';
import { graphemes } from '../../src/text/excerpt.js';

/** Letters of East Asian scripts and signs are about as wide as they are high. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\u{1f300}-\u{1faff}]/u;

/**
 * Width of a text in ems, estimated, so that a picture comes out the same on every machine. What is written with several
 * characters and drawn as one, such as a syllable of Hangul in its letters, is as wide as the one.
 */
export function widthInEms(text: string): number {
  let ems = 0;
  for (const character of text.normalize('NFC')) ems += WIDE.test(character) ? 1 : 0.58;
  return ems;
}

/** A text cut to a width, with an ellipsis for the rest; line breaks become spaces. */
export function clipToWidth(text: string, ems: number): string {
  const line = replaceUnprintable(text.replace(/\s+/g, ' '));
  if (widthInEms(line) <= ems) return line;
  let kept = '';
  let width = widthInEms('…');
  for (const character of graphemes(line)) {
    width += widthInEms(character);
    if (width > ems) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

/** A text in lines of a width, broken at spaces where there are some; what does not fit into `most` lines is cut. */
export function wrapToWidth(text: string, ems: number, most: number): string[] {
  let rest = replaceUnprintable(text.replace(/\s+/g, ' ')).trim();
  const lines: string[] = [];
  while (rest !== '' && lines.length < most - 1) {
    const fitting = fittingLength(rest, ems);
    if (fitting >= rest.length) break;
    const space = rest.lastIndexOf(' ', fitting);
    const end = space > 0 ? space : fitting;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? lines : [...lines, clipToWidth(rest, ems)];
}

/** UTF-16 units from the beginning that fit, at least one character. */
function fittingLength(text: string, ems: number): number {
  let width = 0;
  let length = 0;
  for (const character of graphemes(text)) {
    width += widthInEms(character);
    if (width > ems && length > 0) break;
    length += character.length;
  }
  return length;
}
