import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepFn } from '../../../src/decoding/model/languageModel.js';
import { createDecoderStep } from '../../../src/engine/onnx/decoderStep.js';
import { createSession, type Session } from '../../../src/engine/onnx/session.js';
import { modelOf, SIZES } from './attentionForms.js';

/** A causal model whose graph reads no past, as an export for one pass is. */
describe('a graph without a past', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rereading-'));
  let session: Session;
  let step: StepFn;

  beforeAll(async () => {
    const file = path.join(folder, 'model.onnx');
    writeFileSync(file, modelOf({ form: 'written out', causal: true })[0]);
    session = await createSession(file, 1);
    step = createDecoderStep({ first: session, later: session }, { yield: async () => {} });
  });

  afterAll(async () => {
    await session.release();
    rmSync(folder, { recursive: true });
  });

  const atOnce = async (tokens: number[][]) => (await step({ past: null, tokens })).logits;

  it('gives each row the logits that all its tokens give at once', async () => {
    const prompt = [3, 5, 2];
    const first = await step({ past: null, tokens: [prompt] });
    const second = await step({ past: first.past.select([0, 0, 0]), tokens: [[7], [9], [1]] });
    expect(second.logits).toEqual(
      await atOnce([
        [...prompt, 7],
        [...prompt, 9],
        [...prompt, 1],
      ]),
    );
    const third = await step({ past: second.past.select([2, 0]), tokens: [[4], [4]] });
    expect(third.past).toMatchObject({ rows: 2, length: 5 });
    expect(third.logits).toEqual(
      await atOnce([
        [...prompt, 1, 4],
        [...prompt, 7, 4],
      ]),
    );
    expect(third.logits).not.toEqual(await atOnce([[4], [4]]));
  });

  it('reads a long prompt whole', async () => {
    const words = (tokens: number) => Array.from({ length: tokens }, (_, at) => (at * at) % SIZES.words);
    const { past } = await step({ past: null, tokens: [words(299)] });
    const { logits } = await step({ past, tokens: [words(300).slice(-1)] });
    expect(logits).toEqual(await atOnce([words(300)]));
    expect(logits).not.toEqual(await atOnce([words(300).slice(-44)]));
  });
});
