/** Scripts that set no spaces: there nearly all of a sentence would be one word. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Script=Thai}]/u;

/** Whether a text has words without spaces between them. */
export const isUnspaced = (text: string): boolean => UNSPACED.test(text);
