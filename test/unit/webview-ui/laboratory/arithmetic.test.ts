/* What experiments work out themselves: shares that add up to 1, masks, words, draws, fillings. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputVectorsValue, ModelInfo, ScoreValue } from '../../../../src/protocol/engine/index.js';
import { filled, sharesOf, splitGap, wordsFrom } from '../../../../webview-ui/laboratory/experiments/gap/gapText.js';
import { fillings } from '../../../../webview-ui/laboratory/experiments/gap/ways.js';
import { corrupt } from '../../../../webview-ui/laboratory/experiments/information/corruption.js';
import {
  maskedSoftmax,
  maySee,
  PATTERNS,
  permutationOrder,
} from '../../../../webview-ui/laboratory/experiments/masks/patterns.js';
import { scoreOf } from '../../../../webview-ui/laboratory/experiments/sentence/scores.js';
import { piecesOf } from '../../../../webview-ui/laboratory/experiments/tokens/pieces.js';
import { tokenVectors } from '../../../../webview-ui/laboratory/experiments/tokens/vectors.js';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { markdownTable } from '../../../../webview-ui/laboratory/export/exportFiles.js';
import { BOTH_WAYS, LEFT_READER, MASKED, takesRole } from '../../../../webview-ui/laboratory/model/roles.js';
import { sampleOf } from '../../../../webview-ui/laboratory/model/sampleOf.js';
import { scriptNote } from '../../../../webview-ui/laboratory/model/scriptNote.js';
import { sumByWord, wordsOf } from '../../../../webview-ui/laboratory/model/words.js';
import { labModels } from '../../../views/laboratory/labModels.js';

const number = fc.double({ min: -30, max: 30, noNaN: true });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('masks', () => {
  it('leave weights that add up to 1, and exactly nothing where nobody may look', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(number, fc.boolean()), { minLength: 1, maxLength: 20 }), (cells) => {
        const allowed = cells.map(([, may], at) => may || at === 0);
        const weights = maskedSoftmax(
          cells.map(([score]) => score),
          allowed,
        );
        expect(sum(weights)).toBeCloseTo(1, 9);
        weights.forEach((weight, at) => expect(allowed[at] ? weight >= 0 : weight === 0).toBe(true));
      }),
    );
  });

  it('let every token see itself', () => {
    const places = { split: 3, order: permutationOrder(8, 1) };
    for (const pattern of PATTERNS.filter((name) => name !== 'own')) {
      for (let at = 0; at < 8; at++) expect(maySee(pattern, at, at, places), pattern).toBe(true);
    }
  });

  it('are those of the textbook', () => {
    const drawn = (pattern: 'causal' | 'rightToLeft' | 'prefix') =>
      Array.from({ length: 4 }, (_, row) =>
        Array.from({ length: 4 }, (_, column) => (maySee(pattern, row, column, { split: 2, order: [] }) ? 1 : 0)).join(
          '',
        ),
      );
    expect(drawn('causal')).toEqual(['1000', '1100', '1110', '1111']);
    expect(drawn('rightToLeft')).toEqual(['1111', '0111', '0011', '0001']);
    expect(drawn('prefix')).toEqual(['1100', '1100', '1110', '1111']);
  });

  it('of a permutation: each of n! orders is one, by its seed the same, and sees 1 to n tokens', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1000 }), (count, seed) => {
        const order = permutationOrder(count, seed);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
        expect(permutationOrder(count, seed)).toEqual(order);
        const seen = order.map(
          (_, row) => order.filter((__, column) => maySee('permutation', row, column, { split: 0, order })).length,
        );
        expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      }),
    );
  });
});

it('shares of the parts of a vector add up to 1', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { minLength: 4, maxLength: 4 }), (rows) => {
      const part = (which: 0 | 1 | 2) => Float32Array.from(rows, (row) => row[which]);
      const values = [part(0), part(1), part(2)];
      const whole = Float32Array.from(rows, (_, at) => sum(values.map((one) => one[at]!)));
      const value: InputVectorsValue = {
        model: 'm',
        source: [{ id: 1, text: 'a', start: 0, end: 1 }],
        width: 4,
        parts: (['token', 'segment', 'position'] as const).map((kind, at) => ({ kind, values: values[at]! })),
        sum: whole,
      };
      const [token] = tokenVectors(value);
      if (token!.sum > 0.1) expect(sum(token!.shares)).toBeCloseTo(1, 3);
      expect(token!.lengths.every((length) => length >= 0)).toBe(true);
    }),
  );
});

it('shares of candidates add up to 1 and keep their order', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -500, max: 0, noNaN: true }), { minLength: 1, maxLength: 20 }), (logs) => {
      const shares = sharesOf(logs);
      expect(sum(shares)).toBeCloseTo(1, 9);
      logs.forEach((log, at) =>
        logs.forEach((other, of) => log > other && expect(shares[at]! >= shares[of]!).toBe(true)),
      );
    }),
  );
});

describe('words', () => {
  it('are those of the text without its signs, a Chinese character each', () => {
    const text = 'It’s 3.14, isn’t it? 今天';
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'It’s',
      '3.14',
      'isn’t',
      'it',
      '今',
      '天',
    ]);
  });

  it('have the sums of the tokens that end in them, whose space before them counts for nobody', () => {
    const text = 'an old man';
    const tokens = [
      { start: 0, end: 2, value: 1 },
      { start: 2, end: 6, value: 2 },
      { start: 6, end: 8, value: 3 },
      { start: 8, end: 10, value: 4 },
      { start: null, end: null, value: 9 },
    ];
    expect(sumByWord(text, wordsOf(text), tokens)).toEqual([1, 2, 7]);
  });

  it('lose nothing: the words’ sums are the tokens’', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        const text = lengths.map((length) => 'x'.repeat(length)).join(' ');
        const tokens = [...text].map((_, at) => ({ start: at, end: at + 1, value: 1 }));
        const letters = tokens.filter(({ start }) => text[start] !== ' ');
        expect(sum(sumByWord(text, wordsOf(text), letters).map((value) => value ?? 0))).toBe(letters.length);
      }),
    );
  });
});

it('tokens are a word’s beginning, a piece of it, a sign, a special one or unknown', () => {
  const text = 'unhappy man, 今';
  const token = (name: string, start: number | null, end: number | null) => ({ id: 1, text: name, start, end });
  const kinds = piecesOf(text, [
    token('[CLS]', null, null),
    token('un', 0, 2),
    token('##happy', 2, 7),
    token(' man', 7, 11),
    token(',', 11, 12),
    token(' ', 12, 13),
    token('[UNK]', 13, 14),
  ]).map(({ kind }) => kind);
  expect(kinds).toEqual(['special', 'word', 'piece', 'word', 'sign', 'sign', 'unknown']);
});

describe('draws', () => {
  it('are so many of the things, each once and in order, and the same by their seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 40 }), (count, wanted) => {
        const items = Array.from({ length: count }, (_, at) => at);
        const draw = () => {
          const random = new Random(5);
          return sampleOf(items, wanted, () => random.uniform());
        };
        expect(draw()).toHaveLength(Math.min(count, wanted));
        expect(draw()).toEqual([...new Set(draw())].sort((a, b) => a - b));
        expect(draw()).toEqual(draw());
      }),
    );
  });

  it('take each thing about as often as any other', () => {
    const random = new Random(1);
    const counts = Array.from({ length: 5 }, () => 0);
    for (let turn = 0; turn < 5000; turn++)
      for (const at of sampleOf([0, 1, 2, 3, 4], 2, () => random.uniform())) counts[at]!++;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(150);
  });

  it('of the corruption: 80, 10 and 10 of 100, and random tokens within the vocabulary', () => {
    const random = new Random(2);
    const places = Array.from({ length: 20_000 }, (_, at) => at);
    const chosen = corrupt(places, 0.5, 14_000, () => random.uniform());
    expect(chosen).toHaveLength(10_000);
    const share = (fate: string) => chosen.filter((one) => one.fate === fate).length / chosen.length;
    expect(share('mask')).toBeCloseTo(0.8, 1);
    expect(share('random')).toBeCloseTo(0.1, 1);
    expect(share('kept')).toBeCloseTo(0.1, 1);
    expect(chosen.every(({ id }) => id >= 1000 && id < 14_000)).toBe(true);
  });
});

describe('the gap', () => {
  it.each([
    ['A [MASK] b', { before: 'A ', behind: ' b' }],
    ['A ____ b', { before: 'A ', behind: ' b' }],
    ['<mask> b [MASK]', { before: '', behind: ' b [MASK]' }],
  ])('of %s', (text, gap) => {
    expect(splitGap(text)).toEqual(gap);
    expect(filled(splitGap(text)!, 'x')).toBe(`${gap.before}x${gap.behind}`);
  });

  it('is none where there is none', () => expect(splitGap('A b_c.')).toBeNull());

  it('is filled by words only, each once', () => {
    expect(
      wordsFrom([{ text: ' cat' }, { text: '.' }, { text: '##s' }], [{ text: 'cat' }, { text: 'well-known' }]),
    ).toEqual(['cat', 'well-known']);
  });

  it('of T5: what stands between sentinels, with the probability of its tokens and its end', () => {
    const step = (id: number, text: string, probability: number) => ({ id, text, probability, alternatives: [] });
    const written = (...stepped: ReturnType<typeof step>[]) => ({
      ids: [],
      text: '',
      logProbability: 0,
      score: 0,
      finish: 'eos' as const,
      steps: stepped,
    });
    const open = step(100, '<extra_id_0>', 0.9);
    const close = step(99, '<extra_id_1>', 0.5);
    expect(
      fillings(
        [
          written(open, step(7, ' old', 0.5), step(8, ' cat', 0.5), close),
          written(open, step(9, ' dog', 0.8), close, step(3, ' more', 0.1)),
          written(open, step(9, ' dog', 0.1), close),
          written(open, close),
          written(step(9, ' dog', 0.8)),
        ],
        100,
        99,
      ),
    ).toEqual([
      { text: 'dog', probability: 0.4 },
      { text: 'old cat', probability: 0.125 },
    ]);
  });
});

it('a score has the bytes of what was scored, and its bits by words', () => {
  const text = 'été vu';
  const token = (start: number, end: number, logProbability: number | null) => ({
    id: 1,
    text: text.slice(start, end),
    start,
    end,
    logProbability,
    entropy: null,
  });
  const value: ScoreValue = {
    model: 'm',
    method: 'causal',
    tokens: [token(0, 1, null), token(1, 3, -Math.LN2), token(3, 6, -2 * Math.LN2)],
    logProbability: -3 * Math.LN2,
    perplexity: 2 ** 1.5,
  };
  const score = scoreOf('causal', text, value);
  expect(score).toMatchObject({ tokens: 2, bytes: 6, way: 'causal' });
  expect(score.bits).toBeCloseTo(3, 9);
  expect(score.bitsPerByte).toBeCloseTo(0.5, 9);
  expect(score.words[0]).toBeCloseTo(1, 9);
  expect(score.words[1]).toBeCloseTo(2, 9);
});

describe('a role', () => {
  it('is taken by the chosen one, a preferred one, or the first that can', () => {
    const of = (role: typeof MASKED, chosen?: string, models: readonly ModelInfo[] = labModels) =>
      takesRole(role, models, chosen)?.id;
    expect(of(MASKED)).toBe('bert-mini');
    expect(of(MASKED, 'gptbert-mini')).toBe('gptbert-mini');
    expect(of(MASKED, 'gpt2-mini')).toBe('bert-mini');
    expect(of(BOTH_WAYS)).toBe('gptbert-mini');
    expect(
      of(
        BOTH_WAYS,
        undefined,
        labModels.filter(({ id }) => !id.startsWith('gptbert')),
      ),
    ).toBe('bert-mini');
    expect(of(LEFT_READER)).toBe('gptbert-mini');
    expect(of(LEFT_READER, 'bert-mini')).toBe('gptbert-mini');
    expect(of(MASKED, undefined, [])).toBeUndefined();
  });
});

it('Chinese is told to be no language of models whose cards do not name it', () => {
  expect(scriptNote('今天', labModels.slice(0, 3))).toBe(
    'Chinese was not among the languages of gptbert-mini, gpt2-mini.',
  );
  expect(scriptNote('today', labModels)).toBe('');
});

it('a table in Markdown keeps its columns whatever its texts hold', () => {
  const table = markdownTable({
    header: ['a|b', 'c'],
    rows: [
      ['<x>\n| y', 0.1],
      [null, Number.NaN],
    ],
  });
  for (const line of table.split('\n')) expect(line.match(/(?<!\\)\|/g)).toHaveLength(3);
});
