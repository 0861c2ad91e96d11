import { type AlignedText, AlignedTextBuilder } from './alignedText.js';

export type UnicodeForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** UTF-16 units of a part: ICU puts marks in order in the square of their number. */
const LONGEST_PART = 256;

const MANY_MARKS = new RegExp(`\\p{M}{${LONGEST_PART / 2}}`, 'u');

/** Below U+0300 no character composes with the one before it. */
const FIRST_COMBINING = 0x300;

/**
 * A Unicode normalization form with offsets. The text is cut where the form of the parts is the form of the whole: before
 * a character that neither combines nor composes with what stands before it. Within a part, the characters that change
 * all stand for all that they come from.
 */
export function createUnicodeNormalizer(form: UnicodeForm): (from: AlignedText) => AlignedText {
  return (from) => {
    if (!MANY_MARKS.test(from.text) && from.text.normalize(form) === from.text) return from;
    const builder = new AlignedTextBuilder(from);
    for (let start = 0; start < from.text.length;) {
      const end = partEnd(from.text, start, form);
      const part = from.text.slice(start, end);
      const changed = part.normalize(form);
      const same = commonPrefix(part, changed);
      builder.copy(from, start, start + same);
      builder.push(changed.slice(same), from.starts[start + same] ?? 0, from.ends[end - 1] ?? 0);
      start = end;
    }
    return builder.build();
  };
}

function partEnd(text: string, start: number, form: UnicodeForm): number {
  let end = start + characterLength(text, start);
  while (end < text.length && end - start < LONGEST_PART) {
    const length = characterLength(text, end);
    const char = text.slice(end, end + length);
    if ((char.codePointAt(0) ?? 0) < FIRST_COMBINING) break;
    const part = text.slice(start, end);
    if (!/^\p{M}/u.test(char) && (part + char).normalize(form) === part.normalize(form) + char.normalize(form)) break;
    end += length;
  }
  return end;
}

/** Length of what both begin with, in whole characters. */
function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.codePointAt(length) === b.codePointAt(length)) length += characterLength(a, length);
  return length;
}

function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
