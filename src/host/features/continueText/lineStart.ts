/** What the cursor's line begins as. */
export interface LineStart {
  kind: 'prose' | 'item' | 'heading';
  /** what the next item of a list begins with; empty where it is none */
  marker: string;
}

const ITEM = /^((?:[^\S\n]|>)*)(?:([-*+•–])|(\d{1,9})([.)]))([^\S\n]+)(\[[ xX]\][^\S\n]+)?/;
const HEADING = /^[^\S\n]*#{1,6}[^\S\n]/;
const PROSE: LineStart = { kind: 'prose', marker: '' };

/** What a line begins as, by its beginning. */
function startOf(line: string): LineStart {
  if (HEADING.test(line)) return { kind: 'heading', marker: '' };
  const item = ITEM.exec(line);
  if (item === null) return PROSE;
  const [, indent = '', bullet, number, closing = '', space = ' ', box] = item;
  const sign = bullet ?? `${Number(number) + 1}${closing}`;
  return { kind: 'item', marker: `${indent}${sign}${space}${box === undefined ? '' : '[ ] '}` };
}

/** Where a continuation begins: in an item or a heading, or on the empty line below an item, which is another item's. */
export function lineStartAt(before: string): LineStart & { opensItem: boolean } {
  const lines = before.replaceAll('\r\n', '\n').split('\n');
  const line = lines.at(-1) ?? '';
  if (line.trim() !== '') return { ...startOf(line), opensItem: false };
  const above = startOf(lines.at(-2) ?? '');
  return above.kind === 'item' ? { ...above, opensItem: true } : { ...PROSE, opensItem: false };
}
