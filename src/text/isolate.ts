/** Blocks of letters that are written from the right: Hebrew, Arabic, Syriac, Thaana, N'Ko and the like. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** First strong isolate, and its end (UAX #9). */
const [BEGIN, END] = ['\u2068', '\u2069'];

/** An isolate that nothing else about directions stands in, or any character that turns directions. */
const DIRECTIONS = /(\u2068[^\p{Bidi_Control}]*\u2069)|\p{Bidi_Control}/gu;

/**
 * Keeps a text from drawing what stands beside it into its direction: words from the right would have the figures behind
 * them in another place. A text without such words stays as it is.
 */
export const isolate = (text: string): string =>
  FROM_THE_RIGHT.test(text) ? BEGIN + text.replace(/\p{Bidi_Control}/gu, '') + END : text;

/** The same for a line that may have isolates in it. */
export const isolateLine = (line: string): string => (FROM_THE_RIGHT.test(line) ? BEGIN + line + END : line);

/** A text without the invisible characters that turn directions, but for whole isolates as `isolate` makes them. */
export const withoutDirections = (text: string): string =>
  text.replace(DIRECTIONS, (_, whole: string | undefined) => whole ?? '');

/** The beginning of a text, whose last isolate may have been cut, with that closed. */
export const closeIsolate = (text: string): string =>
  text.lastIndexOf(BEGIN) > text.lastIndexOf(END) ? text + END : text;
