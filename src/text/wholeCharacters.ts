/** What stands for bytes that were no character, and halves of pairs. */
const BROKEN = /[\uFFFD\p{Cs}]/gu;

const JOINER = '\u200D';

/**
 * A text as it may go into a document: without U+FFFD and halves of surrogate pairs.
 * @param present what it takes the place of or was made from: broken characters that stand there already are the user's
 */
export function wholeCharacters(text: string, present = ''): string {
  return text.replace(BROKEN, (character) => (present.includes(character) ? character : ''));
}

/** Where the first broken character of a text is; null when all are whole. */
export function firstBroken(text: string): number | null {
  const at = text.search(BROKEN);
  return at < 0 ? null : at;
}

/**
 * The beginning of a generated text that has whole characters only: up to a broken one, and without what waits for its
 * other half at the end, a joiner or the first letter of a flag.
 */
export function wholeBeginning(text: string): string {
  let sound = text.slice(0, firstBroken(text) ?? text.length);
  for (;;) {
    const flags = /\p{Regional_Indicator}+$/u.exec(sound)?.[0] ?? '';
    const isHalf = [...flags].length % 2 === 1;
    if (!isHalf && !sound.endsWith(JOINER)) return sound;
    sound = sound.slice(0, isHalf ? -2 : -1);
  }
}

/** Signs that no text is written with: they move a cursor, or turn around what stands behind them. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A text from elsewhere without signs that would change how what is beside them is seen. */
export const withoutUnseen = (text: string): string => text.replace(UNSEEN, '');

/** A text of the same length without halves of surrogate pairs, which UTF-8 does not have: U+FFFD stands for each. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');
