import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { Displayed, DisplayedMap } from '../model/displayModel.js';
import { toCsv, shortestDecimal, type CsvValue } from '../../../src/text/csv.js';

/**
 * A table of what is shown: for a map one line a drawn cell, the reading word, the read word, the weight, and both words'
 * places from 1, since words come more than once. Where rows are named by what they write, what they read is a column
 * more.
 */
export function mapCsv(shown: Displayed, { threshold }: AttentionView): string {
  switch (shown.type) {
    case 'map':
      return toCsv(mapRows(shown, threshold));
    case 'drawing':
      return toCsv([shown.header, ...shown.table]);
  }
}

function* mapRows({ matrix, rows, reads, columns }: DisplayedMap, threshold: number): Iterable<CsvValue[]> {
  yield ['query', 'key', 'weight', 'row', 'column', ...(reads ? ['reads'] : [])];
  for (let row = 0; row < matrix.queries; row++) {
    for (let column = 0; column < matrix.keys; column++) {
      const weight = matrix.values[row * matrix.keys + column] ?? 0;
      if (weight < threshold) continue;
      const places = [row + 1, column + 1, ...(reads ? [reads[row] ?? ''] : [])];
      yield [rows.words[row]?.text ?? '', columns.words[column]?.text ?? '', weight, ...places];
    }
  }
}

/** What is shown as JSON: what it is of, the words of both sides, the values; null where a threshold hides one. */
export function mapJson(shown: Displayed, view: AttentionView, { text }: Pick<AttentionSubject, 'text'>): string {
  const { words, specials, threshold, scale, target, prefix } = view;
  const read = { text, ...(prefix !== '' && { prefix }), ...(target !== null && { target }) };
  switch (shown.type) {
    case 'map': {
      const { what, model, kind, layer, head, rows, reads, columns, matrix } = shown;
      const values = Array.from({ length: matrix.queries }, (_, row) =>
        Array.from({ length: matrix.keys }, (_, column) => {
          const weight = matrix.values[row * matrix.keys + column] ?? 0;
          return weight < threshold ? null : Number(shortestDecimal(weight));
        }),
      );
      const head_ = { view: view.view, what, model, kind, layer, head, words, specials, threshold, scale };
      return formatJson(
        {
          ...head_,
          ...read,
          rows: rows.words.map((word, row) => ({ ...wordJson(word), ...(reads && { reads: reads[row] }) })),
          columns: columns.words.map(wordJson),
        },
        { values },
      );
    }
    case 'drawing': {
      const { name, header, table, sides } = shown;
      if (sides) {
        const compared = sides.map(({ model, kind, layer, head, text, target }) => ({
          model,
          kind,
          layer,
          head,
          text,
          ...(target !== null && { target }),
        }));
        return formatJson({ view: view.view, name, words, specials, sides: compared, header }, { table });
      }
      const { model, kind, layer, head } = view;
      const head_ =
        shown.text === undefined
          ? { model, kind, layer, head, words, specials, threshold, scale, ...read }
          : { words: true, specials, threshold, scale, text: shown.text };
      return formatJson({ view: view.view, name, ...head_, header }, { table });
    }
  }
}

/** A word: its text, where that stands, and which of the model's tokens it is made of. */
function wordJson({ text, start, end, from, to }: Word) {
  return { text, start, end, tokens: [from, to] };
}

/** JSON that a user can read: a field a line, of the large list an entry a line. */
function formatJson(fields: object, large: Record<string, readonly unknown[]>): string {
  const lines = Object.entries(fields).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  for (const [key, list] of Object.entries(large)) {
    const entries = list.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n');
    lines.push(`  ${JSON.stringify(key)}: [\n${entries}\n  ]`);
  }
  return `{\n${lines.join(',\n')}\n}\n`;
}
