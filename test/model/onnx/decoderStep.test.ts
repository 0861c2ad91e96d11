import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepFn, StepOutput } from '../../../src/decoding/model/languageModel.js';
import { createBufferedDecoderStep, computeCrossAttentionCache } from '../../../src/engine/onnx/bufferedDecoderStep.js';
import { loadBufferedSessions, type BufferedSessions } from '../../../src/engine/onnx/bufferedSessions.js';
import { createDecoderStep } from '../../../src/engine/onnx/decoderStep.js';
import { rewriteBufferedStep } from '../../../src/engine/onnx/rewrite/bufferedStep.js';
import { exposeHiddenState } from '../../../src/engine/onnx/rewrite/exposeHiddenState.js';
import { rewriteCrossAttentionCache } from '../../../src/engine/onnx/rewrite/crossAttentionCache.js';
import { createSession, editedGraph, loadOnnxRuntime, type Session } from '../../../src/engine/onnx/session.js';
import { logSumExp } from '../../../src/maths/softmax.js';
import { topK } from '../../../src/maths/topK.js';

const models = path.resolve(import.meta.dirname, '../../golden/models');
const lease = { yield: async () => {} };
const VOCABULARY = 1000;
const SOURCE_TOKENS = 6;
const WIDTH = 32;

const kinds = [
  { model: 'tiny-gpt2', file: 'model', encoder: false },
  { model: 'tiny-gpt2-amateur', file: 'decoder_model_merged', encoder: false },
  { model: 'tiny-t5', file: 'decoder_model_merged', encoder: true },
];

async function encoderStates() {
  const { Tensor } = await loadOnnxRuntime();
  const values = Float32Array.from({ length: SOURCE_TOKENS * WIDTH }, (_, at) => Math.sin(at * at));
  return new Tensor('float32', values, [1, SOURCE_TOKENS, WIDTH]);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, at) => Math.max(worst, Math.abs(value - b[at]!)), 0);
}

