/* Labels of tiny models by head and by words, and texts without a cache, beside transformers’ (test/golden/laboratory/task.py). */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { cache, readsOf } from '../../../webview-ui/laboratory/experiments/task/cache.js';
import { rightOf } from '../../../webview-ui/laboratory/experiments/task/labelRun.js';
import { labels } from '../../../webview-ui/laboratory/experiments/task/labels.js';
import { questions } from '../../../webview-ui/laboratory/experiments/task/questions.js';
import type { LabelWay } from '../../../webview-ui/laboratory/experiments/task/labelWays.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

interface Golden {
  text: string;
  shots: number;
  told: Record<LabelWay, string[]>;
  cache: { text: string; ids: number[] };
}

const wanted = JSON.parse(readFileSync(golden('laboratory/task.json'), 'utf8')) as Golden;
const engine = localEngine(golden('families/models'));
afterAll(() => engine.dispose());
const models = {
  classifier: 'mini-bert-sst2',
  masked: 'mini-bert',
  textToText: 'mini-t5',
  causal: 'mini-gpt2',
  reader: 'mini-bert-squad',
};

it('every way tells the labels that transformers and scikit-learn tell', async () => {
  const asked = { text: wanted.text, options: { shots: String(wanted.shots), template: 'was' } };
  const { result, calls } = await measureLocally(engine, labels, asked, models);
  expect(Object.fromEntries(result.found.map(({ way, told }) => [way, told]))).toEqual(wanted.told);
  for (const one of result.found) {
    const right = result.lines.filter(({ label }, at) => wanted.told[one.way][at] === label).length;
    expect(rightOf(result, one)).toEqual({ right, of: result.lines.length });
    expect(one.milliseconds).toBeGreaterThan(0);
  }
  // Each model was put out of memory once, for the time that loading takes.
  const unloaded = calls.filter(({ method }) => method === 'unload').map(({ params }) => params);
  expect(unloaded).toEqual(['mini-bert-sst2', 'mini-bert', 'mini-t5', 'mini-gpt2'].map((model) => ({ model })));
});

it('examples that are longer than the model do not end the measurement', async () => {
  const long = (label: string) => `${label}: ${'the old man walked down to the river '.repeat(4)}`;
  const text = [long('one'), long('two'), 'one: the dog', 'two: the sea'].join('\n');
  const { result } = await measureLocally(engine, labels, { text, options: { shots: '1', template: 'was' } }, models);
  expect(result.found.map(({ way, isTooLong }) => [way, isTooLong])).toEqual([
    ['head', false],
    ['trained', false],
    ['textToText', false],
    ['causal', false],
    ['fewShot', true],
  ]);
});

it('a decoder without its cache writes what transformers writes with use_cache=False, and reads more', async () => {
  const { result, calls } = await measureLocally(engine, cache, { text: wanted.cache.text }, models);
  expect(result.points.map(({ isSame }) => isSame)).toEqual(result.points.map(() => true));
  const last = result.points.at(-1)!;
  expect({ kept: last.keptReads, anew: last.anewReads }).toEqual(readsOf(result.prompt, last.newTokens));
  const asked = calls.find(
    ({ params }) =>
      'useCache' in params && params.useCache === false && 'maxNewTokens' in params && params.maxNewTokens === 16,
  );
  const value = (await engine.call('generate', asked!.params as never)) as { sequences: { ids: number[] }[] };
  expect(value.sequences[0]?.ids).toEqual(wanted.cache.ids);
});

it('a question is answered by what marks and by what writes', async () => {
  const asked = { text: 'Tom lives in Berlin. He was born in Paris.', other: 'Where does Tom live?' };
  const { result } = await measureLocally(engine, questions, asked, models);
  const [span, prompt, source] = result.found;
  expect(span).toMatchObject({ way: 'span', model: 'mini-bert-squad' });
  expect(span!.answers.length).toBeGreaterThan(0);
  for (const { text, isInText } of span!.answers) {
    expect(isInText).toBe(true);
    expect(asked.text).toContain(text);
  }
  expect(prompt).toMatchObject({ way: 'prompt', model: 'mini-gpt2' });
  expect(source).toMatchObject({ way: 'textToText', model: 'mini-t5' });
});
