/** Scripts that are told apart; kana and Chinese characters are one, since Japanese mixes them in a word. */
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hangul}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Devanagari}/u,
  /\p{Script=Thai}/u,
] as const;

/** All letters that are of none of them. */
const OTHER = 1 << SCRIPTS.length;

/** The scripts of a text's letters as a set of bits; 0 in a text without letters. */
export function scriptsOf(text: string): number {
  if (/^\p{ASCII}*$/u.test(text)) return /[A-Za-z]/.test(text) ? 1 : 0;
  let found = 0;
  let rest = text;
  for (const [bit, script] of SCRIPTS.entries()) {
    if (!script.test(rest)) continue;
    found |= 1 << bit;
    rest = rest.replaceAll(new RegExp(script, 'gu'), '');
  }
  return /\p{L}/u.test(rest) ? found | OTHER : found;
}

/** A letter or digit of a script that sets words apart by spaces. */
export const SPACED_LETTER = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;
