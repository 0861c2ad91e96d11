import { afterAll, describe, expect, it } from 'vitest';
import type { AttentionMap, MethodName, Params, Progress } from '../../../src/protocol/engine/index.js';
import { logSumExp } from '../../../src/maths/softmax.js';
import { golden } from '../../golden/compare.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const text = 'The cat sat on the mat.';
const T5 = { text: 'I am Tom.', target: 'Ich bin Tom.' };
const refused = <M extends MethodName>(method: M, params: Params<M>) =>
  engine.call(method, params).then(
    () => null,
    (error: unknown) => error,
  );
const message = (pattern: RegExp) => expect.stringMatching(pattern) as string;

/** The exact head of a map. */
function headOf({ values, heads, queries, keys }: AttentionMap, layer: number, head: number): Float32Array {
  const start = (layer * heads + head) * queries * keys;
  return values.subarray(start, start + queries * keys);
}

describe('the summary', () => {
  it.each([
    ['BERT', { model: tiny.bert, text }],
    ['GPT-2', { model: tiny.gpt2, text }],
    ['T5', { model: tiny.t5, ...T5 }],
  ])('of %s is of its maps', async (_, params) => {
    const { maps } = await engine.call('attention', params);
    const summary = await engine.call('attentionSummary', params);
    expect(summary.maps.map(({ kind }) => kind)).toEqual(maps.map(({ kind }) => kind));
    for (const [index, one] of summary.maps.entries()) {
      const map = maps[index]!;
      expect(one.heads.map(({ layer, head }) => [layer, head])).toEqual(
        map.layerIndices.flatMap((layer) => map.headIndices.map((head) => [layer, head])),
      );
      for (const { layer, head, entropy, share } of one.heads) {
        const weights = headOf(map, layer, head);
        const bits = weights.reduce((sum, weight) => sum - (weight > 0 ? weight * Math.log2(weight) : 0), 0);
        expect(entropy).toBeCloseTo(bits / map.queries, 4);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-6);
        // Maps this small are their own thumbnails.
        const size = map.queries * map.keys;
        const at = (layer * map.heads + head) * size;
        expect(Array.from(one.thumbnails.subarray(at, at + size))).toEqual(Array.from(weights));
      }
      expect(one.rollout).toHaveLength(map.queries * map.keys);
      for (let row = 0; row < map.queries; row++) {
        const sum = one.rollout
          .subarray(row * map.keys, (row + 1) * map.keys)
          .reduce((total, share) => total + share, 0);
        expect(sum).toBeCloseTo(1, 4);
      }
    }
  });

  it('of a long text has small pictures, and goes through its layers in parts', async () => {
    const long = 'The old man went down to the river with his boat. '.repeat(40);
    const { maps, source } = await engine.call('attentionSummary', { text: long.slice(0, 1900) });
    expect(source.length).toBeGreaterThan(380);
    expect(maps[0]).toMatchObject({ thumbnailRows: 32, thumbnailColumns: 32 });
    expect(maps[0]?.thumbnails).toHaveLength(48 * 32 * 32);
    expect(maps[0]?.heads).toHaveLength(48);
  });
});

