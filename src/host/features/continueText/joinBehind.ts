/** Scripts that set no spaces between words. */
const UNSPACED =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]';

/** A word, or what opens one: a mark that a word is behind. What closes something has none. */
const BEGINS_WORD = new RegExp(`^(?!${UNSPACED})(?:[\\p{Ps}\\p{Pi}]|["'$€£@#*_\`~=]*[\\p{L}\\p{N}])`, 'u');

/** Marks that belong to the word behind them, and white space. */
const NEEDS_NO_SPACE = new RegExp(`(?:${UNSPACED}|[\\s\\p{Ps}\\p{Pi}/\\-‐。，！？、；：])$`, 'u');

/**
 * Joins a continuation to what stands behind the cursor: a space where two words would meet, none twice, a line break
 * before a line that the cursor stands at the beginning of.
 * @param after the rest of the cursor's line
 * @param startsLine nothing but white space stands before the cursor in its line
 */
export function joinBehind(written: string, after: string, startsLine: boolean): string {
  if (written.trim() === '' || after.trim() === '') return written;
  if (startsLine) return `${written.trimEnd()}\n`;
  if (/^\s/.test(after)) return written.replace(/[ \t]+$/, '');
  return BEGINS_WORD.test(after) && !NEEDS_NO_SPACE.test(written) ? `${written} ` : written;
}
