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

  it('is told in words, special tokens left out, each row whole', () => {
    expect(attention.words.map(({ text }) => text)).toEqual(['The', 'riverbank', ',', 'late']);
    const { matrix } = attention;
    for (let row = 0; row < 4; row++) {
      const sum = matrix.values.slice(row * 4, row * 4 + 4).reduce((all, weight) => all + weight, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  it('names other words only, and says where the rest goes', () => {
    const glance = wordAttentionAt(attention, 8, 1)!;
    expect(glance.word).toBe(1);
    expect(glance.top.map(({ index }) => index)).toEqual([3]);
    // Mean of the two pieces' rows, of which the first is divided by the half that is not on [CLS].
    expect(glance.top[0]!.weight).toBeCloseTo((0.2 + 0.5) / 2, 6);
    expect(glance.itself).toBeCloseTo((0.2 + 0.4) / 2, 6);
    expect(glance.punctuation).toBeCloseTo((0.2 + 0) / 2, 6);
    expect(glance.others).toBeCloseTo((0.4 + 0.1) / 2, 6);
    expect(glance.special).toBeCloseTo((0.5 + 0) / 2, 6);
    expect(glance.top[0]!.weight + glance.itself + glance.punctuation + glance.others).toBeCloseTo(1, 6);
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
});
