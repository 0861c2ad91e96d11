/** A sign within a word, in scripts with spaces between words. */
const SIGN = '[^\\s()\\[\\]<>\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}]';

/** What says nothing of a text's language: code, addresses, tags, placeholders, masks, paths, figures. */
const NO_PROSE = new RegExp(
  [
    '```[\\s\\S]*?(?:```|$)',
    '`[^`\\n]*`',
    '\\b[a-z][a-z0-9+.-]*://\\S+',
    '\\bwww\\.\\S+',
    '(?<![\\w.+-])[\\w.+-]+@[\\w-]+\\.[\\w.]+',
    '\\]\\([^)\\s]*\\)',
    '</?[a-z][^<>]*>',
    '\\[MASK\\]',
    '<extra_id_\\d+>',
    '[{%$][\\w.{}()]+',
    '\\\\[a-z]+',
    '(?<!\\S)[@#/~][\\w./-]+',
    `(?<!${SIGN})${SIGN}*[_/\\\\\\d]${SIGN}*`,
  ].join('|'),
  'giu',
);

/** The words of a text that are written in a language. */
export function proseOf(text: string): string {
  return text.replace(NO_PROSE, ' ').replace(/\s+/g, ' ').trim();
}
