import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../../../src/text/csv.js';
import { resultJson, resultMarkdown, resultRows } from '../../../../../src/host/features/findSimilar/resultTable.js';
import { meaning, rerank, result, words } from './results.js';

const FOUND = [
  result(1, { words: words(3, 'fox', 'den'), meaning: meaning(1, 0.8765432), rerank: rerank(1), line: 7 }),
  result(2, {
    name: 'b.md',
    text: 'A * and *a*\nline | break',
    reading: 'A * and a line | break',
    meaning: meaning(2, 0.5),
    line: null,
    column: null,
  }),
];

describe('results in a file', () => {
  it('are rows of CSV with every stage’s place and figure, empty where a stage says nothing', () => {
    const rows: Record<string, string>[] = parse(toCsv(resultRows(FOUND)), { columns: true });
    expect(rows[0]).toEqual({
      ...{ place: '1', file: 'a.md', line: '7', column: '1', start: '0', end: '12', text: 'The old fox.', score: '1' },
      ...{
        'words place': '3',
        'words score': '3.333333',
        words: 'fox den',
        'words nearby': '',
        'meaning place': '1',
        cosine: '0.877',
      },
      ...{ 'together place': '', 'together score': '', 'reranked place': '1', 'reranked score': '4' },
    });
    expect(rows[1]).toMatchObject({ line: '', words: '', 'words place': '', 'reranked score': '', cosine: '0.5' });
  });

  it('are JSON with what was asked', () => {
    const asked = {
      ...({ query: 'fox', scope: 'open', mode: 'both' } as const),
      ...{ model: 'e5-mini', reranker: null, passages: 9, wordWeight: 0.2 },
    };
    const read = JSON.parse(resultJson(asked, FOUND)) as Record<string, unknown> & { results: unknown[] };
    expect(read).toMatchObject(asked);
    expect(read.results[0]).toMatchObject({ name: 'a.md', line: 7, words: { terms: ['fox', 'den'] } });
  });

  it('are a list in Markdown in which nothing of a text is a sign', () => {
    expect(resultMarkdown('who *dug*', 'in 9 passages', FOUND, ({ place }) => `because ${place}`)).toBe(
      [
        '# who \\*dug\\*',
        'in 9 passages',
        '1. **a.md:7** – because 1',
        '   > The old fox.',
        '2. **b.md** – because 2',
        '   > A \\* and a line \\| break',
        '',
      ]
        .join('\n\n')
        .replace(/\n\n$/, '\n'),
    );
  });
});
