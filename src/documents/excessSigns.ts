/** Of more signs of a kind in a paragraph none is one: the parser looks at each of them again for each other. */
const MOST_SIGNS = 5000;

/** What begins a text of its own: an item's mark, with its box. */
const ITEM = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)/;

/** A Markdown text of the same length, in which the signs of a paragraph, an item or a row that has too many are letters. */
export function withoutExcess(text: string): string {
  if (text.length < MOST_SIGNS) return text;
  let written = '';
  let paragraph = '';
  const finish = () => {
    written += quiet(paragraph);
    paragraph = '';
  };
  for (const line of text.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? []) {
    const mark = ITEM.exec(line)?.[0] ?? '';
    const isApart = mark !== '' || line.includes('|') || line.trim() === '';
    if (isApart) finish();
    written += mark;
    paragraph += line.slice(mark.length);
    if (isApart && mark === '') finish();
  }
  finish();
  return written;
}

function quiet(paragraph: string): string {
  if (paragraph.length < MOST_SIGNS) return paragraph;
  let read = paragraph;
  for (const signs of [/[*_~]/g, /[[\]]/g]) {
    if ((read.match(signs)?.length ?? 0) > MOST_SIGNS) read = read.replace(signs, 'x');
  }
  return read;
}
