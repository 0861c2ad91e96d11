/* Where a graph has its layers' states, and its head by itself, whatever its form. */
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { entropyOfLogits, softmax } from '../../../src/maths/softmax.js';
import { topK } from '../../../src/maths/topK.js';
import { loadLayerSession } from '../../../src/engine/onnx/layers/layerSession.js';
import { loadLensSession } from '../../../src/engine/onnx/layers/lensSession.js';
import { createSession, runSession } from '../../../src/engine/onnx/session.js';
import { floatsOf, int64Filled, int64Rows } from '../../../src/engine/onnx/tensors.js';
import { golden } from '../../golden/compare.js';
import { localEngine, workFolder } from '../engineOf.js';
import { layeredModel, WORDS, type LayerForm } from './layerForms.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const { work, copy } = workFolder('layers');
const lease = { yield: async () => {} };
const ids = [3, 14, 15, 9, 2, 6];
const positions = ids.map((_, at) => at);
let made = 0;

function furthest(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(got).toHaveLength(wanted.length);
  return Math.max(...Array.from(wanted, (value, at) => Math.abs(value - got[at]!)));
}

/** The states of a form, what the lens makes of each, and the model's own logits. */
async function look(form: LayerForm) {
  const file = path.join(work, `form${made++}.onnx`);
  writeFileSync(file, layeredModel(form));
  const source = { file, kind: 'encoder', layers: form.layers, predicts: true } as const;
  const states = await loadLayerSession(source, null, 1);
  const lens = await loadLensSession(source, states.width, 1);
  const plain = await createSession(file, 1);
  const all = Array.from({ length: form.layers + 1 }, (_, layer) => layer);
  const found = await states.run(
    { rows: [ids] },
    [...all, ...all.map((layer) => states.lensIndex(layer))],
    positions,
    lease,
  );
  const feeds = { input_ids: await int64Rows([ids]), attention_mask: await int64Filled(1, 1, ids.length) };
  const read = plain.inputNames.map((name) => [name, feeds[name as keyof typeof feeds]] as const);
  const outputs = await runSession(plain, Object.fromEntries(read), ['logits'], lease);
  const seen = [];
  for (const layer of all) seen.push(await lens.run(found.get(states.lensIndex(layer))!, 3, lease));
  await Promise.all([states.session, lens.session, plain].map((session) => session.release()));
  return { states: all.map((layer) => found.get(layer)!), seen, logits: floatsOf(outputs, 'logits') };
}

const arrangements = [
  { norms: 'behind' },
  { norms: 'before' },
  { norms: 'before', parallel: true },
  { norms: 'before', scaled: true },
  { norms: 'behind', biased: true },
  { norms: 'before', biased: true },
] as const;
const forms = arrangements.flatMap((one) => [1, 3].map((layers) => ({ ...one, layers })));

describe('states', () => {
  it.each(forms)('are where sums and norms are one node: %j', async (form) => {
    const apart = await look({ ...form, fused: false });
    const fused = await look({ ...form, fused: true });
    expect(furthest(fused.logits, apart.logits)).toBeLessThan(1e-4);
    for (const [layer, state] of apart.states.entries())
      expect(furthest(fused.states[layer]!, state)).toBeLessThan(1e-4);
    for (const [layer, { entropies, logProbabilities, ids }] of apart.seen.entries()) {
      expect(fused.seen[layer]!.ids).toEqual(ids);
      expect(furthest(fused.seen[layer]!.entropies, entropies)).toBeLessThan(1e-4);
      expect(furthest(fused.seen[layer]!.logProbabilities, logProbabilities)).toBeLessThan(1e-4);
    }
  });

  it.each(forms.flatMap((form) => [true, false].map((fused) => ({ ...form, fused }))))(
    'of the last layer are what the logits are made of: %j',
    async (form) => {
      const { seen, logits, states } = await look(form);
      const { entropies, ids, logProbabilities } = seen.at(-1)!;
      for (const at of positions) {
        const row = logits.subarray(at * WORDS, (at + 1) * WORDS);
        const best = Array.from(topK(row, 3));
        expect(ids.slice(3 * at, 3 * at + 3)).toEqual(best);
        expect(entropies[at]).toBeCloseTo(entropyOfLogits(row), 4);
        const wanted = best.map((id) => softmax(row)[id]!);
        expect(furthest(logProbabilities.slice(3 * at, 3 * at + 3).map(Math.exp), wanted)).toBeLessThan(1e-5);
      }
      // A layer changes what it reads.
      for (const [layer, state] of states.slice(1).entries())
        expect(furthest(state, states[layer]!)).toBeGreaterThan(0.1);
    },
  );

  it.each([true, false])('are given in single precision by a graph in half, fused: %s', async (fused) => {
    const form = { layers: 2, norms: 'before', fused } as const;
    const [whole, half] = [await look(form), await look({ ...form, half: true })];
    for (const [layer, state] of whole.states.entries()) expect(furthest(half.states[layer]!, state)).toBeLessThan(0.1);
    for (const [layer, { entropies }] of whole.seen.entries()) {
      expect(furthest(half.seen[layer]!.entropies, entropies)).toBeLessThan(0.1);
    }
  });
});

describe('a graph that onnxruntime has optimised and saved', () => {
  const names = ['tiny-bert', 'tiny-gpt2', 'tiny-gpt2-amateur', 'tiny-t5'].flatMap((name) => [name, `${name}-int8`]);

  it.each(names.flatMap((name) => (['basic', 'extended'] as const).map((level) => ({ name, level }))))(
    'has the states of the one before: $name, $level',
    async ({ name, level }) => {
      const model = golden(`models/${name}`);
      const optimised = copy(model);
      const folder = path.join(optimised, 'onnx');
      for (const file of readdirSync(folder)) {
        const to = path.join(folder, `optimised ${file}`);
        const options = { graphOptimizationLevel: level, optimizedModelFilePath: to, logSeverityLevel: 3 } as const;
        await (await ort.InferenceSession.create(path.join(folder, file), options)).release();
        renameSync(to, path.join(folder, file));
      }
      const given = { text: 'The cat sat on the mat.', ...(name.includes('t5') && { target: 'Das Haus ist klein.' }) };
      const hidden = (of: string) => engine.call('hidden', { model: of, ...given });
      expect(furthest((await hidden(optimised)).values, (await hidden(model)).values)).toBeLessThan(1e-4);
      const lens = async (of: string) => (await engine.call('logitLens', { model: of, ...given })).layers;
      const [got, wanted] = [await lens(optimised), await lens(model)];
      const figures = (layers: typeof got) => layers.flatMap((one) => one.positions.map(({ entropy }) => entropy));
      expect(furthest(figures(got), figures(wanted))).toBeLessThan(1e-3);
    },
  );
});

describe('a graph that does not match', () => {
  it('is told with what was looked for', async () => {
    const file = path.join(work, 'mismatch.onnx');
    writeFileSync(file, layeredModel({ layers: 1, norms: 'before', fused: false }));
    const source = { file, kind: 'encoder', layers: 2, predicts: true } as const;
    await expect(loadLayerSession(source, null, 1)).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(/mismatch\.onnx: looked for .* in each of 2 layers, found 1/) as string,
    });
  });

  it('has no lens without logits', async () => {
    const file = golden('models/tiny-bert-base/onnx/model.onnx');
    const source = { file, kind: 'encoder', layers: 2, predicts: false } as const;
    await expect(loadLensSession(source, 32, 1)).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringMatching(/looked for the output logits, found last_hidden_state/) as string,
    });
  });
});
