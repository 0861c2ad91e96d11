export type CsvValue = string | number | null;

/** Comma-separated values (RFC 4180): lines end in CR LF, a cell with a comma, a quote or a line break is quoted. */
export function toCsv(rows: Iterable<readonly CsvValue[]>): string {
  let text = '';
  for (const row of rows) text += `${row.map(toCsvField).join(',')}\r\n`;
  return text;
}

function toCsvField(value: CsvValue): string {
  if (typeof value === 'number') return Number.isFinite(value) ? shortestDecimal(value) : '';
  if (value === null) return '';
  const text = guarded(value);
  return /[",;\t\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A text that no spreadsheet takes for a formula (OWASP, CSV injection): an apostrophe, which they show as text, stands
 * before `=`, `+`, `-` or `@`, full-width ones too, where a cell begins with it. A cell may also begin behind a semicolon,
 * a tab or a line's end: the spreadsheets of many languages part cells there, whatever the quotes.
 */
function guarded(text: string): string {
  return text.replace(/([;\s\p{C}"]+|^)(.?)/gsu, (found, before: string, next: string, at: number) => {
    const begins = at === 0 || /[;\t\r\n]/.test(before);
    const inner = begins && FORMULA.test(next) ? `${before}'${next}` : found;
    return at === 0 && /^[\t\r\n]/.test(before) ? `'${inner}` : inner;
  });
}

const FORMULA = /^[=+\-@\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]/;

/** The shortest decimal of a single-precision number that reads back as the same one. */
export function shortestDecimal(value: number): string {
  if (Math.fround(value) !== value) return String(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
