const LIST_MARK = /^\s*(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?$/;
const QUOTE = /^\s*(?:>\s*)+$/;
const COMMENT = /^\s*(?:\/{2,}!?|#+|--|;+|%+)\s*$/;

/**
 * What a line that is added below another begins with, so that it stays part of the same list item, quotation or
 * comment.
 * @param before the line above, up to where its text begins
 */
export function linePrefixBelow(before: string, markdown: boolean): string {
  if (LIST_MARK.test(before)) return before.replace(/\S/g, ' ');
  if (QUOTE.test(before)) return before;
  if (COMMENT.test(before) && !markdown) return before;
  return /^\s*/.exec(before)?.[0] ?? '';
}
