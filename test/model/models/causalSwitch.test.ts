/* The third value of gptbert-mini's attention mask: a token that is seen from its own position on only. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logSumExp } from '../../../src/maths/softmax.js';
import { attentionGraphSource } from '../../../src/engine/models/attentionGraphFile.js';
import { readModelFolder } from '../../../src/engine/models/modelFolder.js';
import { loadAttentionSession, type AttentionSession } from '../../../src/engine/onnx/attentionSession.js';
import { golden } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const MODEL = 'gptbert-mini';
const LEASE = { yield: () => Promise.resolve() };
const TEXT = 'She opened the door and walked into the house.';
const HEADS = [0, 1, 2, 3, 4, 5, 6, 7];
const LAYERS = [0, 1, 2, 3, 4, 5];

const engine = localEngine();
let session: AttentionSession;
let causal: number;
let ids: number[];
let vocabulary: number;

beforeAll(async () => {
  const folder = golden(`../../models/${MODEL}`);
  const model = await readModelFolder({ folder, id: MODEL, source: 'embedded' });
  causal = model.info.causalMaskValue!;
  vocabulary = model.info.vocabularySize!;
  session = await loadAttentionSession(attentionGraphSource(model, 'encoder', 'maps').what, null, 1);
  ids = (await engine.call('tokens', { model: MODEL, text: TEXT })).tokens.map(({ id }) => id);
});
afterAll(async () => {
  await session.session.release();
  await engine.dispose();
});

const every = (value: number) => ids.map(() => value);
const places = () => ids.map((_, at) => at);
/** Logits [positions, vocabulary] of a row, flat. */
async function logitsOf(row: readonly number[], mask: readonly number[]): Promise<Float32Array> {
  const { logits } = await session.run(
    { rows: [row], attentionMask: [mask] },
    { positions: places(), logits: true },
    LEASE,
  );
  return logits!;
}
/** Bits that a token costs where these are the logits. */
const bits = (logits: Float32Array, at: number, id: number) => {
  const all = logits.subarray(at * vocabulary, (at + 1) * vocabulary);
  return (logSumExp(all) - all[id]!) / Math.LN2;
};

describe('the causal switch', () => {
  it('is told by config.json, of this model and no other', async () => {
    const told = (await engine.call('models', {})).filter(({ causalMaskValue }) => causalMaskValue !== undefined);
    expect(told.map(({ id, causalMaskValue }) => [id, causalMaskValue])).toEqual([[MODEL, 2]]);
  });

  it.each([
    ['1 everywhere shows both sides', () => every(1), () => true],
    ['2 everywhere hides the future', () => every(causal), (query: number, key: number) => key <= query],
    [
      '1 and then 2 is a prefix',
      () => places().map((at) => (at < 4 ? 1 : causal)),
      (query: number, key: number) => key <= query || key < 4,
    ],
  ])('%s', async (_, mask, seen) => {
    const { weights } = await session.run(
      { rows: [ids], attentionMask: [mask()] },
      { weights: [{ kind: 'encoder', layers: LAYERS, heads: HEADS }] },
      LEASE,
    );
    const values = weights.get('encoder')!;
    const size = ids.length;
    expect(values).toHaveLength(LAYERS.length * HEADS.length * size * size);
    values.forEach((weight, index) => {
      const query = Math.floor(index / size) % size;
      expect(weight > 0).toBe(seen(query, index % size));
    });
  });

  it('keeps what comes later from what is said before', async () => {
    const whole = await logitsOf(ids, every(causal));
    const otherEnd = await logitsOf(ids.with(-3, ids[1]!), every(causal));
    const upTo = (ids.length - 3) * vocabulary;
    expect(otherEnd.subarray(0, upTo)).toEqual(whole.subarray(0, upTo));
    expect(otherEnd.subarray(upTo)).not.toEqual(whole.subarray(upTo));
  });

  it('costs bits: over a sentence, words are likelier when both sides are seen', async () => {
    const mask = (await engine.call('tokens', { model: MODEL, text: '[MASK]' })).tokens[1]!.id;
    const next = await logitsOf(ids, every(causal));
    const cost = { next: 0, left: 0, both: 0 };
    for (const at of places().slice(1, -1)) {
      const id = ids[at]!;
      cost.next += bits(next, at - 1, id);
      cost.left += bits(await logitsOf(ids.with(at, mask), every(causal)), at, id);
      cost.both += bits(await logitsOf(ids.with(at, mask), every(1)), at, id);
    }
    expect(cost.both).toBeLessThan(0.8 * cost.next);
    expect(cost.both).toBeLessThan(0.8 * cost.left);
  });
});
