/* The step that a family writes for buffers, against its graph that reads a whole text. */
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepFn, StepOutput } from '../../../src/decoding/model/languageModel.js';
import { checkpointModel } from '../../../src/engine/families/checkpointGraphs.js';
import { computeCrossAttentionCache, createBufferedDecoderStep } from '../../../src/engine/onnx/bufferedDecoderStep.js';
import { loadWrittenSessions, type BufferedSessions } from '../../../src/engine/onnx/bufferedSessions.js';
import { createDecoderStep } from '../../../src/engine/onnx/decoderStep.js';
import { runEncoder } from '../../../src/engine/onnx/encoder.js';
import { createSession, type Session } from '../../../src/engine/onnx/session.js';
import { readConfig } from '../../../src/engine/models/config.js';

const models = path.resolve(import.meta.dirname, '../../golden/families/models');
const lease = { yield: async () => {} };
const VOCABULARY = 100;
const kinds = [
  ...['mini-gpt2', 'mini-gpt-neo', 'mini-gpt-neox', 'mini-opt', 'mini-llama', 'mini-llama2', 'mini-qwen2'],
  ...['mini-t5', 'mini-flan-t5', 'mini-bart', 'mini-marian'],
];

describe.each(kinds)('the step of %s', (name) => {
  const sessions: Session[] = [];
  let buffered: StepFn;
  let whole: StepFn;

  beforeAll(async () => {
    const folder = path.join(models, name);
    const { model_type: type, architectures } = await readConfig(folder);
    const { graphs } = await checkpointModel(folder, type, architectures ?? []);
    const made: BufferedSessions = await loadWrittenSessions(graphs.step!, graphs.source ?? null, 1);
    const plain = await createSession((graphs.decoder ?? graphs.model)!, 1);
    sessions.push(made.step, plain);
    if (!made.source) {
      buffered = createBufferedDecoderStep(made.step, lease, null, false);
      whole = createDecoderStep({ first: plain, later: plain }, lease);
      return;
    }
    const encoder = await createSession(graphs.encoder!, 1);
    sessions.push(encoder, made.source);
    const ids = [5, 6, 7, 8, 9];
    const hiddenStates = await runEncoder(encoder, [ids], 'last_hidden_state', lease);
    const keys = await computeCrossAttentionCache(made.source, hiddenStates, lease);
    buffered = createBufferedDecoderStep(made.step, lease, keys, false);
    whole = createDecoderStep({ first: plain, later: plain }, lease, { hiddenStates, length: ids.length });
  });

  afterAll(() => Promise.all(sessions.map((session) => session.release())));

  async function both(pasts: [StepOutput['past'], StepOutput['past']] | null, tokens: number[][]) {
    const one = await buffered({ past: pasts?.[0] ?? null, tokens });
    const other = await whole({ past: pasts?.[1] ?? null, tokens });
    expect(one.logits.length).toBe(other.logits.length);
    const difference = one.logits.reduce((most, value, at) => Math.max(most, Math.abs(value - other.logits[at]!)), 0);
    expect(difference).toBeLessThan(1e-4);
    return [one, other] as const;
  }

  it('gives what the whole text gives, in parts and however rows are taken over', async () => {
    const token = fc.integer({ min: 10, max: VOCABULARY - 1 });
    const prompts = fc.array(token, { minLength: 1, maxLength: 9 });
    const steps = fc.array(
      fc.record({
        rows: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
        tokens: fc.array(token, { minLength: 1, maxLength: 3 }),
      }),
      { maxLength: 6 },
    );
    const run = async (prompt: number[], wanted: { rows: number[]; tokens: number[] }[]) => {
      let [one, other] = await both(null, [prompt]);
      for (const { rows, tokens } of wanted) {
        const order = rows.map((row) => row % one.past.rows);
        const fed = order.map((_, row) => tokens.map((id) => 10 + ((id + 17 * row) % (VOCABULARY - 10))));
        [one, other] = await both([one.past.select(order), other.past.select(order)], fed);
      }
    };
    await fc.assert(fc.asyncProperty(prompts, steps, run), { numRuns: 15 });
  });
});
