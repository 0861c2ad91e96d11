/** What is in a cell of a table of Markdown, as it stands. */
const cell = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|~&!#]/g, '\\$&');

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** A column's heading; figures stand at its right. */
export type Column = string | { figures: string };

/** A table of Markdown; what is in the cells is shown as it is. */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  return [
    row(columns.map((column) => cell(typeof column === 'string' ? column : column.figures))),
    row(columns.map((column) => (typeof column === 'string' ? '---' : '---:'))),
    ...rows.map((cells) => row(cells.map(cell))),
  ].join('\n');
}