describe('occlusion', () => {
  it('of BERT compares with a mask in the hidden word’s place', async () => {
    const value = await engine.call('occlusion', { text, at: 3 });
    expect(value).toMatchObject({ watched: 'source', hidden: 'source', at: 3 });
    expect(value.effects.map(({ index }) => index)).toEqual([1, 2, 4, 5, 6, 7]);
    // Its predictions are those of fillMask for the same gap, and so are those behind the divergence.
    const whole = await engine.call('fillMask', { text: 'the cat [MASK] on the mat.', topK: 1000 });
    expect(value.predictions.map(({ id }) => id)).toEqual(whole.masks[0]?.candidates.slice(0, 5).map(({ id }) => id));
    const hidden = await engine.call('fillMask', { text: 'the [MASK] [MASK] on the mat.', topK: 1000 });
    const byId = new Map(hidden.masks[1]!.candidates.map((candidate) => [candidate.id, candidate.probability]));
    let bits = 0;
    for (const { id, probability } of whole.masks[0]!.candidates) {
      const other = byId.get(id);
      if (other) bits += probability * Math.log2(probability / other);
    }
    // A thousand of its words hold most of the chances.
    expect(value.effects.find(({ index }) => index === 2)?.bits).toBeCloseTo(bits, 1);
  });

  it('of GPT-2 hides what stands before, and may ask for what comes next', async () => {
    const { source } = await engine
      .call('tokens', { model: 'gpt2-mini', text })
      .then(({ tokens }) => ({ source: tokens }));
    const value = await engine.call('occlusion', { model: 'gpt2-mini', text, at: source.length });
    expect(value.effects.map(({ index }) => index)).toEqual(source.map((_, index) => index));
    // The two run different graphs of an 8-bit model: near-ties may change places, the probabilities may not.
    const next = await engine.call('distribution', { model: 'gpt2-mini', text, topK: 5 });
    const total = logSumExp(next.logits);
    for (const { id, probability } of value.predictions) {
      const expected = Math.exp(next.logits[next.ids.indexOf(id)]! - total);
      expect(Math.abs(probability - expected)).toBeLessThan(0.01);
    }
    expect(value.predictions).toHaveLength(5);
    const within = await engine.call('occlusion', { model: 'gpt2-mini', text, at: 2 });
    expect(within.effects.map(({ index }) => index)).toEqual([0, 1]);
  });

  it.each(['the cat', 'hippopotamuses swim'])(
    'of GPT-2 compares with the beginning of a text where nothing else is before: %s',
    async (two) => {
      const model = 'gpt2-mini';
      const { tokens } = await engine.call('tokens', { model, text: two });
      const at = tokens.findIndex(({ text: piece }) => piece.startsWith(' '));
      const { effects } = await engine.call('occlusion', { model, text: two, at, words: true });
      expect(effects).toMatchObject([{ index: 0, end: at }]);
      const distribution = async (promptIds: number[]) => {
        const { ids, logits } = await engine.call('distribution', { model, promptIds });
        const total = logSumExp(logits);
        return new Map([...ids].map((id, rank) => [id, logits[rank]! - total]));
      };
      const whole = await distribution(tokens.slice(0, at).map(({ id }) => id));
      // The token between the texts of its training.
      const empty = await distribution([0]);
      let nats = 0;
      for (const [id, log] of whole) nats += Math.exp(log) * (log - empty.get(id)!);
      const bits = effects[0]!.bits;
      expect(bits).toBeGreaterThan(0.5);
      // Of one token its place is the first as well; the graphs are of 8 bits.
      if (at === 1) expect(Math.abs(bits - nats / Math.LN2)).toBeLessThan(0.1 * bits + 0.05);
    },
  );

  it('of T5 hides the source from the target', async () => {
    const value = await engine.call('occlusion', {
      model: 't5-mini',
      text: 'translate English to German: The house is small.',
      at: 2,
    });
    expect(value).toMatchObject({ watched: 'target', hidden: 'source' });
    const strongest = value.effects.reduce((best, one) => (one.bits > best.bits ? one : best));
    expect(value.source[strongest.index]?.text).toBe(' house');
    expect(value.effects.some(({ index }) => value.source[index]?.start === null)).toBe(false);
  });

  it.each([
    [{ text, at: 0 }, /at must be a token of the text, and \[CLS\] was added/],
    [{ text, at: 99 }, /at must be from 0 to 8/],
    [{ text, at: 0, model: 'gpt2-mini' }, /at must be from 1 to \d+ in this text: nothing predicts the first/],
    [{ ...T5, at: 9, model: 't5-mini' }, /at counts in the target and must be from 1 to \d+/],
  ] as [Params<'occlusion'>, RegExp][])('is refused: %j', async (params, pattern) => {
    expect(await refused('occlusion', params)).toMatchObject({ code: 'bad-request', message: message(pattern) });
  });

  const hippopotamus = 'The hippopotamus and the crocodile slept in the muddy water near Kinshasa.';

  it.each([
    [2, 'the', 2.84, 'and', 1.57, 'slept', 1.19],
    [13, 'water', 2.28, 'the', 1.41, 'in', 0.5],
  ] as const)('of words hides and watches all of their pieces: token %i', async (at, ...expected) => {
    const value = await engine.call('occlusion', { text: hippopotamus, at, words: true });
    const strongest = value.effects.toSorted((a, b) => b.bits - a.bits).slice(0, 3);
    const names = strongest.map(({ index }) => value.source[index]?.text);
    expect(names).toEqual([expected[0], expected[2], expected[4]]);
    // numpy on the logits of onnxruntime; 8-bit activations are rounded otherwise on other processors
    strongest.forEach(({ bits }, place) => expect(bits / Number(expected[2 * place + 1])).toBeCloseTo(1, 1.5));
    expect(value.effects.map(({ index, end }) => [index, end])).toContainEqual([18, 23]);
    expect(value.effects.some(({ index }) => index === at)).toBe(false);
  });

  it('of a word of one piece is that of its token', async () => {
    const token = await engine.call('occlusion', { text, at: 3 });
    const word = await engine.call('occlusion', { text, at: 3, words: true });
    expect(word.effects.map(({ index, bits }) => ({ index, bits }))).toEqual(token.effects);
    expect(word.pieces).toEqual([token.predictions]);
  });

  it('of a decoder’s word is the sum over its pieces, each read after those before it', async () => {
    const params = { model: tiny.gpt2, text: 'A hippopotamus' };
    const { tokens } = await engine.call('tokens', params);
    const at = tokens.findIndex(({ start }) => start === 1);
    const end = tokens.length;
    expect([at, end > 2]).toEqual([1, true]);
    const whole = await engine.call('occlusion', { ...params, at, words: true });
    const pieces = await Promise.all(
      tokens.slice(at, end).map((_, piece) => engine.call('occlusion', { ...params, at: at + piece })),
    );
    const sum = pieces.reduce((bits, { effects }) => bits + effects[0]!.bits, 0);
    expect(whole.effects).toHaveLength(1);
    expect(whole.effects[0]!.bits).toBeCloseTo(sum, 4);
    const silenced = await engine.call('headAblation', { ...params, at, words: true });
    const each = await Promise.all(
      tokens.slice(at, end).map((_, piece) => engine.call('headAblation', { ...params, at: at + piece })),
    );
    const first = each.reduce((bits, { effects }) => bits + effects[0]!.bits, 0);
    expect(silenced.effects[0]!.bits).toBeCloseTo(first, 4);
  });

  it('is refused to a model that predicts no words', async () => {
    const model = golden('models/tiny-bert-sst2');
    expect(await refused('occlusion', { model, text, at: 1 })).toMatchObject({ code: 'wrong-architecture' });
  });

  it('of a long text reports how far it is, never backwards and never all', async () => {
    const seen: { done: number; count: number }[] = [];
    const onProgress = (progress: Progress) => void (progress.kind === 'measured' && seen.push(progress));
    const { effects } = await engine.call('occlusion', { text: text.repeat(12), at: 3 }, { onProgress });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.map(({ count }) => count)).toEqual(seen.map(() => effects.length));
    const steps = [0, ...seen.map(({ done }) => done), effects.length];
    expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    const run = engine.call('occlusion', { text: text.repeat(12), at: 3 }, {}, controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('ablation', () => {
  it.each([
    ['BERT', { model: tiny.bert, text, at: 3 }, ['encoder']],
    ['BERT in 8 bit', { model: golden('models/tiny-bert-int8'), text, at: 3 }, ['encoder']],
    ['GPT-2', { model: tiny.gpt2, text, at: 3 }, ['decoder']],
    ['T5', { model: tiny.t5, ...T5, at: 2 }, ['encoder', 'decoder', 'cross']],
  ])('of %s tries each head', async (_, params, kinds) => {
    const { effects } = await engine.call('headAblation', params);
    const expected = kinds.flatMap((kind) =>
      [0, 1].flatMap((layer) => [0, 1, 2, 3].map((head) => ({ kind, layer, head }))),
    );
    expect(effects.map(({ kind, layer, head }) => ({ kind, layer, head }))).toEqual(expected);
    // Weights of these models are drawn by chance: every head does something.
    for (const { bits } of effects) expect(bits).toBeGreaterThan(0);
    const one = await engine.call('headAblation', { ...params, layerIndices: [1] });
    expect(one.effects.map(({ layer }) => layer)).toEqual(Array<number>(4 * kinds.length).fill(1));
  });

  it('refuses a layer that there is not', async () => {
    const error = await refused('headAblation', { text, at: 3, layerIndices: [6] });
    expect(error).toMatchObject({ code: 'bad-request', message: message(/layerIndices must be from 0 to 5/) });
  });
});

describe('scores', () => {
  it.each([
    ['bert-mini', { encoder: [false, true] }],
    ['gpt2-mini', { decoder: [false, true] }],
    ['t5-mini', { encoder: [true, false], decoder: [true, false], cross: [false, false] }],
    [tiny.t5, { encoder: [true, false], decoder: [true, false], cross: [false, false] }],
  ])('of %s are told as its graph makes them: a bias for the distance, a division by √d', async (model, expected) => {
    const params = { model, text: 'I am Tom.', scores: true, layerIndices: [1], headIndices: [0] };
    const { maps } = await engine.call('attention', params);
    expect(Object.fromEntries(maps.map(({ kind, isBiased, isScaled }) => [kind, [isBiased, isScaled]]))).toEqual(
      expected,
    );
  });
});

describe('a masked word', () => {
  it('is read as the mask itself is', async () => {
    const masked = await engine.call('attention', { text: 'The bank was high.', masked: [2] });
    const written = await engine.call('attention', { text: 'The [MASK] was high.' });
    expect(masked.maps[0]?.values).toEqual(written.maps[0]?.values);
    expect(masked.source[2]).toMatchObject({ text: '[MASK]', start: 4, end: 8 });
    const summary = await engine.call('attentionSummary', { text: 'The bank was high.', masked: [2] });
    const other = await engine.call('attentionSummary', { text: 'The [MASK] was high.' });
    expect(summary.maps[0]?.rollout).toEqual(other.maps[0]?.rollout);
  });

  it.each([
    [{ text, masked: [0] }, /masked must be tokens of the text; 0 is none/],
    [{ text, masked: [99] }, /masked must be tokens of the text; 99 is none/],
    [{ text, model: 'gpt2-mini', masked: [1] }, /masked is for encoders; gpt2-mini is decoder/],
  ])('is refused: %j', async (params, pattern) => {
    expect(await refused('attention', params)).toMatchObject({ code: 'bad-request', message: message(pattern) });
  });
});

describe('the right-hand context', () => {
  it('is half of what BERT knows', async () => {
    const value = await engine.call('rightContext', { text: 'The bank of the river was high.', at: 2 });
    expect(value.token.text).toBe('bank');
    expect(value.cosine).toBeLessThan(0.999);
    expect(value.bits).toBeGreaterThan(0.1);
    expect(value.withRight).not.toEqual(value.withoutRight);
    // Behind the last word there is a full stop and [SEP].
    const last = await engine.call('rightContext', { text: 'The bank', at: 2 });
    expect(last.cosine).toBeGreaterThan(value.cosine);
  });

  it.each(['gpt2-mini', tiny.gpt2, tiny.amateur])('is nothing to GPT-2: %s', async (model) => {
    const value = await engine.call('rightContext', { model, text: 'The bank of the river was high.', at: 2 });
    expect(value.cosine).toBeCloseTo(1, 5);
    expect(value.bits).toBeCloseTo(0, 5);
    expect(value.withRight.map(({ id }) => id)).toEqual(value.withoutRight.map(({ id }) => id));
  });

  it('changes the states of T5’s encoder, which predicts nothing', async () => {
    const value = await engine.call('rightContext', {
      model: 't5-mini',
      text: 'The bank of the river was high.',
      at: 2,
    });
    expect(value.cosine).toBeLessThan(0.999);
    expect(value).toMatchObject({ bits: null, withRight: [], withoutRight: [] });
  });

  it('is refused for a token that was added', async () => {
    expect(await refused('rightContext', { text, at: 0 })).toMatchObject({ code: 'bad-request' });
  });
});
