import { describe, expect, it } from 'vitest';
import {
  wordAttentionAt,
  sentenceAttention,
} from '../../../../../../src/host/features/attention/hover/wordAttention.js';
import type { AttentionValue } from '../../../../../../src/protocol/engine/index.js';

const TEXT = 'The riverbank, late.';

/** Six tokens: a special one at each end, and a word of two pieces. */
function value(rows: number[][], kind: 'encoder' | 'decoder' | 'cross' = 'encoder'): AttentionValue {
  const token = (text: string, start: number | null, end: number | null) => ({ id: 1, text, start, end });
  const source = [
    token('[CLS]', null, null),
    token('the', 0, 3),
    token('river', 4, 9),
    token('##bank', 9, 13),
    token(',', 13, 14),
    token('late', 15, 19),
    token('[SEP]', null, null),
  ];
  const values = Float32Array.from(rows.flat());
  const map = { kind, layers: 1, heads: 1, queries: 7, keys: 7, values, layerIndices: [0], headIndices: [0] };
  return { model: 'm', source, maps: [map] };
}

const even = new Array<number>(7).fill(1 / 7);
const ROWS = [
  even,
  [0.5, 0, 0.1, 0.1, 0.05, 0.15, 0.1],
  [0.5, 0.2, 0.05, 0.05, 0.1, 0.1, 0],
  [0, 0.1, 0.3, 0.1, 0, 0.5, 0],
  even,
  even,
  even,
];

describe('what a word looks at', () => {
  const attention = sentenceAttention(value(ROWS), TEXT, null, null)!;

  it('is told in words by the weights that the panel shows: what special tokens get is left out', () => {
    expect(attention.words.map(({ text }) => text)).toEqual(['The', 'riverbank', ',', 'late']);
    const sums = [0, 1, 2, 3].map((row) =>
      attention.matrix.values.slice(row * 4, row * 4 + 4).reduce((a, b) => a + b, 0),
    );
    [0.4, (0.5 + 1) / 2, 5 / 7, 5 / 7].forEach((sum, row) => expect(sums[row]).toBeCloseTo(sum, 6));
  });

  it('names other words only, and says where the rest goes', () => {
    const glance = wordAttentionAt(attention, 8, 1)!;
    expect(glance.word).toBe(1);
    expect(glance.top.map(({ index }) => index)).toEqual([3]);
    // Mean of the two pieces' rows.
    expect(glance.top[0]!.weight).toBeCloseTo((0.1 + 0.5) / 2, 6);
    expect(glance.itself).toBeCloseTo((0.1 + 0.4) / 2, 6);
    expect(glance.punctuation).toBeCloseTo((0.1 + 0) / 2, 6);
    expect(glance.others).toBeCloseTo((0.2 + 0.1) / 2, 6);
    expect(glance.special).toBeCloseTo((0.5 + 0) / 2, 6);
    const { top, itself, punctuation, others, special } = glance;
    expect(top[0]!.weight + itself + punctuation + others + special).toBeCloseTo(1, 6);
  });

  it('is nothing between words, and where a word can look at no other', () => {
    expect(wordAttentionAt(attention, 14, 3)).toBeNull();
    expect(wordAttentionAt(attention, 99, 3)).toBeNull();
    const alone = ROWS.map((_, row) => ROWS.map((__, column) => (row === column ? 1 : 0)));
    expect(wordAttentionAt(sentenceAttention(value(alone), TEXT, null, null)!, 0, 3)).toBeNull();
  });

  it('needs a map of the sentence with itself', () => {
    expect(sentenceAttention(value(ROWS, 'cross'), TEXT, null, null)).toBeNull();
    expect(sentenceAttention(value(ROWS, 'decoder'), TEXT, null, null)?.kind).toBe('decoder');
  });

  it('takes an emoji for a word, and a symbol for none', () => {
    const text = 'I 😀 + 🇫🇷 .';
    const spans = [...text.matchAll(/\S+/g)].map(({ 0: name, index }) => [name, index, index + name.length] as const);
    const source = spans.map(([name, start, end]) => ({ id: 1, text: name, start, end }));
    const values = new Float32Array(25).fill(0.2);
    const map = {
      kind: 'encoder',
      layers: 1,
      heads: 1,
      queries: 5,
      keys: 5,
      values,
      layerIndices: [0],
      headIndices: [0],
    };
    const smiling = sentenceAttention({ model: 'm', source, maps: [map] } as AttentionValue, text, null, null)!;
    const glance = wordAttentionAt(smiling, 0, 3)!;
    expect(glance.top.map(({ index }) => spans[index]![0])).toEqual(['😀', '🇫🇷']);
    expect(glance.punctuation).toBeCloseTo(0.4, 6);
  });
});
