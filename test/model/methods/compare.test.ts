import { afterAll, describe, expect, it } from 'vitest';
import { toErrorValue, type GenerationConfigInput, type Params } from '../../../src/protocol/engine/index.js';
import { difference, goldenCases } from '../../golden/compare.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

describe('Hugging Face’s answers', () => {
  it.each(goldenCases('compare'))('$name', async (one) => {
    expect(await difference('compare', one, () => engine.call('compare', one.params as Params<'compare'>))).toBeNull();
  });
});

const decodings: GenerationConfigInput[] = [
  { strategy: 'greedy' },
  { strategy: 'sample', seed: 1, temperature: 0.8, topK: 20 },
  { strategy: 'beam', numBeams: 4, numReturnSequences: 3 },
  { strategy: 'sample', seed: 2, typicalP: 0.8, numReturnSequences: 3 },
  { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 0.5 },
  { strategy: 'beam', numBeams: 3, doSample: true, seed: 3, topP: 0.9 },
  { strategy: 'sample', temperature: 0 },
];
const contrastive: GenerationConfigInput[] = [
  { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 5 },
  { strategy: 'contrastiveDecoding', amateur: tiny.amateur, alpha: 0.5 },
  { strategy: 'contrastiveDecoding', amateur: tiny.amateur, alpha: 1, doSample: true, seed: 1, numReturnSequences: 2 },
];

describe('decodings that run together', () => {
  it.each([
    { model: tiny.gpt2, text: 'They said that the city was', decodings: [...decodings, ...contrastive] },
    { model: tiny.gpt2, text: 'In 1990, he', decodings: [...decodings, ...contrastive] },
    { model: tiny.t5, text: 'Wir gehen nach Hause.', decodings },
  ])('each give what they give alone: $text', async ({ decodings, ...params }) => {
    const common = { ...params, maxNewTokens: 25, alternatives: 3 };
    const compared = await engine.call('compare', { ...common, decodings });
    expect(compared.runs).toHaveLength(decodings.length);
    for (const [index, decoding] of decodings.entries()) {
      const alone = await engine.call('generate', { ...common, decoding });
      const run = compared.runs[index]!;
      expect(run.decoding).toEqual(decoding);
      expect(run.warnings).toEqual(alone.warnings);
      expect(run.sequences.map(({ ids, text, finish }) => ({ ids, text, finish }))).toEqual(
        alone.sequences.map(({ ids, text, finish }) => ({ ids, text, finish })),
      );
      run.sequences.forEach(({ logProbability, score }, at) => {
        expect(logProbability).toBeCloseTo(alone.sequences[at]!.logProbability!, 3);
        expect(score).toBeCloseTo(alone.sequences[at]!.score!, 3);
      });
      expect(run.tree?.nodes.map(({ id, state }) => [id, state])).toEqual(
        alone.tree?.nodes.map(({ id, state }) => [id, state]),
      );
      expect(run.metrics.newTokens).toBe(alone.metrics.newTokens);
      expect(run.metrics.greedy).toBe(alone.metrics.greedy);
    }
  });

  it('report their tokens by run and sequence', async () => {
    const streamed = new Map<string, number[]>();
    const { runs } = await engine.call(
      'compare',
      { model: tiny.gpt2, text: 'The', decodings: [...decodings, ...contrastive], maxNewTokens: 8 },
      {
        onProgress: (progress) => {
          if (progress.kind !== 'text') return;
          const key = `${progress.run} ${progress.sequence}`;
          streamed.set(key, [...(streamed.get(key) ?? []), ...progress.ids]);
        },
      },
    );
    runs.forEach(({ sequences }, run) => {
      sequences.forEach(({ ids }, sequence) => expect(streamed.get(`${run} ${sequence}`)).toEqual(ids));
    });
  });

  it('stop together when cancelled, and at a stop string each by itself', async () => {
    const controller = new AbortController();
    const params = { model: tiny.gpt2, text: 'The', decodings, maxNewTokens: 60 };
    const run = engine.call(
      'compare',
      params,
      { onProgress: ({ kind }) => (kind === 'text' ? controller.abort() : undefined) },
      controller.signal,
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    const { runs } = await engine.call('compare', { ...params, stop: ['e'] });
    for (const { sequences } of runs) {
      for (const { text, finish } of sequences) if (finish === 'stop') expect(text).not.toContain('e');
    }
    expect(runs.some(({ sequences }) => sequences.some(({ finish }) => finish === 'stop'))).toBe(true);
  });

  it('name the one that cannot run', async () => {
    const run = engine.call('compare', {
      model: tiny.gpt2,
      text: 'a',
      decodings: [{ strategy: 'greedy' }, { strategy: 'beam', numBeams: 2, numReturnSequences: 3 }],
    });
    const error = await run.then(() => null, toErrorValue);
    expect(error).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(/decodings\[1\]\.numReturn/) as string,
    });
  });
});
