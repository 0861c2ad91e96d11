/** A text as a cell of a Markdown table has it, in one line. */
export const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').slice(0, 200);

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A table of a card, its first row the header. */
export const cardTable = (rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.flatMap((row, at) => [
    `| ${row.map((one) => cell(String(one))).join(' | ')} |`,
    ...(at === 0 ? [`| ${row.map(() => '---').join(' | ')} |`] : []),
  ]);
