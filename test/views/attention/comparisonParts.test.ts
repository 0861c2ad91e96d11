import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headMatrix, queryRow } from '../../../src/attention/weightMatrix.js';
import { sumOf } from '../../../src/maths/topWeights.js';
import type { ModelInfo, Token } from '../../../src/protocol/engine/index.js';
import { splitWords } from '../../../src/text/wordSpans.js';
import { buildWordMap, coarseTokenNames } from '../../../webview-ui/attention/comparison/wordMap.js';
import { selectModels } from '../../../webview-ui/attention/comparison/selectModels.js';
import { clampLayerHead, layerHeadParams } from '../../../webview-ui/attention/comparison/modelResults.js';
import { softmaxSteps, softmaxRow } from '../../../webview-ui/attention/comparison/softmaxSteps.js';
import { lastTokenIn, windowAround } from '../../../webview-ui/kit/mask/maskSteps.js';
import { selectExcerpt } from '../../../webview-ui/attention/comparison/wordExcerpt.js';
import { tokenised, weights } from '../../unit/attention/arbitraries.js';
import { answer, models, text } from './comparisonPage.js';

const MAPS = [
  ['bert-mini', 'encoder'],
  ['gpt2-mini', 'decoder'],
  ['t5-mini', 'encoder'],
  ['t5-mini', 'decoder'],
  ['t5-mini', 'cross'],
] as const;

const target = (model: string) => (model === 't5-mini' ? { target: text } : {});

describe('a map over the words of a text', () => {
  const anything = tokenised
    .filter(({ tokens }) => tokens.some(({ start }) => start !== null))
    .chain(({ text: read, tokens }) =>
      fc.record({
        read: fc.constant(read),
        tokens: fc.constant(tokens),
        map: weights(tokens.length, tokens.length),
        causal: weights(tokens.length, tokens.length, true),
      }),
    );

  it('spends all of a word’s weight on words and on what is none, whatever the tokenizer', () => {
    fc.assert(
      fc.property(anything, ({ read, tokens, map }) => {
        const spans = splitWords(read);
        const { matrix, other, missing } = buildWordMap(map, tokens, tokens, read, spans, 'show');
        spans.forEach((_, row) => {
          const sum = sumOf(queryRow(matrix, row)) + (other?.[row] ?? NaN);
          expect(sum).toBeCloseTo(missing.rows.has(row) ? 0 : 1, 4);
        });
      }),
    );
  });

  it('has rows that sum to 1 when renormalised, or nothing', () => {
    fc.assert(
      fc.property(anything, ({ read, tokens, map }) => {
        const { matrix } = buildWordMap(map, tokens, tokens, read, splitWords(read), 'renormalise');
        for (let row = 0; row < matrix.queries; row++) {
          const sum = sumOf(queryRow(matrix, row));
          if (sum > 1e-6) expect(sum).toBeCloseTo(1, 4);
        }
      }),
    );
  });

  it('is zero above the diagonal where the tokens’ map is and no token spans words', () => {
    fc.assert(
      fc.property(anything, ({ read, tokens, causal }) => {
        const spans = splitWords(read);
        fc.pre(coarseTokenNames(tokens, read, spans).length === 0);
        const { matrix } = buildWordMap(causal, tokens, tokens, read, spans, 'hide');
        matrix.values.forEach((value, at) => {
          if (at % matrix.keys > Math.floor(at / matrix.keys)) expect(value).toBe(0);
        });
      }),
    );
  });

  it('has the same words for three real tokenizers', () => {
    const spans = splitWords(text);
    for (const model of ['bert-mini', 'gpt2-mini', 't5-mini']) {
      const value = answer('attention', { model, text, ...target(model), average: 'all' });
      for (const map of value?.maps ?? []) {
        const source = value?.source ?? [];
        const rows = map.kind === 'encoder' ? source : (value?.target ?? source);
        const columns = map.kind === 'decoder' ? rows : source;
        const { matrix, other, missing } = buildWordMap(
          headMatrix(map, null, null),
          rows,
          columns,
          text,
          spans,
          'show',
        );
        expect([matrix.queries, matrix.keys, missing.rows.size, missing.columns.size]).toEqual([
          spans.length,
          spans.length,
          0,
          0,
        ]);
        spans.forEach((_, row) => expect(sumOf(queryRow(matrix, row)) + (other?.[row] ?? NaN)).toBeCloseTo(1, 4));
      }
    }
  });

  it('tells which words share a token', () => {
    const spans = splitWords(text);
    const tokens = (model: string) =>
      answer('attention', { model, text, ...target(model), average: 'all' })?.source ?? [];
    expect(coarseTokenNames(tokens('bert-mini'), text, spans)).toEqual([]);
    expect(coarseTokenNames(tokens('gpt2-mini'), text, spans)).toEqual([]);
    expect(coarseTokenNames(tokens('t5-mini'), text, spans)).toEqual(['今天']);
  });

  it('shares a token out among its words by their lengths', () => {
    const tokens: Token[] = [
      { id: 1, text: 'a bcd', start: 0, end: 5 },
      { id: 2, text: 'e', start: 6, end: 7 },
    ];
    const map = { queries: 2, keys: 2, values: Float32Array.of(0.5, 0.5, 0.25, 0.75) };
    const { matrix } = buildWordMap(map, tokens, tokens, 'a bcd e', splitWords('a bcd e'), 'hide');
    expect([...matrix.values]).toEqual([0.125, 0.375, 0.5, 0.125, 0.375, 0.5, 0.0625, 0.1875, 0.75]);
  });
});

