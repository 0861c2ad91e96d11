import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { partOf, partsOf } from '../../../../src/engine/training/layerNames.js';
import { charactersOf, idsOf, readable, vocabularyOf } from '../../../../src/engine/training/pretraining/characters.js';
import { initialWeights } from '../../../../src/engine/training/pretraining/initialWeights.js';
import { countKnown, wordsOf } from '../../../../src/engine/training/pretraining/samples.js';
import {
  causalBatch,
  chanceStarts,
  evenStarts,
  maskedBatch,
} from '../../../../src/engine/training/pretraining/windows.js';
import { chanceOfStep } from '../../../../src/training/chance.js';
import { IGNORED } from '../../../../src/training/graph.js';
import { cosineSchedule } from '../../../../src/training/schedule.js';

const anyText = fc.string({ unit: 'grapheme', minLength: 30, maxLength: 200 });

describe('characters', () => {
  it('are a text’s code points, the most frequent first, and the rest is unknown', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 30 }), (text, most) => {
        const own = readable(text);
        const { characters, places, unknown } = charactersOf(own, most);
        const all = Array.from(own);
        expect(characters.length).toBe(Math.min(most, new Set(all).size));
        expect(places).toHaveLength(all.length);
        expect(unknown).toBe(all.filter((one) => !characters.includes(one)).length);
        for (const kind of ['encoder', 'decoder'] as const) {
          const vocabulary = vocabularyOf(characters, kind);
          idsOf(places, vocabulary).forEach((id, at) => {
            if (places[at]! < 0) expect(id).toBe(vocabulary.unknown);
            else expect(vocabulary.tokens[id]).toBe(all[at]);
          });
        }
      }),
    );
  });

  it('have line feeds for all line ends, and no halves of characters', () => {
    expect(readable('a\r\nb\rc\ud800d🙂')).toBe('a\nb\nc\uFFFDd🙂');
  });
});

describe('windows', () => {
  const { characters, places } = charactersOf(
    'the quick brown fox jumps over the lazy dog, again and again. '.repeat(4),
    20,
  );
  const [gpt, bert] = [vocabularyOf(characters, 'decoder'), vocabularyOf(characters, 'encoder')];

  it('of a GPT predict the next token everywhere but where it has none', () => {
    const ids = idsOf(places, gpt);
    const { rows, labels, tokens, lossTokens } = causalBatch(ids, [3, 50], 10, gpt);
    expect(rows[1]).toEqual(Array.from(ids.subarray(50, 60)));
    const next = [...ids.subarray(4, 14), ...ids.subarray(51, 61)];
    expect(labels).toEqual(next.map((id) => (id === gpt.unknown ? IGNORED : id)));
    expect(tokens).toBe(20);
    expect(lossTokens).toBe(next.filter((id) => id !== gpt.unknown).length);
  });

  it('of a BERT hide a share, by which eight in ten are the mask, and tell what was there', () => {
    const ids = idsOf(places, bert);
    const mask = bert.specials['mask']!;
    const starts = Array.from({ length: 400 }, (_, at) => at % 150);
    const settings = { length: 32, share: 0.15, corrupts: true };
    const { rows, labels, tokens, lossTokens } = maskedBatch(ids, starts, settings, bert, new Random(1));
    const counts = { masked: 0, same: 0, other: 0 };
    rows.forEach((row, at) => {
      expect([row[0], row.at(-1), row.length]).toEqual([bert.specials['begin'], bert.specials['end'], 32]);
      row.slice(1, -1).forEach((id, place) => {
        const label = labels[at * 32 + place + 1]!;
        const own = ids[starts[at]! + place]!;
        if (label === IGNORED) return expect(id).toBe(own);
        expect(label).toBe(own);
        counts[id === mask ? 'masked' : id === own ? 'same' : 'other'] += 1;
      });
    });
    const known = ids.filter((id) => id !== bert.unknown).length / ids.length;
    expect(tokens).toBe(400 * 30);
    expect(lossTokens / tokens / known).toBeCloseTo(0.15, 1);
    expect(counts.masked / lossTokens).toBeCloseTo(0.8, 1);
    expect(counts.same / lossTokens).toBeCloseTo(0.1 + 0.1 / characters.length, 1);
  });

  it('of a BERT hide one token at least', () => {
    const ids = idsOf(places, bert);
    for (let seed = 0; seed < 50; seed++) {
      const settings = { length: 8, share: 0.01, corrupts: true };
      const { lossTokens, rows, labels } = maskedBatch(ids, [seed], settings, bert, new Random(seed));
      expect(lossTokens).toBeGreaterThanOrEqual(1);
      const at = labels.findIndex((label) => label !== IGNORED);
      expect(labels[at]).toBe(ids[seed + at - 1]);
      expect(rows[0]).toHaveLength(8);
    }
  });

  it('lie within the text, with the token behind them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 200 }),
        fc.integer({ min: 2, max: 10 }),
        fc.nat(1000),
        (size, length, seed) => {
          const text = new Int32Array(size);
          const starts = [...chanceStarts(20, text, length, new Random(seed)), ...evenStarts(8, text, length)];
          for (const start of starts) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(start + length).toBeLessThan(size);
          }
          const even = evenStarts(8, text, length);
          even.slice(1).forEach((start, at) => expect(start - even[at]!).toBeGreaterThanOrEqual(length));
        },
      ),
    );
  });
});

