export type Cell = string | number | null;

/** Comma-separated values (RFC 4180): lines end in CR LF, a cell with a comma, a quote or a line break is quoted. */
export function csv(rows: Iterable<readonly Cell[]>): string {
  let text = '';
  for (const row of rows) text += `${row.map(cell).join(',')}\r\n`;
  return text;
}

function cell(value: Cell): string {
  if (typeof value === 'number') return Number.isFinite(value) ? figure(value) : '';
  if (value === null) return '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * What spreadsheets take for a formula (OWASP, CSV injection): a token like `=` or `@` gets an apostrophe before it, which
 * they show as text.
 */
const FORMULA = /^\s*[=+\-@\t\r]/;

/** The shortest decimal of a single-precision number that reads back as the same one. */
export function figure(value: number): string {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
