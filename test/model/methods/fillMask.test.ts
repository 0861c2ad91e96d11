import { afterAll, describe, expect, it } from 'vitest';
import type { Params } from '../../../src/protocol/engine/index.js';
import { difference, golden, goldenCases } from '../../golden/compare.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const cases = goldenCases('fillMask');

describe('Hugging Face’s answers', () => {
  it.each(cases)('$name', async (one) => {
    const run = () => engine.call('fillMask', one.params as Params<'fillMask'>);
    expect(await difference('fillMask', one, run)).toBeNull();
  });
});

describe('the 8-bit twin', () => {
  const sound = cases.filter((one) => !('error' in one.expect) && String(one.params['model']).endsWith('tiny-bert'));

  it.each(sound)('gives probabilities that are some: $name', async ({ params }) => {
    const value = await engine.call('fillMask', {
      ...(params as Params<'fillMask'>),
      model: golden('models/tiny-bert-int8'),
    });
    for (const { candidates } of value.masks) {
      const sum = candidates.reduce((total, { probability }) => total + probability, 0);
      expect(candidates.every(({ probability }) => probability >= 0)).toBe(true);
      expect(sum).toBeLessThanOrEqual(1 + 1e-6);
    }
  });

  it('gives probabilities that sum to one over the vocabulary', async () => {
    const model = golden('models/tiny-bert-int8');
    const { masks } = await engine.call('fillMask', { model, text: 'a [MASK] day', topK: 1000 });
    const rest = masks[0]?.candidates.reduce((left, { probability }) => left - probability, 1) ?? 1;
    // 1,000 of its 1,500 tokens hold nearly everything, and never more than everything.
    expect(rest).toBeGreaterThan(-1e-6);
    expect(rest).toBeLessThan(0.2);
  });
});

describe('words of several pieces', () => {
  const text = 'She drank a cup of [MASK] in the morning.';

  it('are scored left to right with as many masks as pieces', async () => {
    const word = 'lemonade';
    const pieces = (await engine.call('tokens', { model: 'bert-mini', text: word })).tokens.filter(
      ({ start }) => start !== null,
    );
    expect(pieces.length).toBeGreaterThan(1);
    const { masks } = await engine.call('fillMask', { text, candidates: [word] });
    expect(masks[0]?.candidates[0]).toMatchObject({ id: null, text: word });

    // The first factor of the product is the first piece's probability with all its masks open.
    const open = text.replace('[MASK]', '[MASK]'.repeat(pieces.length));
    const first = await engine.call('fillMask', { text: open, topK: 1000 });
    const factor = first.masks[0]?.candidates.find(({ id }) => id === pieces[0]?.id)?.probability;
    const probability = masks[0]?.candidates[0]?.probability ?? Number.NaN;
    expect(probability).toBeGreaterThan(0);
    // Where it is not among the first thousand, it is below the last of them.
    expect(probability).toBeLessThanOrEqual(factor ?? first.masks[0]?.candidates.at(-1)?.probability ?? 0);
  });

  it('are looked up in the vocabulary first, as Hugging Face’s targets are: a continuation has the list’s probability', async () => {
    const gap = 'The tall[MASK] man in the house was happy.';
    const listed = (await engine.call('fillMask', { text: gap, topK: 20 })).masks[0]!.candidates;
    const piece = listed.find(({ text: word }) => word.startsWith('##'))!;
    expect(piece.probability).toBeGreaterThan(0.05);
    const { masks } = await engine.call('fillMask', { text: gap, candidates: [piece.text, 'big'] });
    expect(masks[0]?.candidates[0]).toEqual(piece);
  });

  it('have probability 0 when the vocabulary cannot spell them', async () => {
    const { masks } = await engine.call('fillMask', { text, candidates: ['😀', 'tea'] });
    expect(masks[0]?.candidates.map(({ text: word, probability }) => [word, probability > 0])).toEqual([
      ['tea', true],
      ['😀', false],
    ]);
  });

  it('stand in joint fillings as wholes', async () => {
    const two = 'The [MASK] drank a cup of [MASK].';
    const candidates = ['grandmother', 'tea', 'lemonade'];
    const { joint = [] } = await engine.call('fillMask', { text: two, candidates, topK: 9 });
    expect(joint.length).toBeGreaterThan(3);
    for (const { texts } of joint) expect(candidates).toEqual(expect.arrayContaining(texts));
    const logs = joint.map(({ logProbability }) => logProbability);
    expect(logs).toEqual(logs.toSorted((a, b) => b - a));
  });
});

it('knows English and Chinese', async () => {
  const best = async (text: string) => {
    const { masks } = await engine.call('fillMask', { text, topK: 10 });
    return masks[0]?.candidates.map((candidate) => candidate.text) ?? [];
  };
  expect(await best('She drank a cup of [MASK] in the morning.')).toContain('coffee');
  expect(await best('今[MASK]天气很好。')).toContain('天');
});
