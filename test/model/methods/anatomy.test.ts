/* How models are built: their parts, norms and sizes, beside what Hugging Face counts and PyTorch multiplies. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { AnatomyValue, WeightPart } from '../../../src/protocol/engine/index.js';
import { PUBLISHED } from '../../../webview-ui/laboratory/experiments/anatomy/published.js';
import { allOperations, operationsOf } from '../../../webview-ui/laboratory/experiments/anatomy/operations.js';
import { textbookMatrices } from '../../../webview-ui/laboratory/experiments/anatomy/textbook.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

interface Counted {
  total: number;
  parts: Partial<Record<WeightPart, number>>;
  tokens: number;
  written: number;
  multiplyAdds: number;
}

const engine = localEngine();
afterAll(() => engine.dispose());
const read = (file: string) => JSON.parse(readFileSync(golden(file), 'utf8')) as Record<string, unknown>;
const { families, published } = read('parameters.json') as Record<string, Record<string, { total: number }>>;
const { models } = read('laboratory/anatomy.json') as { models: Record<string, Counted> };
const family = (name: string) => engine.call('anatomy', { model: golden(`families/models/${name}`) });
const of = ({ parameters }: AnatomyValue, part: WeightPart) => parameters.filter((one) => one.part === part);
const sum = (values: readonly (number | null)[]) => values.reduce<number>((all, value) => all + (value ?? 0), 0);

/** Norms before the parts, by the papers and transformers' code; all others have them behind the sums. */
const PRE_NORM = /flan-t5|mt5|mini-t5|gpt|llama|qwen|opt|modernbert/;

describe('every family', () => {
  it.each(Object.keys(families!))('%s: parts are all told, and add up; norms, sizes and matrices', async (name) => {
    const value = await family(name);
    const { parameters, total, sides } = value;
    expect(sum(parameters.map(({ counted }) => counted))).toBe(total.counted);
    expect(sum(parameters.map(({ formula }) => formula))).toBe(total.formula);
    expect(of(value, 'other')).toEqual([]);
    for (const { norms, feedForwardMatrices } of sides) {
      expect(norms).toBe(PRE_NORM.test(name) ? 'before' : 'behind');
      expect(feedForwardMatrices).toBe(/flan|mt5|llama|qwen|modernbert/.test(name) ? 3 : 2);
    }
    for (const one of parameters) {
      const book = textbookMatrices(value, one);
      if (!book) continue;
      // What is beyond the matrices are their biases.
      const width = sum(sides.map(({ innerWidth }) => innerWidth)) + 8 * value.hiddenSize!;
      expect(one.formula! - book.count).toBeGreaterThanOrEqual(0);
      expect(one.formula! - book.count).toBeLessThanOrEqual(width * sum(sides.map(({ layers }) => layers)));
    }
  });
});

describe('beside PyTorch', () => {
  it.each(Object.entries(models))('%s: modules and multiply-adds', async (name, { parts, ...counted }) => {
    const value = await family(name);
    for (const [part, count] of Object.entries(parts)) {
      expect(sum(of(value, part as WeightPart).map(({ formula }) => formula)), part).toBe(count);
    }
    expect(allOperations(operationsOf(value, counted.tokens, counted.written))).toBe(counted.multiplyAdds);
  });
});

describe('published sizes', () => {
  const names: Record<string, string> = {
    ...{ 'BERT-base': 'bert-base-uncased', 'BERT-large': 'bert-large-uncased', 'GPT-2': 'gpt2', 'GPT-2 XL': 'gpt2-xl' },
    ...{ 'T5-small': 't5-small', 'T5-base': 't5-base' },
  };
  it.each(PUBLISHED)('$name has what Hugging Face counts', async ({ name, config }) => {
    const value = await engine.call('anatomy', { config });
    expect(value.total).toEqual({ counted: null, formula: published![names[name]!]!.total });
    expect(value).toMatchObject({ model: null, bytes: null, memory: null });
  });

  it('of BERT-base: 85.05 million in its layers, of which two thirds are feed-forward', async () => {
    const value = await engine.call('anatomy', { config: PUBLISHED[0]!.config });
    const count = (part: WeightPart) => sum(of(value, part).map(({ formula }) => formula));
    expect(count('attention') + count('feedForward') + 12 * 4 * 768).toBe(85_054_464);
    expect(textbookMatrices(value, of(value, 'attention')[0]!)).toEqual({
      count: 28_311_552,
      formula: '4·L·d² = 4·12·768²',
    });
  });
});

describe('embedded models', () => {
  it.each(['bert-mini', 'gptbert-mini', 'gpt2-mini', 't5-mini'])('%s: files and configuration agree', async (model) => {
    const { total, parameters, tiedEmbeddings } = await engine.call('anatomy', { model });
    expect(total.counted).toBe(total.formula);
    for (const { counted, formula } of parameters) expect(counted).toBe(formula);
    expect(tiedEmbeddings).toBe(true);
  });

  it('one whose files do not name their parts has these by its configuration', async () => {
    const { parameters, total } = await engine.call('anatomy', { model: 'e5-mini' });
    expect(parameters.every(({ counted }) => counted === null)).toBe(true);
    expect(sum(parameters.map(({ formula }) => formula))).toBe(total.formula);
  });
});

describe('what is refused', () => {
  it('is a model and a configuration at once, and a configuration that no family reads', async () => {
    const config = PUBLISHED[0]!.config;
    await expect(engine.call('anatomy', { model: 'bert-mini', config })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(engine.call('anatomy', { config: { model_type: 'no-such' } })).rejects.toMatchObject({
      code: 'wrong-architecture',
    });
    await expect(engine.call('anatomy', { config: { hidden_size: 3 } })).rejects.toMatchObject({
      code: 'model-broken',
    });
  });
});
