/** A list's mark, with its checkbox, or a quotation's, from the outside in. */
const LEVEL = /^\s*(?:>|(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?)\s*/;
const COMMENT = /^\s*(?:\/{2,}!?|#+|--|;+|%+)\s*$/;

/**
 * What a line that is added below another begins with, so that it stays part of the same list item, quotation or
 * comment; of a list in a quotation of both.
 * @param before the line above, up to where its text begins
 */
export function linePrefixBelow(before: string, markdown: boolean): string {
  let prefix = '';
  let rest = before;
  for (let level = LEVEL.exec(rest); level !== null; level = LEVEL.exec(rest)) {
    prefix += level[0].replace(/[^\s>]/g, ' ');
    rest = rest.slice(level[0].length);
  }
  if (prefix !== '') return prefix;
  if (COMMENT.test(before) && !markdown) return before;
  return /^\s*/.exec(before)?.[0] ?? '';
}
