/** The space that does not break a line: LaTeX's `~`, HTML's `&nbsp;`. */
export const TIE = '\u00A0';

const TIED = /([^\s\uFFFC]+)\u00A0(?=([^\s\uFFFC]+))/g;

/**
 * Ties of a source where the translation has one of the two words that were tied: a name, a number, an abbreviation.
 * @param written a stretch of the translation, as long afterwards as before
 */
export function keepTies(written: string, source: string): string {
  let text = written;
  for (const [, before = '', after = ''] of source.matchAll(TIED)) {
    const [last, first] = [/[\p{L}\p{N}]+[.]?$/u.exec(before)?.[0], /^[\p{L}\p{N}]+/u.exec(after)?.[0]];
    if (last === undefined || first === undefined) continue;
    const behind = tied(text, ` ${first}`, 0);
    text = behind === text ? tied(text, `${last} `, last.length) : behind;
  }
  return text;
}

/** Makes the space at a place in a part of the text a tie, where the part stands as whole words. */
function tied(text: string, part: string, at: number): string {
  const isLetter = (place: number) => /[\p{L}\p{N}]/u.test(text[place] ?? '');
  for (let found = text.indexOf(part); found >= 0; found = text.indexOf(part, found + 1)) {
    const isWhole = at === 0 ? found > 0 && !isLetter(found + part.length) : !isLetter(found - 1);
    if (isWhole) return text.slice(0, found + at) + TIE + text.slice(found + at + 1);
  }
  return text;
}
