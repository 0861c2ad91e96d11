/* Examples that a model is shown first: what it reads, and that the figures are those of `score` on just that. */
import { afterAll, describe, expect, it } from 'vitest';
import { softmax } from '../../../src/maths/softmax.js';
import type { ScoreValue } from '../../../src/protocol/engine/index.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const LABELS = ['good', 'bad'];
const EXAMPLES = [
  { text: ' The film was great.\n', label: 'good' },
  { text: 'I slept.', label: ' bad ' },
];
const TEXT = 'The cat sat.';
const TEMPLATE = 'It is {label}, they say.';
const asked = { text: TEXT, labels: LABELS, template: TEMPLATE, examples: EXAMPLES };
const SHOWN = 'The film was great.\nIt is good, they say.\n\nI slept.\nIt is bad, they say.\n\n';

/** The mean log-probability of the tokens of a stretch. */
function meanOver({ tokens }: ScoreValue, start: number, end: number): number {
  const own = tokens.filter((token) => token.start !== null && token.start < end && token.end! > start);
  expect(own.length).toBeGreaterThan(0);
  return own.reduce((sum, { logProbability }) => sum + logProbability!, 0) / own.length;
}

const byLabel = (labels: { label: string; probability: number }[]) =>
  LABELS.map((name) => labels.find(({ label }) => label === name)!.probability);

describe('labels by examples', () => {
  it('are those of score behind the prompt that is told, with a decoder', async () => {
    const { labels, prompt, method } = await engine.call('zeroShot', { model: tiny.gpt2, ...asked });
    expect(method).toBe('likelihood');
    expect(prompt).toBe(`${SHOWN}${TEXT}\nIt is `);
    const figures: number[] = [];
    for (const label of LABELS) {
      const text = `${prompt}${label}, they say.`;
      const value = await engine.call('score', { model: tiny.gpt2, text });
      figures.push(meanOver(value, prompt!.length, prompt!.length + label.length));
    }
    const expected = softmax(Float32Array.from(figures));
    byLabel(labels).forEach((probability, at) => expect(probability).toBeCloseTo(expected[at]!, 6));
  });

  it('are those of score of the filled template given the prompt, with an encoder-decoder', async () => {
    const { labels, prompt } = await engine.call('zeroShot', { model: tiny.t5, ...asked });
    expect(prompt).toBe(SHOWN + TEXT);
    const figures: number[] = [];
    for (const label of LABELS) {
      const target = `It is ${label}, they say.`;
      const value = await engine.call('score', { model: tiny.t5, text: prompt!, target });
      figures.push(meanOver(value, 'It is '.length, 'It is '.length + label.length));
    }
    const expected = softmax(Float32Array.from(figures));
    byLabel(labels).forEach((probability, at) => expect(probability).toBeCloseTo(expected[at]!, 6));
  });

  it('move the figures, and none of them leaves all as it was', async () => {
    const without = await engine.call('zeroShot', { model: tiny.gpt2, ...asked, examples: [] });
    const withThem = await engine.call('zeroShot', { model: tiny.gpt2, ...asked });
    expect(without.prompt).toBe(`${TEXT}\nIt is `);
    expect(byLabel(withThem.labels)).not.toEqual(byLabel(without.labels));
    const { text, labels, template } = asked;
    expect(await engine.call('zeroShot', { model: tiny.gpt2, text, labels, template })).toEqual(without);
  });

  it.each<[string, object]>([
    ['examples', { model: tiny.bert }],
    ['examples.1.label', { examples: [EXAMPLES[0], { text: 'a', label: 'Good' }] }],
    ['examples.0.label', { examples: [{ text: 'a', label: ' ' }] }],
    ['examples.0.text', { examples: [{ label: 'good' }] }],
  ])('%s that cannot be are refused: %j', async (name, params) => {
    const wrong = engine.call('zeroShot', { model: tiny.gpt2, ...asked, ...params });
    await expect(wrong).rejects.toMatchObject({ code: 'bad-request', details: { kind: 'parameter', name } });
  });

  it('that are too long for the model are refused with the length', async () => {
    const examples = Array.from({ length: 60 }, () => EXAMPLES[0]!);
    const long = engine.call('zeroShot', { model: tiny.gpt2, ...asked, examples });
    await expect(long).rejects.toMatchObject({ code: 'too-long', message: expect.stringMatching(/\d/) as string });
  });
});

describe('examples of what is to be written', () => {
  const greedy = { decoding: { strategy: 'greedy' as const }, maxNewTokens: 12 };
  const PROMPT = 'The film was great. => good\nI slept. => bad\nThe cat sat. =>';

  it('stand before the text, a line each', async () => {
    for (const model of [tiny.gpt2, tiny.t5]) {
      const shown = await engine.call('generate', { model, text: TEXT, examples: EXAMPLES, ...greedy });
      const written = await engine.call('generate', { model, text: PROMPT, stop: ['\n'], ...greedy });
      expect(shown.prompt).toEqual(written.prompt);
      expect(shown.sequences).toEqual(written.sequences);
    }
  });

  it('have texts of one line', async () => {
    const examples = [{ text: 'One \n\n two', label: 'a\r\nb' }];
    const { prompt } = await engine.call('generate', { model: tiny.gpt2, text: ' x\n', examples, ...greedy });
    const read = await engine.call('tokens', { model: tiny.gpt2, text: 'One two => a b\nx =>' });
    expect(prompt.map(({ id }) => id)).toEqual(read.tokens.map(({ id }) => id));
  });

  it('need a text', async () => {
    for (const params of [{ promptIds: [1, 2] }, { text: 'a', promptIds: [1] }]) {
      const wrong = engine.call('generate', { model: tiny.gpt2, ...params, examples: EXAMPLES, ...greedy });
      await expect(wrong).rejects.toMatchObject({ code: 'bad-request', details: { name: 'examples' } });
    }
  });
});