describe('scores, mask and softmax', () => {
  it.each(MAPS)('of %s, %s: softmax of the scores that may be read gives the model’s weights', (model, kind) => {
    const value = answer('attention', {
      model,
      text,
      ...target(model),
      layerIndices: [0],
      headIndices: [0],
      kinds: [kind],
      scores: true,
    });
    const [map] = value?.maps ?? [];
    if (!map) throw new Error('not recorded');
    const matrix = headMatrix(map, null, null);
    for (let row = 0; row < map.queries; row++) {
      const sum = softmaxRow(map, row);
      expect(queryRow(matrix, row)[sum?.strongest ?? -1]).toBeCloseTo(sum?.weight ?? NaN, 3);
      expect(sum?.allowed).toBe(kind === 'decoder' ? row + 1 : map.keys);
      // What the mask forbids has a score, and no weight.
      if (kind === 'decoder') {
        for (let key = row + 1; key < map.keys; key++) {
          expect(map.scores?.[row * map.keys + key]).toBeTypeOf('number');
          expect(queryRow(matrix, row)[key]).toBe(0);
        }
      }
    }
  });

  it('are drawn of a window around the word; colours leave out what is masked', () => {
    expect(windowAround(3, 40)).toEqual(Array.from({ length: 16 }, (_, at) => at));
    expect(windowAround(39, 40)[0]).toBe(24);
    expect(windowAround(2, 3)).toEqual([0, 1, 2]);
    const map = {
      kind: 'decoder' as const,
      layers: 1,
      heads: 1,
      queries: 2,
      keys: 2,
      values: Float32Array.of(1, 0, 0.5, 0.5),
      scores: Float32Array.of(1, 99, 2, 3),
      layerIndices: [0],
      headIndices: [0],
    };
    const steps = softmaxSteps(map, { row: 0, column: 0 });
    expect([steps?.low, steps?.high, steps?.isMasked(0, 1), steps?.isMasked(1, 0)]).toEqual([1, 3, true, false]);
    const plain = answer('attention', { model: 'bert-mini', text, average: 'all' })?.maps[0];
    expect(plain && softmaxSteps(plain, { row: 0, column: 0 })).toBeNull();
  });

  it('find the last token of a word', () => {
    const { source = [] } = answer('attention', { model: 'bert-mini', text, average: 'all' }) ?? {};
    const at = lastTokenIn(source, 4, 10);
    expect(source[at]?.end).toBe(10);
    expect(lastTokenIn(source, 900, 901)).toBe(-1);
  });
});

describe('the words that are read', () => {
  const long = `${'One two three four. '.repeat(10)}The cat sat here.${' Five six seven.'.repeat(10)}`;

  it('are all of a short text, without spaces around them', () => {
    expect(selectExcerpt('  a b. ', null)).toEqual({ start: 2, end: 6, words: 3, of: 3 });
    expect(selectExcerpt(' \n', 0)).toBeNull();
  });

  it('are the sentence of the cursor in a long one', () => {
    const stretch = selectExcerpt(long, long.indexOf('cat'));
    expect(long.slice(stretch?.start, stretch?.end)).toBe('The cat sat here.');
    expect(stretch?.of).toBeGreaterThan(70);
  });

  it('are the words around the cursor in a long sentence', () => {
    const sentence = `word${' word'.repeat(60)}.`;
    const stretch = selectExcerpt(sentence, 150);
    expect(stretch?.words).toBe(20);
    expect(stretch?.start).toBeLessThan(150);
    expect(stretch?.end).toBeGreaterThan(150);
  });

  it('are never more than can be read, and lie in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.nat({ max: 320 }), (any, at) => {
        const stretch = selectExcerpt(any, Math.min(at, any.length));
        if (!stretch) {
          expect(splitWords(any)).toEqual([]);
          return;
        }
        expect(stretch.words).toBeLessThanOrEqual(20);
        expect(any.slice(stretch.start, stretch.end).trim()).toBe(any.slice(stretch.start, stretch.end));
        expect(splitWords(any.slice(stretch.start, stretch.end)).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the three models', () => {
  const other: ModelInfo = { ...models[0]!, id: 'bert-base-uncased', source: 'installed', defaultFor: [] };

  it('are the embedded ones that methods take by default', () => {
    const ids = Object.values(selectModels([other, ...models], new Map(), '')).map((model) => model?.id);
    expect(ids).toEqual(['bert-mini', 'gpt2-mini', 't5-mini']);
  });

  it('are the panel’s, or the one chosen here', () => {
    expect(selectModels([other, ...models], new Map(), 'bert-base-uncased').encoder?.id).toBe('bert-base-uncased');
    const chosen = new Map([['encoder', 'bert-mini'] as const]);
    expect(selectModels([other, ...models], chosen, 'bert-base-uncased').encoder?.id).toBe('bert-mini');
  });

  it('may be missing', () => {
    expect(
      selectModels(
        models.filter(({ architecture }) => architecture !== 'decoder'),
        new Map(),
        '',
      ).decoder,
    ).toBeNull();
  });
});

it('a layer and head that a smaller model does not have is its last', () => {
  expect(clampLayerHead({ layer: 5, head: 7 }, 4, 8)).toEqual({ layer: 3, head: 7 });
  expect(clampLayerHead({ layer: null, head: 2 }, 4, 8)).toEqual({ layer: null, head: null });
  expect(layerHeadParams({ layer: null, head: null })).toEqual({ average: 'all' });
  expect(layerHeadParams({ layer: 2, head: null })).toEqual({ layerIndices: [2], average: 'heads' });
  expect(layerHeadParams({ layer: 2, head: 1 })).toEqual({ layerIndices: [2], headIndices: [1] });
});
