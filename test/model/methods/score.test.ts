import { afterAll, describe, expect, it } from 'vitest';
import type { Params, Progress, ScoreValue } from '../../../src/protocol/engine/index.js';
import { logSumExp } from '../../../src/maths/softmax.js';
import { difference, goldenCases } from '../../golden/compare.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const score = (params: Params<'score'>): Promise<ScoreValue> => engine.call('score', params);
const refused = (params: Params<'score'>) => score(params).catch((error: unknown) => error);

describe('Hugging Face’s answers', () => {
  const files = ['score', 'score-within-word', 'score-windows'];

  it.each(files.flatMap((file) => goldenCases('score', file)))('$name', async (one) => {
    expect(await difference('score', one, () => score(one.params as Params<'score'>))).toBeNull();
  });
});

/** What `distribution` says of a token behind these ids: another way through other graphs. */
async function after(model: string, promptIds: number[], id: number): Promise<number> {
  const { ids, logits } = await engine.call('distribution', { model, promptIds, topK: 1 });
  return logits[ids.indexOf(id)]! - logSumExp(logits);
}

/** What `fillMask` says of the last word of a window around the gap. */
async function inGap(before: string[], word: string, behind: string[]): Promise<number> {
  const text = [...before, '[MASK]', ...behind].join(' ');
  const { masks } = await engine.call('fillMask', { model: tiny.bert, text, candidates: [word] });
  return Math.log(masks[0]!.candidates[0]!.probability);
}

describe('a text that is longer than the model', () => {
  // tiny-gpt2 and tiny-bert have 128 positions.
  const words = Array.from({ length: 300 }, (_, at) => ['the', 'city', 'of', 'a', 'king'][(at * at) % 5]!);
  const text = words.join(' ');

  it('is too long without a stride', async () => {
    for (const model of [tiny.gpt2, tiny.bert]) {
      expect(await refused({ model, text })).toMatchObject({ code: 'too-long' });
    }
  });

  it.each([
    [true, 64],
    [100, 100],
  ] as const)('is read in windows by GPT-2, stride %s: each token in the first that has it', async (stride, step) => {
    const { tokens, perplexity, logProbability } = await score({ model: tiny.gpt2, text, stride });
    const ids = tokens.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(256);
    expect(tokens.filter((token) => token.logProbability === null)).toEqual([tokens[0]]);
    for (const index of [1, 127, 128, 127 + step, 128 + step, ids.length - 1]) {
      const start = Math.max(0, Math.ceil((index - 127) / step)) * step;
      const expected = await after(tiny.gpt2, ids.slice(start, index), ids[index]!);
      expect(tokens[index]?.logProbability).toBeCloseTo(expected, 3);
    }
    const sum = tokens.reduce((total, token) => total + (token.logProbability ?? 0), 0);
    expect(logProbability).toBeCloseTo(sum, 6);
    expect(perplexity).toBeCloseTo(Math.exp(-sum / (ids.length - 1)), 6);
  });

  it('is read in windows by BERT: each token where most stands around it', async () => {
    const { tokens } = await score({ model: tiny.bert, text, stride: 63 });
    const own = tokens.filter(({ start }) => start !== null);
    // Each of its words is one token, so that a window of tokens is one of words.
    expect(own).toHaveLength(words.length);
    for (const [index, start] of [
      [0, 0],
      [70, 0],
      [100, 63],
      [299, 189],
    ] as const) {
      const window = words.slice(start, start + 126);
      const expected = await inGap(window.slice(0, index - start), words[index]!, window.slice(index - start + 1));
      expect(own[index]?.logProbability).toBeCloseTo(expected, 3);
    }
  });

  it.each([
    [{ model: tiny.gpt2, text, stride: 128 }, /stride must be from 1 to 127/],
    [{ model: tiny.bert, text, stride: 127 }, /stride must be from 1 to 126/],
    [{ model: tiny.gpt2, text, stride: 0 }, /stride must be/],
    [{ model: tiny.gpt2, text: 'a', withinWord: true }, /withinWord is for masked models/],
    [{ model: tiny.gpt2, text: 'a', target: 'b' }, /target is for encoder-decoders/],
    [{ model: tiny.t5, text: 'a' }, /target is missing/],
    [{ model: tiny.t5, text: 'a', target: 'b', stride: 2 }, /stride is for models that read one text/],
    [{ model: tiny.gpt2, text: '' }, /nothing that the model reads/],
    [{ model: tiny.bert, text: ' ' }, /nothing that the model reads/],
  ] as [Params<'score'>, RegExp][])('has parameters that fit: %j', async (params, pattern) => {
    expect(await refused(params)).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(pattern) as string,
    });
  });
});

describe('the embedded models', () => {
  it('score a text of one token as nothing', async () => {
    expect(await score({ text: 'a' })).toMatchObject({ model: 'gpt2-mini', logProbability: 0, perplexity: null });
  });

  it('score a target with its end of sequence', async () => {
    const value = await score({
      model: 't5-mini',
      text: 'translate English to German: The house is small.',
      target: '',
    });
    expect(value.tokens).toHaveLength(1);
    expect(value.tokens[0]).toMatchObject({ start: null, logProbability: value.logProbability });
  });

  it('find a plain sentence more probable than its words in disorder', async () => {
    const texts = ['The old man went down to the river.', 'River the to down went man old the.'];
    for (const model of ['gpt2-mini', 'bert-mini']) {
      const [plain, mixed] = await Promise.all(texts.map((text) => score({ model, text })));
      expect(plain!.perplexity).toBeLessThan(mixed!.perplexity! / 5);
    }
  });

  it('say how far they are, and stop when asked', async () => {
    const text = 'The old man went down to the river with his boat. '.repeat(20);
    const abort = new AbortController();
    const seen: Progress[] = [];
    const onProgress = (progress: Progress) => {
      seen.push(progress);
      if (progress.kind === 'measured') abort.abort();
    };
    const call = engine.call('score', { model: 'bert-mini', text }, { onProgress }, abort.signal);
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen.at(-1)).toMatchObject({ kind: 'measured', count: 240 });
  });
});
