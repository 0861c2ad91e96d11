import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { loadBufferedSessions } from '../../../src/engine/onnx/bufferedSessions.js';
import { difference, golden, goldenCases, type GoldenCase } from '../../golden/compare.js';
import type { Compared } from '../../golden/methods.js';
import { localEngine, tiny } from '../engineOf.js';

/** Models whose graphs have a form of their own, and whose tokenizer is another's. */
const MODELS = { 'gated-t5': tiny.t5, 'gpt2-without-positions': tiny.gpt2 };
const TOKENIZER = ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'];

const folder = mkdtempSync(path.join(os.tmpdir(), 'forms-'));
const engine = localEngine();

beforeAll(() => {
  for (const [name, tokens] of Object.entries(MODELS)) {
    cpSync(golden(`models/${name}`), path.join(folder, name), { recursive: true });
    for (const file of TOKENIZER) cpSync(path.join(tokens, file), path.join(folder, name, file));
  }
});

afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true });
});

/** The case with its model where its tokenizer is, too. */
function cases<M extends Compared>(method: M): GoldenCase<M>[] {
  return goldenCases(method, `${method}-forms`).map((one) => ({
    ...one,
    params: { ...one.params, model: path.join(folder, path.basename(String(one.params['model']))) },
  }));
}

describe('the logits of every token agree with Hugging Face’s', () => {
  it.each(cases('distribution'))('$name', async (one) => {
    const run = () => engine.call('distribution', one.params);
    expect(await difference('distribution', one, run)).toBeNull();
  });
});

describe('what is written agrees, step by step', () => {
  it.each(cases('generate'))('$name', async (one) => {
    const run = () => engine.call('generate', one.params as Params<'generate'>);
    expect(await difference('generate', one, run)).toBeNull();
  });
});

describe('attention agrees', () => {
  it.each(cases('attention'))('$name', async (one) => {
    const run = () => engine.call('attention', one.params as Params<'attention'>);
    expect(await difference('attention', one, run)).toBeNull();
  });
});

describe('keys and values stay in buffers', () => {
  it.each([
    ['gated-t5', true],
    ['gpt2-without-positions', false],
  ])('of %s', async (name, encoder) => {
    const file = path.join(folder, name, 'onnx/decoder_model_merged.onnx');
    const sessions = await loadBufferedSessions(file, encoder ? file : null, 1);
    expect(sessions).not.toBeNull();
    await Promise.all([sessions?.step.release(), sessions?.source?.release()]);
  });
});