it('what chance gives a step does not depend on the steps before, and uses are apart', () => {
  expect(chanceOfStep(1, 5, 7).uniform()).toBe(chanceOfStep(1, 5, 7).uniform());
  const all = Array.from({ length: 200 }, (_, at) => chanceOfStep(1, 5 + (at % 3), Math.floor(at / 3)).uniform());
  expect(new Set(all).size).toBe(200);
});

it('words are known where they stand in the text, but for the rest of the prompt’s and one that was cut', () => {
  const known = wordsOf('The old man saw the sea. 小猫喜欢月亮');
  expect(countKnown('The o', 'ld man xyz saw the se', known)).toEqual({ words: 4, known: 3 });
  expect(countKnown('The ', 'Man. ', known)).toEqual({ words: 1, known: 1 });
  expect(countKnown('。', '小猫喜月。', known)).toEqual({ words: 3, known: 2 });
});

it('weights are told by the part of the model that they are in', () => {
  expect(partOf('h.3.attn.c_attn.weight')).toBe('layer.3');
  expect(partOf('encoder.layer.0.output.dense.bias')).toBe('layer.0');
  expect(partOf('embeddings.LayerNorm.weight')).toBe('embeddings');
  expect(partOf('encoder.relative_attention_bias.weight')).toBe('embeddings');
  expect(partOf('lm_head.dense.weight')).toBe('head');
  expect(partsOf(['ln_f.weight', 'h.10.ln_1.bias', 'h.2.ln_1.bias', 'wte.weight'])).toEqual([
    ...['embeddings', 'layer.2', 'layer.10', 'head'],
  ]);
});

it('rates rise, are whole once and fall along half a cosine to their least at the last step', () => {
  const shares = Array.from({ length: 11 }, (_, at) => cosineSchedule(at + 1, 2, 11, 0.1));
  expect(shares.slice(0, 3)).toEqual([1 / 3, 2 / 3, 1]);
  expect(shares[6]).toBeCloseTo(0.55);
  expect(shares[10]).toBeCloseTo(0.1);
  expect(cosineSchedule(1, 0, 1, 0.1)).toBe(1);
});

it('heads of relative positions begin at their neighbours', () => {
  const beginning = { initializerRange: 0.5, layers: 2, heads: 4, positions: 'relative', nearStart: 6 } as const;
  const shapes = new Map([
    ['encoder.relative_attention_bias.weight', [32, 4]],
    ['h.0.attn.c_proj.weight', [300, 300]],
    ['embeddings.word_embeddings.weight', [300, 300]],
    ['ln_f.weight', [3]],
    ['ln_f.bias', [3]],
  ]);
  const weights = initialWeights(shapes, beginning, new Random(0));
  const of = (name: string) => weights.get(name)!.values;
  const table = of('encoder.relative_attention_bias.weight');
  // Buckets of keys before a query are their distances, of those behind it 16 and their distances.
  const found = [...table].flatMap((value, at) => (value === 0 ? [] : [[Math.floor(at / 4), at % 4, value]]));
  expect(found).toEqual([
    [1, 0, 6],
    [2, 2, 6],
    [17, 1, 6],
    [18, 3, 6],
  ]);
  const deviation = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / values.length);
  expect(deviation(of('h.0.attn.c_proj.weight'))).toBeCloseTo(0.25, 2);
  expect(deviation(of('embeddings.word_embeddings.weight'))).toBeCloseTo(0.02, 3);
  expect([...of('ln_f.weight'), ...of('ln_f.bias')]).toEqual([1, 1, 1, 0, 0, 0]);
});
