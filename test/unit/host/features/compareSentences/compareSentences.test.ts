import { describe, expect, it, vi } from 'vitest';
import { comparisonCsv } from '../../../../../src/host/features/compareSentences/comparisonCsv.js';
import { compareByPoolings } from '../../../../../src/host/features/compareSentences/compareByPoolings.js';
import {
  linesOf,
  readPlainLine,
  selectedSentences,
} from '../../../../../src/host/features/compareSentences/selectedSentences.js';
import type { EngineService } from '../../../../../src/host/core/services.js';

const selection = (from: [number, number], to: [number, number]) => {
  const [start, end] = [from, to].map(([line, character]) => ({ line, character }));
  return { start, end } as never;
};

describe('the selected lines', () => {
  it('are those that selections touch, once each, in order', () => {
    expect(linesOf([selection([4, 2], [5, 1]), selection([0, 0], [2, 0]), selection([5, 3], [5, 4])])).toEqual([
      0, 1, 4, 5,
    ]);
    expect(linesOf([selection([3, 0], [3, 0])])).toEqual([3]);
  });

  it('of plain text are read without the signs before them', () => {
    expect(readPlainLine('- The cat sleeps.')).toBe('The cat sleeps.');
    expect(readPlainLine('  // a comment')).toContain('a comment');
    expect(readPlainLine('   ')).toBe('');
  });

  it.each([
    [
      'markdown',
      '---\ntitle: x\n---\n| a | b |\n|---|---|\n| One. | Two. |\n\n---\n\n- The **cat** sleeps.',
      ['a, b', 'One., Two.', 'The cat sleeps.'],
      [3, 5, 9],
    ],
    ['plaintext', 'One.\n\n---\nTwo.', ['One.', 'Two.'], [0, 3]],
  ])('of a text in %s are those that say something', async (languageId, text, sentences, lines) => {
    const rows = text.split('\n');
    const begins = rows.map((_, at) => rows.slice(0, at).join('\n').length + (at > 0 ? 1 : 0));
    const document = {
      ...{ languageId, fileName: 'x' },
      getText: () => text,
      lineAt: (line: number) => ({
        text: rows[line]!,
        range: { start: { line, character: 0 }, end: { line, character: rows[line]!.length } },
      }),
      offsetAt: ({ line, character }: { line: number; character: number }) => begins[line]! + character,
      positionAt: (offset: number) => ({ line: begins.findLastIndex((begin) => begin <= offset) }),
    };
    const selections = [selection([0, 0], [rows.length - 1, 3])];
    const found = await selectedSentences({ document, selections } as never);
    expect(found.map((one) => one.text)).toEqual(sentences);
    expect(found.map(({ line }) => line)).toEqual(lines);
  });
});

const similar = (value: number) => [
  [1, value],
  [value, 1],
];

/** An engine whose poolings have these cosines. */
function engineWith(own: number, architecture: string) {
  const cosines: Record<string, number> = { mean: 0.9, cls: 0.8, sep: 0.7, max: 0.6, last: 0.5 };
  const call = vi.fn((method: string, { pooling }: { pooling?: string }) =>
    Promise.resolve(
      method === 'models'
        ? [{ id: 'm', folder: '/m', architecture }]
        : { model: 'm', vectors: [], similarities: similar(pooling === undefined ? own : cosines[pooling]!) },
    ),
  );
  return { call } as unknown as EngineService;
}

const compare = (engine: EngineService) =>
  compareByPoolings(engine, 'm', ['a', 'b'], () => undefined, new AbortController().signal);

describe('poolings', () => {
  it('are those that an encoder has, and the model’s own where it is another', async () => {
    const { poolings } = await compare(engineWith(0.3, 'encoder'));
    expect(poolings.map(({ pooling }) => pooling)).toEqual(['own', 'mean', 'cls', 'sep', 'max']);
    expect(poolings[0]?.similarities[0]?.[1]).toBe(0.3);
  });

  it('have no other for a model whose own is one of them', async () => {
    const { poolings } = await compare(engineWith(0.9, 'encoder'));
    expect(poolings.map(({ pooling }) => pooling)).toEqual(['mean', 'cls', 'sep', 'max']);
  });

  it('have no first token of a decoder', async () => {
    const { poolings } = await compare(engineWith(0.9, 'decoder'));
    expect(poolings.map(({ pooling }) => pooling)).toEqual(['mean', 'last', 'max']);
  });
});

it('is exported with a line for each pair', () => {
  const csv = comparisonCsv({
    model: 'm',
    sentences: [
      { text: 'One, two.', line: 3 },
      { text: 'Three.', line: 5 },
    ],
    poolings: [
      { pooling: 'mean', similarities: similar(0.9) },
      { pooling: 'cls', similarities: similar(0.25) },
    ],
    truncated: false,
  });
  expect(csv).toBe('line,other line,sentence,other sentence,mean,cls,spread\r\n3,5,"One, two.",Three.,0.9,0.25,0\r\n');
});