describe.each(kinds)('the buffered step of $model', ({ model, file, encoder }) => {
  const onnx = path.join(models, model, 'onnx', `${file}.onnx`);
  let sessions: BufferedSessions | null;
  let whole: Session;
  let buffered: StepFn;
  let plain: StepFn;

  beforeAll(async () => {
    sessions = await loadBufferedSessions(onnx, encoder ? onnx : null, 1);
    whole = await createSession(await editedGraph(onnx, exposeHiddenState), 1);
    const hiddenStates = await encoderStates();
    const keys = sessions?.source ? await computeCrossAttentionCache(sessions.source, hiddenStates, lease) : null;
    buffered = createBufferedDecoderStep(sessions!.step, lease, keys, true);
    const source = encoder ? { hiddenStates, length: SOURCE_TOKENS } : null;
    plain = createDecoderStep({ first: whole, later: whole }, lease, source);
  });

  afterAll(() => Promise.all([sessions?.step.release(), sessions?.source?.release(), whole.release()]));

  /** Runs both along a prompt and then steps of rows taken from the ones before. */
  async function compare(prompt: number[], orders: number[][]): Promise<void> {
    let [a, b] = await both(null, [prompt]);
    for (const [at, order] of orders.entries()) {
      const rows = order.map((row) => row % a.past.rows);
      const tokens = rows.map((row, index) => [(7 * at + 31 * index + row + 3) % VOCABULARY]);
      [a, b] = await both([a.past.select(rows), b.past.select(rows)], tokens);
    }
  }

  async function both(pasts: [StepOutput['past'], StepOutput['past']] | null, tokens: number[][]) {
    const one = await buffered({ past: pasts?.[0] ?? null, tokens });
    const other = await plain({ past: pasts?.[1] ?? null, tokens });
    expect(largestDifference(one.logits, other.logits)).toBeLessThan(1e-4);
    expect(largestDifference(one.hidden!, other.hidden!)).toBeLessThan(1e-4);
    expect(one.past.length).toBe(other.past.length);
    return [one, other] as [StepOutput, StepOutput];
  }

  it('gives what the plain graph gives, however rows are taken over', async () => {
    const orders = fc.array(fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }), { maxLength: 12 });
    const prompts = fc.array(fc.nat(VOCABULARY - 1), { minLength: 1, maxLength: encoder ? 1 : 9 });
    await fc.assert(fc.asyncProperty(prompts, orders, compare), { numRuns: 25 });
  });

  it('goes on when its buffers grow', async () => {
    await compare(
      [5],
      Array.from({ length: 90 }, (_, at) => (at < 80 ? [0, 1] : [1, 0, 1])),
    );
  });

  it.each([1, 9])('gives the best %i logits of every row, alone when they are enough', async (best) => {
    const steps = async (few: object): Promise<StepOutput> => {
      const first = await buffered({ past: null, tokens: [[5]], ...few });
      return buffered({ past: first.past.select([0, 0, 0]), tokens: [[11], [12], [13]], ...few });
    };
    const all = await steps({});
    const some = await steps({ best, bestOnly: true });
    expect(some.logits).toHaveLength(0);
    const both = await steps({ best });
    expect(both.logits).toEqual(all.logits);
    expect(both.best).toEqual(some.best);
    const width = all.logits.length / 3;
    for (let row = 0; row < 3; row++) {
      const logits = all.logits.subarray(row * width, (row + 1) * width);
      const ids = topK(logits, best);
      expect(some.best!.ids.subarray(row * best, (row + 1) * best)).toEqual(ids);
      expect(some.best!.logits.subarray(row * best, (row + 1) * best)).toEqual(
        Float32Array.from(ids, (id) => logits[id]!),
      );
      expect(some.best!.totals[row]).toBeCloseTo(logSumExp(logits), 5);
    }
  });

  it('gives all logits when too many are asked for to rank them in the graph', async () => {
    const { logits, best } = await buffered({ past: null, tokens: [[5]], best: VOCABULARY });
    expect(best).toBeUndefined();
    expect(logits.length).toBeGreaterThanOrEqual(VOCABULARY);
  });

  it('refuses a past that was used', async () => {
    const { past } = await buffered({ past: null, tokens: [[1]] });
    await buffered({ past, tokens: [[2]] });
    await expect(buffered({ past, tokens: [[3]] })).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('graphs for the buffered step', () => {
  it.each([
    ['tiny-gpt2-int8', 'model_quantized', false],
    ['tiny-gpt2-amateur-int8', 'decoder_model_merged_quantized', false],
    ['tiny-t5-int8', 'decoder_model_merged_quantized', true],
  ])('are made from %s', async (model, file, encoder) => {
    const onnx = path.join(models, model, 'onnx', `${file}.onnx`);
    const sessions = await loadBufferedSessions(onnx, encoder ? onnx : null, 1);
    expect(sessions).not.toBeNull();
    await Promise.all([sessions?.step.release(), sessions?.source?.release()]);
  });

  it('are not made from a model of another kind, nor from bytes without a graph', async () => {
    const bert = path.join(models, 'tiny-bert', 'onnx', 'model.onnx');
    expect(rewriteBufferedStep(readFileSync(bert), bert)).toBeNull();
    expect(rewriteCrossAttentionCache(readFileSync(bert), bert)).toBeNull();
    expect(rewriteBufferedStep(new Uint8Array(), 'empty.onnx')).toBeNull();
    expect(await loadBufferedSessions(bert, null, 1)).toBeNull();
  });

  it.each([2, 20])('are not made from the first of %i parts of a file', async (parts) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'broken-'));
    const file = path.join(folder, 'model.onnx');
    const bytes = readFileSync(path.join(models, 'tiny-gpt2', 'onnx', 'model.onnx'));
    writeFileSync(file, bytes.subarray(0, bytes.length / parts));
    const broken = { code: 'model-broken', message: expect.stringContaining(file) as string };
    await expect(loadBufferedSessions(file, null, 1)).rejects.toMatchObject(broken);
    await expect(editedGraph(file, exposeHiddenState)).rejects.toMatchObject(broken);
    rmSync(folder, { recursive: true });
  });

  it('leave the weights where they are', () => {
    const onnx = path.join(models, 'tiny-gpt2', 'onnx', 'model.onnx');
    const bytes = readFileSync(onnx);
    expect(rewriteBufferedStep(bytes, onnx)!.length).toBeLessThan(bytes.length / 2);
  });
});
