/**
 * Signs of quotations and lists with bullets before a line, and boxes to be ticked. Before a tab a sign may be a label of its
 * own, and what a colon follows is a face.
 */
const BULLETS = /^(?:[^\S\t]|\t(?=\s*(?:[-*+•]|\d{1,3}[.)]) )|>(?![:;])|[-*+•](?= )|\[[ xX]\](?= ))*/;
const NUMBER = /^\d{1,3}[.)] \s*/;

/**
 * Lines without the signs that Markdown has before quotations and the items of lists. Numbers are such signs where most
 * lines begin with one: “3. Platz” is a text.
 */
export function withoutListSigns(lines: readonly string[]): string[] {
  const items = lines.map((line) => line.replace(BULLETS, ''));
  const said = items.filter(hasWords);
  const areNumbered = said.filter((line) => NUMBER.test(line)).length > said.length / 2;
  return areNumbered ? items.map((line) => line.replace(NUMBER, '').replace(BULLETS, '')) : items;
}

/** Whether a line says something: by a letter, a figure or an emoji. */
export const hasWords = (line: string): boolean => /[\p{L}\p{N}\p{Extended_Pictographic}\p{RI}]/u.test(line);
