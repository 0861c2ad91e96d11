/** By the mark that closes what the cursor stands in: what a text before it must not have, or it would close there. */
const ENDS: readonly (readonly [mark: RegExp, end: RegExp])[] = [
  [/^"/, /["\\\n]/],
  // Apostrophes are within words.
  [/^['’]/, /(?<!\p{L})['’]|['’](?!\p{L})|\n/u],
  [/^`/, /[`\n]/],
  [/^[”»›」』]/, /[”»›」』]|\n/],
  [/^[)\]}]/, /[()[\]{}]|\n/],
  [/^\*/, /\*|\n\s*\n/],
  [/^_/, /_|\n\s*\n/],
  [/^(?:~~|==)/, /[~=]|\n\s*\n/],
  [/^<\//, /[<>&]|\n\s*\n/],
];

/** What stands behind a mark that closes: nothing that it could open. */
const CLOSES = /^(?:<\/|(?:["'’`”»›」』)\]}]|[*_]{1,3}|~~|==)(?![\p{L}\p{N}]))/u;

/** As much of a continuation as stays within what a mark directly behind the cursor closes: quotation, emphasis, element. */
export function withinMark(written: string, after: string): string {
  if (!CLOSES.test(after)) return written;
  const [, end] = ENDS.find(([mark]) => mark.test(after)) ?? [];
  const at = end === undefined ? -1 : written.search(end);
  return at < 0 ? written : written.slice(0, at).replace(/[\s,;:\p{Ps}\p{Pi}\p{Pd}]+$/u, '');
}

const LETTER = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{M}\\p{N}]';
const BEGUN = new RegExp(`${LETTER}+$`, 'u');
const ENDED = new RegExp(`^(?:['’]?${LETTER}+)+`, 'u');

/** The word that a place is within, in scripts with spaces between words; null elsewhere. */
export function wordAround(before: string, after: string): string | null {
  const [begun, ended] = [BEGUN.exec(before), ENDED.exec(after)];
  return begun !== null && ended !== null ? begun[0] + ended[0] : null;
}
