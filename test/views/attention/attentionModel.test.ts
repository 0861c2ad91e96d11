/* The attention panel's questions, what is compared, where the focus goes: without a page. */
import { describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { AttentionMap, MapKind, OcclusionValue, Token } from '../../../src/protocol/engine/index.js';
import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import {
  attentionParams,
  DEFAULT_VIEW,
  fitViewToModel,
  withPromptPrefix,
  promptPrefixesOf,
} from '../../../src/attention/viewState.js';
import { EngineProxy } from '../../../webview-ui/attention/model/engineProxy.js';
import {
  focusedCell,
  focusAt,
  focusOnCell,
  focusOnCursor,
  NO_FOCUS,
  focusOffset,
  wordIndexAt,
} from '../../../webview-ui/attention/model/focus.js';
import { rowName } from '../../../webview-ui/attention/model/mapNames.js';
import { displayedMapOf, prepareMap } from '../../../webview-ui/attention/model/prepareMap.js';
import { columnsInReach, subjectSpans, type DisplayedMap } from '../../../webview-ui/attention/model/displayModel.js';
import { alignWords } from '../../../webview-ui/attention/model/alignment.js';
import { agreementOf, fewWordsText, wordsToCompare } from '../../../webview-ui/attention/model/agreement.js';
import { occlusionEffects, type WordEffect } from '../../../webview-ui/attention/model/wordEffects.js';
import { predictedToken, watchedWord } from '../../../webview-ui/attention/model/watchedWord.js';
import { subjectOf } from './attentionFixture.js';
import { recorded } from './attentionHarness.js';

const { models } = recorded;
const subject = subjectOf('ab cd');
const view = (given: Partial<AttentionView> = {}): AttentionView => ({ ...DEFAULT_VIEW, model: 'bert-mini', ...given });

describe('a view', () => {
  it('fits its model', () => {
    expect(fitViewToModel(view({ kind: 'cross', prefix: 'x: ', target: 'y' }), models)).toMatchObject({
      kind: 'encoder',
      prefix: '',
      target: null,
    });
    expect(fitViewToModel(view({ model: 't5-mini', kind: 'decoder' }), models).kind).toBe('decoder');
    expect(fitViewToModel(view({ model: 'gone' }), models).model).toBe('bert-mini');
    expect(fitViewToModel(view({ layer: null, head: 3 }), models).head).toBeNull();
  });

  it('has no layer and head of another model', () => {
    expect(fitViewToModel(view({ layer: 5, head: 7 }), models, 'gpt2-mini')).toMatchObject({ layer: null, head: null });
    expect(fitViewToModel(view({ layer: 5, head: 7 }), models, 'bert-mini')).toMatchObject({ layer: 5, head: 7 });
  });

  it('has a task where the model knows one and neither user nor text chose', () => {
    const t5 = view({ model: 't5-mini' });
    expect(withPromptPrefix(t5, models, subject, false).prefix).toBe('translate English to German: ');
    expect(withPromptPrefix(t5, models, subject, true).prefix).toBe('');
    expect(withPromptPrefix(t5, models, subjectOf('summarize: A long story.'), false).prefix).toBe('');
    expect(withPromptPrefix(view(), models, subject, false).prefix).toBe('');
    expect(promptPrefixesOf({ prefixes: ['summarize: '] })).toEqual(['summarize: ']);
  });

  it('asks for exactly what is shown', () => {
    const base = { model: 'bert-mini', text: 'ab cd', kinds: ['encoder'] };
    expect(attentionParams(view(), subject)).toEqual({ ...base, average: 'all' });
    expect(attentionParams(view({ layer: 2 }), subject)).toEqual({ ...base, layerIndices: [2], average: 'heads' });
    expect(attentionParams(view({ layer: 2, head: 0 }), subject)).toEqual({
      ...base,
      layerIndices: [2],
      headIndices: [0],
    });
  });
});

const token = (text: string, start: number | null, end: number | null): Token => ({ id: 1, text, start, end });
const source = [
  token('[CLS]', null, null),
  token('a', 0, 1),
  token('##b', 1, 2),
  token('cd', 3, 5),
  token('[SEP]', null, null),
];
const weights = (rows: number[][]): AttentionMap => ({
  kind: 'encoder',
  layers: 1,
  heads: 1,
  queries: rows.length,
  keys: rows[0]!.length,
  values: Float32Array.from(rows.flat()),
  layerIndices: [0],
  headIndices: [0],
});
const even = [0.2, 0.2, 0.2, 0.2, 0.2];
const value = {
  model: 'bert-mini',
  source,
  maps: [weights([even, [0.5, 0.1, 0.1, 0.2, 0.1], [0.1, 0.1, 0.2, 0.6, 0], even, even])],
};

describe('what is shown', () => {
  const map = displayedMapOf(view({ layer: 0, head: 0 }), subject, value)!;

  it('has words for tokens, summed to and averaged from', () => {
    expect(map.rows.words.map(({ text }) => text)).toEqual(['ab', 'cd']);
    const [toItself, toOther] = map.matrix.values;
    expect(toItself).toBeCloseTo((0.2 + 0.3) / 2, 6);
    expect(toOther).toBeCloseTo((0.2 + 0.6) / 2, 6);
    expect(map.top).toBe(0.5);
  });

  it('knows where its words stand in the subject, behind a prefix too', () => {
    expect(subjectSpans(map, { row: 0, column: 1 })).toEqual({
      row: { start: 0, end: 2 },
      column: { start: 3, end: 5 },
    });
    const behind = { ...map, rows: { ...map.rows, subjectAt: 3 } };
    expect(subjectSpans(behind, { row: 0, column: -1 }).row).toBeNull();
    expect(subjectSpans(behind, { row: 1, column: -1 }).row).toEqual({ start: 0, end: 2 });
  });

  it('keeps its focus by token and by place in the text', () => {
    const focus = focusAt(map, 4);
    expect(focusedCell(map, focus)).toEqual({ row: 1, column: 0 });
    expect(focusOffset(map, focus)).toBe(3);
    const tokens = displayedMapOf(view({ layer: 0, head: 0, words: false, specials: 'show' }), subject, value)!;
    expect(focusedCell(tokens, focus)?.row).toBe(3);
    expect(focusedCell(tokens, focusOnCell(tokens, { row: 1, column: 4 }))).toEqual({ row: 1, column: 4 });
    // What is hidden then has no cell, and the row goes to what it reads most.
    expect(focusedCell(map, focusOnCell(tokens, { row: 1, column: 4 }))).toEqual({ row: 0, column: 1 });
    expect(focusedCell(map, NO_FOCUS)).toBeNull();
  });

  it('follows the cursor to a word, or to the end of one, and to nothing between lines', () => {
    expect(focusOnCursor(map, 2)?.row).toBe(1);
    expect(focusOnCursor(map, 3)?.row).toBe(3);
    expect(focusOnCursor(map, null)).toBeNull();
  });

  it('is at the word, and not at the stop behind it, where the cursor is between them', () => {
    const word = (text: string, start: number, from: number) => ({
      ...{ from, to: from + 1, start, end: start + text.length, text, place: null },
    });
    const words = [word('boats', 0, 0), word('.', 5, 1), word('(', 7, 2), word('old', 8, 3)];
    expect([0, 4, 5, 6, 7, 8, 11].map((at) => wordIndexAt(words, at))).toEqual([0, 0, 0, 1, 2, 3, 3]);
  });
});

describe('comparing', () => {
  const word = { from: 3, to: 5, start: 1, end: 2, text: 'x', place: 0 };

  it('watches the prediction that a row feeds', () => {
    const rows = (kind: MapKind) => ({ kind, rows: { words: [word, next], text: 'xy', subjectAt: 0 }, reads: null });
    const next = { ...word, from: 5, to: 6, text: 'y' };
    expect(predictedToken('encoder', rows('encoder'), word)).toBe(3);
    expect(predictedToken('encoder', rows('encoder'), { ...word, start: null })).toBeNull();
    expect(predictedToken('decoder', rows('decoder'), word)).toBe(5);
    expect(predictedToken('encoder-decoder', rows('encoder'), word)).toBeNull();
    expect(watchedWord(rows('encoder'), word)).toBe(word);
    expect(watchedWord(rows('decoder'), word)).toBe(next);
    expect(watchedWord(rows('decoder'), next)).toBeNull();
  });

  const occlusion: OcclusionValue = {
    model: 'bert-mini',
    source,
    at: 3,
    watched: 'source',
    hidden: 'source',
    predictions: [],
    effects: [
      { index: 1, bits: 0.25 },
      { index: 2, bits: 1.5 },
    ],
  };

  it('takes whole words where those were hidden', () => {
    const shownEffects = (words: boolean, value: OcclusionValue) =>
      occlusionEffects(value, 'ab cd', words).map(({ word: { text }, bits }) => [text, bits]);
    expect(shownEffects(true, { ...occlusion, effects: [{ index: 1, end: 3, bits: 1.5 }] })).toEqual([['ab', 1.5]]);
    expect(shownEffects(false, occlusion)).toEqual([
      ['a', 0.25],
      ['##b', 1.5],
    ]);
  });

  const axis = (count: number) => Array.from({ length: count }, (_, from) => ({ ...word, from, to: from + 1 }));
  const mapOf = (kind: 'encoder' | 'decoder' | 'cross', count = 5) =>
    ({ kind, rows: { words: axis(count) }, columns: { words: axis(count) } }) as unknown as DisplayedMap;
  const compared = (map: DisplayedMap, row: number, effects: WordEffect[] | null) =>
    wordsToCompare({ ...map, reach: columnsInReach(map.kind, map.rows.words, map.columns.words) }, row, effects);
  const effects = axis(5).map((each, bits) => ({ word: each, bits }));

  it('is of the words that all three know, the looking one left out where it is among them', () => {
    expect(compared(mapOf('encoder'), 4, effects.slice(1))).toEqual({ columns: [1, 2, 3], bits: [1, 2, 3] });
    expect(compared(mapOf('cross'), 4, effects.slice(1))).toEqual({ columns: [1, 2, 3, 4], bits: [1, 2, 3, 4] });
    expect(compared(mapOf('encoder'), 4, null)).toEqual({ columns: [0, 1, 2, 3], bits: null });
  });

  it('leaves out what the mask hides: its zeros would agree with each other', () => {
    expect(compared(mapOf('decoder'), 3, null).columns).toEqual([0, 1, 2]);
    expect(compared(mapOf('decoder'), 3, effects).columns).toEqual([0, 1, 2]);
    expect(compared(mapOf('decoder'), 0, effects).columns).toEqual([]);
  });

  it('is a rank correlation, and says when it is of few words', () => {
    expect(agreementOf([0.1, 0.2, 0.3, 0.4], [1, 2, 3, 4])).toBe(1);
    expect(agreementOf([0.4, 0.3, 0.2, 0.1], [1, 2, 3, 4])).toBe(-1);
    expect(agreementOf([0.1, 0.2], [1, 2])).toBeNull();
    expect([3, 4, 5].map((count) => fewWordsText(count) === null)).toEqual([false, false, true]);
  });

  it('names the row that writes the first word by the start, not by what a tokenizer calls its token', () => {
    const target = [token('<pad>', null, null), token('x', 0, 1), token(' y', 1, 3)];
    const cross = view({ model: 't5-mini', kind: 'cross', words: false, specials: 'show' });
    const raw = { queries: 3, keys: 5, values: Float32Array.from([...even, ...even, ...even]) };
    const map = prepareMap(cross, 'ab cd', { model: 't5-mini', source, target, targetText: 'x y' }, raw, 'weights');
    expect([0, 1].map((row) => rowName(map, row))).toEqual(['x (after the start)', 'y (after x)']);
    // BERT's [CLS] keeps its name.
    const encoder = prepareMap({ ...cross, kind: 'encoder' }, 'ab cd', { model: 'b', source }, raw, 'weights');
    expect(encoder.reads).toBeNull();
  });

  it('aligns a word with what was read one place before it', () => {
    const target = [token('<pad>', null, null), token('x', 0, 1), token('y', 1, 2)];
    const cross = {
      queries: 3,
      keys: 5,
      values: Float32Array.from([[0, 0.9, 0, 0.1, 0], [0, 0, 0, 1, 0], even].flat()),
    };
    const pairs = alignWords(cross, { source, target, targetText: 'xy' }, 'ab cd');
    // Both pieces are one word: the mean of the rows that wrote them.
    expect(pairs.map(({ word: { text }, read, weight }) => [text, read?.text, Math.round(weight * 100)])).toEqual([
      ['xy', 'cd', 55],
    ]);
  });
});

describe('asking', () => {
  const params = { model: 'bert-mini', text: 'ab cd' };
  const answer = { model: 'bert-mini', tokens: source, maxLength: 512 };
  function line() {
    const sent: ('ask' | 'cancel')[] = [];
    const pending: { resolve: (value: typeof answer) => void; reject: (error: unknown) => void }[] = [];
    const asks = new EngineProxy((_, { signal }) => {
      sent.push('ask');
      return new Promise((resolve, reject) => {
        pending.push({ resolve, reject });
        signal?.addEventListener('abort', () => {
          sent.push('cancel');
          reject(new GlassboxError('cancelled', 'The request was taken back.'));
        });
      });
    });
    const reply = (id: number) => pending[id]!.resolve(answer);
    return { sent, asks, reply, fail: (id: number, error: unknown) => pending[id]!.reject(error) };
  }

  it('resolves with the answer, and asks the same no second time', async () => {
    const { sent, asks, reply } = line();
    const first = asks.request('a', 'tokens', params);
    reply(0);
    expect(await first).toBe(answer);
    expect(await asks.request('a', 'tokens', params)).toBe(answer);
    expect(sent).toHaveLength(1);
  });

  it('takes an ask back when another takes its slot', async () => {
    const { sent, asks, reply } = line();
    const first = asks.request('a', 'tokens', params);
    const second = asks.request('a', 'tokens', { ...params, text: 'x' });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    reply(0);
    reply(1);
    expect(await second).toBe(answer);
    expect(sent).toEqual(['ask', 'ask', 'cancel']);
  });

  it('passes failures on, and forgets them', async () => {
    const { sent, asks, fail } = line();
    const first = asks.request('a', 'tokens', params);
    fail(0, new GlassboxError('too-long', 'Too long.'));
    await expect(first).rejects.toBeInstanceOf(GlassboxError);
    void asks.request('a', 'tokens', params).catch(vi.fn());
    expect(sent).toHaveLength(2);
    asks.cancel('a');
    expect(sent.at(-1)).toBe('cancel');
  });

  it('keeps the last few answers only', async () => {
    const { sent, asks, reply } = line();
    for (let id = 0; id < 40; id++) {
      const asked = asks.request('a', 'tokens', { ...params, text: `${id}` });
      reply(id);
      await asked;
    }
    await asks.request('a', 'tokens', { ...params, text: '39' });
    expect(sent).toHaveLength(40);
    void asks.request('a', 'tokens', { ...params, text: '0' });
    expect(sent).toHaveLength(41);
  });
});
