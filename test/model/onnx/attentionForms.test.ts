import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadAttentionSession, type AttentionSession } from '../../../src/engine/onnx/attentionSession.js';
import { createSession, editedGraph } from '../../../src/engine/onnx/session.js';
import { externalizeWeights } from '../../../src/engine/onnx/protobuf/externalizeWeights.js';
import { golden } from '../../golden/compare.js';
import { FORMS, modelOf, SIZES, type Making } from './attentionForms.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lease = { yield: async () => {} };
const rows = [[3, 14, 15, 9, 2, 6]];
let made = 0;

async function open(making: Making, layers: number | null = 1): Promise<AttentionSession> {
  const file = path.join(folder, `model${made++}.onnx`);
  const [model, data] = modelOf(making);
  writeFileSync(file, model);
  if (making.location !== undefined) writeFileSync(path.join(folder, making.location), data);
  const kind = making.causal ? 'decoder' : 'encoder';
  return loadAttentionSession({ file, kind, layers, predicts: true, maps: true }, null, 1);
}

/** The map, the scores where there are some, and the last logits with all heads and without the second. */
async function looked(making: Making) {
  const inspection = await open(making);
  const kind = making.causal ? 'decoder' : 'encoder';
  const all = [{ kind, layers: [0], heads: [0, 1] }] as const;
  const scored = inspection.sizes.get(kind)?.hasScores === true;
  const places = [4];
  const whole = await inspection.run(
    { rows },
    { weights: all, scores: scored ? all : [], positions: places, logits: true, states: true },
    lease,
  );
  const without = await inspection.run(
    { rows: [...rows, ...rows], ablatedHeads: [{ kind, layer: 0, head: 1 }, null] },
    { positions: places, logits: true },
    lease,
  );
  await inspection.session.release();
  return {
    weights: whole.weights.get(kind)!,
    scores: whole.scores.get(kind) ?? null,
    states: whole.states!,
    logits: whole.logits!,
    without: without.logits!,
  };
}

function near(got: Float32Array, wanted: Float32Array, tolerance: number): void {
  expect(got).toHaveLength(wanted.length);
  expect(Math.max(...got.map((one, at) => Math.abs(one - wanted[at]!)))).toBeLessThan(tolerance);
}

/** These operators are causal by nature, or know no other way. */
const impossible = (form: string, causal: boolean) => form.includes('GroupQuery') && !causal;
const cases = FORMS.flatMap((form) =>
  [false, true].filter((causal) => !impossible(form, causal)).map((causal) => ({ form, causal })),
);

describe('a layer’s attention', () => {
  it.each(cases)('is the same as $form, causal: $causal', async (making) => {
    const exact = await looked({ form: 'written out', causal: making.causal });
    const found = await looked(making);
    near(found.weights, exact.weights, 1e-5);
    near(found.logits, exact.logits, 1e-4);
    near(found.states, exact.states, 1e-4);
    // A head taken out in one row leaves the other row as it was.
    near(found.without, exact.without, 1e-4);
    near(found.without.subarray(SIZES.words), exact.logits, 1e-4);
    if (found.scores) near(found.scores, exact.scores!, 1e-4);
  });

  it('taken out of a head changes what is predicted', async () => {
    const { logits, without } = await looked({ form: 'written out', causal: false });
    expect(Math.max(...logits.map((one, at) => Math.abs(one - without[at]!)))).toBeGreaterThan(0.1);
  });

  it.each([false, true])('is given in single precision by a graph in half, causal: %s', async (causal) => {
    const exact = await looked({ form: 'written out', causal });
    const found = await looked({ form: 'written out', causal, half: true });
    near(found.weights, exact.weights, 0.02);
    near(found.without, exact.without, 0.2);
  });

  it('is read from a graph whose weights lie in another file', async () => {
    const exact = await looked({ form: 'written out', causal: false });
    const found = await looked({ form: 'written out', causal: false, location: 'weights.data' });
    expect(found).toEqual(exact);
  });
});

it('attention is read also where logits of some positions only cannot be had', async () => {
  const whole = await open({ form: 'written out', causal: false });
  const resized = await open({ form: 'written out', causal: false, resized: true });
  expect([whole.hasLogits, resized.hasLogits]).toEqual([true, false]);
  const wanted = { weights: [{ kind: 'encoder', layers: [0], heads: [0, 1] }] } as const;
  expect(await resized.run({ rows }, wanted, lease)).toEqual(await whole.run({ rows }, wanted, lease));
  await Promise.all([whole.session.release(), resized.session.release()]);
});

describe('a graph that does not match', () => {
  const refused = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  it('is told with what was looked for and what was found', async () => {
    const error = await refused(open({ form: 'written out', causal: false }, 3));
    expect(error).toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(
        /looked for a Softmax between .* in each of 3 layers, found 1 among .* 1 Softmax/,
      ) as string,
    });
  });

  it('is told when it is no graph, or ends early', async () => {
    const file = path.join(folder, 'short.onnx');
    const whole = readFileSync(golden('models/tiny-bert/onnx/model.onnx'));
    for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.from('<html></html>'), Buffer.alloc(0)]) {
      writeFileSync(file, bytes);
      const load = loadAttentionSession({ file, kind: 'encoder', layers: 2, predicts: true, maps: true }, null, 1);
      expect(await refused(load)).toMatchObject({
        code: 'model-broken',
        message: expect.stringContaining(file) as string,
      });
    }
  });
});

describe('a skeleton', () => {
  it.each(['tiny-bert/onnx/model.onnx', 'tiny-gpt2-amateur/onnx/decoder_model_merged.onnx'])(
    'stands for the whole file: %s',
    async (name) => {
      const file = golden(`models/${name}`);
      const bytes = externalizeWeights(file);
      expect(bytes.length).toBeLessThan(0.6 * readFileSync(file).length);
      const session = await createSession(await editedGraph(file, (read) => read), 1);
      expect(session.outputNames).toContain('logits');
      await session.release();
    },
  );
});
