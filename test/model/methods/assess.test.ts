/* What a configuration alone tells of a model that is not here yet, whatever is in it. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STORED_PRECISIONS } from '../../../src/protocol/engine/index.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

type Json = Record<string, unknown>;

const models = golden('families/models');
const engine = localEngine();
afterAll(() => engine.dispose());
const configOf = (name: string) => JSON.parse(readFileSync(path.join(models, name, 'config.json'), 'utf8')) as Json;
const assess = (config: Json, more: object = {}) =>
  engine.call('assess', { config, form: 'safetensors', bytes: 1e6, precision: 'fp32', ...more });

describe('of each family', () => {
  it.each(readdirSync(models))('%s is what it will be when it is here', async (name) => {
    const model = path.join(models, name);
    const here = await engine.call('inspect', { model });
    const { tasks, memory, ...rest } = await assess(configOf(name), {
      bytes: here.bytes,
      precision: here.stored.precision,
    });
    const { maxLength } = await engine.call('tokens', { model, text: 'a' });
    expect(rest).toMatchObject({ architecture: here.architecture, type: here.type, refusal: null });
    expect(rest.parameters).toBe(here.parameters.formula!.total);
    expect(tasks).toEqual(here.tasks);
    // The tokenizer may allow less, and is not here.
    expect(rest.maxLength ?? Infinity).toBeGreaterThanOrEqual(maxLength ?? 1e9);
    expect(Math.abs(memory / here.memory - 1)).toBeLessThan(0.01);
  });
});

describe('of a published model', () => {
  const { published } = JSON.parse(readFileSync(golden('parameters.json'), 'utf8')) as {
    published: Record<string, { config: Json }>;
  };

  it('its memory is told before it is downloaded', async () => {
    const bert = await assess(published['bert-base-uncased for masks']!.config, { bytes: 440_449_768 });
    expect(bert).toMatchObject({ parameters: 109_514_298, maxLength: 512, refusal: null });
    expect(bert.memory).toBeGreaterThan(0.9 * 537e6);
    expect(bert.memory).toBeLessThan(1.25 * 537e6);
    const half = await assess(published['gpt2']!.config, { bytes: 248_900_000, precision: 'fp16' });
    expect(half.memory / 611e6).toBeGreaterThan(0.9);
    expect(half.tasks).toContain('generate');
  });
});

describe('what is not read from its weights is refused by name', () => {
  it.each([
    [{ model_type: 'deberta-v2', architectures: ['DebertaV2ForMaskedLM'] }, /"deberta-v2".*Known types: bert, roberta/],
    [{ model_type: 'bert', architectures: ['BertForMultipleChoice'] }, /"BertForMultipleChoice".*ForMaskedLM/],
    [{ ...configOf('mini-bert'), hidden_act: 'mish' }, /hidden_act is "mish"/],
    [{ ...configOf('mini-bert'), num_attention_heads: 5 }, /it must divide hidden_size/],
    [{ architectures: ['BertModel'] }, /model_type is missing/],
    [{}, /model_type is missing/],
  ])('%j', async (config, message) => {
    const { refusal } = await assess(config);
    expect(refusal?.code).toMatch(/^(?:wrong-architecture|model-broken)$/);
    expect(refusal?.message).toMatch(message);
    expect(refusal?.details).toMatchObject({ kind: 'file', file: 'config.json' });
  });

  it('and may run as an export', async () => {
    const config = { model_type: 'deberta-v2', architectures: ['DebertaV2ForMaskedLM'], max_position_embeddings: 512 };
    expect(await assess(config, { form: 'onnx', precision: 'int8' })).toMatchObject({
      ...{ architecture: 'encoder', maxLength: 512, parameters: null, refusal: null },
      tasks: expect.arrayContaining(['fillMask']) as string[],
    });
    expect((await assess({}, { form: 'onnx' })).refusal?.code).toBe('model-broken');
  });
});

describe('no configuration makes it fail', () => {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      '',
      'x'.repeat(10_000),
      0,
      -1,
      0.5,
      1000,
      1e9,
      1e15,
      Number.MAX_VALUE,
      NaN,
      Infinity,
    ),
    fc.constantFrom<unknown>([], {}, [[]], [null], { a: { b: 1 } }, '__proto__', [['global', 'local'], 1e9]),
    fc.integer(),
    fc.string(),
    fc.jsonValue(),
  );
  const config = fc
    .constantFrom(...readdirSync(models).map(configOf))
    .chain((own) =>
      fc
        .tuple(
          fc.dictionary(
            fc.constantFrom(...Object.keys(own), 'hidden_size', 'num_layers', 'rope_scaling', 'head_dim'),
            odd,
          ),
          fc.subarray(Object.keys(own), { maxLength: 3 }),
        )
        .map(([changed, gone]) =>
          Object.fromEntries(Object.entries({ ...own, ...changed }).filter(([name]) => !gone.includes(name))),
        ),
    );

  it('nested without end, or with a thousand layers', async () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect((await assess({ ...configOf('mini-bert'), hidden_act: deep })).refusal?.code).toBe('model-broken');
    const start = performance.now();
    for (const name of ['mini-bert', 'mini-gpt2', 'mini-bart']) {
      const most = {
        num_hidden_layers: 1000,
        n_layer: 1000,
        num_layers: 1000,
        encoder_layers: 1000,
        decoder_layers: 1000,
      };
      const { parameters, refusal } = await assess({ ...configOf(name), ...most, vocab_size: 1_000_000 });
      expect(refusal ?? parameters).not.toBeNull();
    }
    expect(performance.now() - start).toBeLessThan(60_000);
  }, 120_000);

  it('in 500 changed ones', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(
        config,
        fc.constantFrom('safetensors' as const, 'onnx' as const),
        fc.constantFrom(...STORED_PRECISIONS),
        fc.double({ min: 0, max: 1e13, noNaN: true }),
        async (config, form, precision, bytes) => {
          const value = await engine.call('assess', { config, form, precision, bytes });
          expect(Number.isFinite(value.memory) && value.memory >= 0).toBe(true);
          expect(value.parameters === null || value.parameters > 0).toBe(true);
          if (value.refusal !== null) {
            refused++;
            expect(['model-broken', 'wrong-architecture']).toContain(value.refusal.code);
            expect(value.refusal.message.length).toBeLessThan(2000);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(50);
  }, 120_000);
});
