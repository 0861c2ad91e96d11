import { afterAll, describe, expect, it } from 'vitest';
import type { BeamNode, GenerationConfigInput, GenerationStep, Progress } from '../../../src/protocol/engine/index.js';
import { localEngine, tiny } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const DECODINGS: GenerationConfigInput[] = [
  { strategy: 'greedy' },
  { strategy: 'beam', numBeams: 3, numReturnSequences: 2 },
  { strategy: 'sample', seed: 1, numReturnSequences: 2 },
  { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 },
  { strategy: 'contrastiveDecoding', amateur: tiny.amateur },
];
const params = { model: tiny.gpt2, text: 'They said that the city was', maxNewTokens: 20, alternatives: 3 };

/** Runs a job and gathers what it reports. */
async function watched(decodings: GenerationConfigInput[], onProgress: (progress: Progress) => void = () => {}) {
  const heard: Progress[] = [];
  const listen = (progress: Progress) => {
    heard.push(progress);
    onProgress(progress);
  };
  const value = await engine.call('compare', { ...params, decodings, job: 'j' }, { onProgress: listen });
  return { heard, value };
}

describe('a job', () => {
  it('reports tokens, texts and tree nodes as they come, all runs in one report', async () => {
    const { heard, value } = await watched(DECODINGS);
    const steps = new Map<string, GenerationStep[]>();
    const texts = new Map<string, string>();
    const nodes = new Map<number, BeamNode[]>();
    const growths = heard.flatMap((progress) => (progress.kind === 'growth' ? [progress.growth] : []));
    for (const { run, sequences, nodes: grown } of growths.flat()) {
      nodes.set(run, [...(nodes.get(run) ?? []), ...grown]);
      for (const { sequence, text, steps: made } of sequences) {
        const key = `${run} ${sequence}`;
        steps.set(key, [...(steps.get(key) ?? []), ...made]);
        texts.set(key, (texts.get(key) ?? '') + text);
      }
    }
    value.runs.forEach(({ sequences, tree }, run) => {
      sequences.forEach((sequence, at) => {
        expect(steps.get(`${run} ${at}`)).toEqual(sequence.steps);
        expect(texts.get(`${run} ${at}`)).toBe(sequence.text);
      });
      const before = (tree?.nodes ?? []).map((node) => ({
        ...node,
        state: node.state === 'returned' ? 'any' : node.state,
      }));
      const grown = (nodes.get(run) ?? []).map((node, at) => ({
        ...node,
        state: tree?.nodes[at]?.state === 'returned' ? 'any' : node.state,
      }));
      expect(grown).toEqual(before);
    });
    expect(growths[0]!.length).toBeGreaterThan(1);
    expect(heard.some(({ kind }) => kind === 'text')).toBe(false);
  });

  it('tells the prompt first, and each run’s value once, after all of its growth', async () => {
    const { heard, value } = await watched(DECODINGS);
    const kinds = heard.filter(({ kind }) => kind !== 'load');
    expect(kinds[0]).toEqual({ kind: 'prompt', ids: value.prompt.map(({ id }) => id) });
    const ends = heard.flatMap((progress) => (progress.kind === 'run' ? [progress] : []));
    expect(ends.map(({ run }) => run).sort()).toEqual([0, 1, 2, 3, 4]);
    for (const end of ends) {
      expect(end.value).toEqual(value.runs[end.run]);
      const later = heard.slice(heard.indexOf(end)).flatMap((one) => (one.kind === 'growth' ? one.growth : []));
      expect(later.some(({ run }) => run === end.run)).toBe(false);
    }
  });

  it('gives what the same runs give outside of one', async () => {
    const plain = await engine.call('compare', { ...params, decodings: DECODINGS });
    const { value } = await watched(DECODINGS);
    expect(value.runs.map(({ sequences }) => sequences.map(({ ids }) => ids))).toEqual(
      plain.runs.map(({ sequences }) => sequences.map(({ ids }) => ids)),
    );
    expect(value.runs.some(({ stopped, error }) => stopped || error)).toBe(false);
  });

  it('lets one run end with what it has, and the others go on', async () => {
    let ended = false;
    const { value } = await watched(DECODINGS, (progress) => {
      if (progress.kind !== 'growth' || ended) return;
      ended = true;
      void engine.call('endRun', { job: 'j', run: 1 });
      void engine.call('endRun', { job: 'j', run: 2 });
    });
    const whole = await engine.call('compare', { ...params, decodings: DECODINGS });
    expect(value.runs.map(({ stopped }) => stopped ?? false)).toEqual([false, true, true, false, false]);
    for (const run of [1, 2]) {
      for (const { ids, text, steps } of value.runs[run]!.sequences) {
        expect(ids.length).toBeGreaterThan(0);
        expect(ids.length).toBeLessThan(20);
        expect(steps).toHaveLength(ids.length);
        expect(text).not.toBe('');
      }
    }
    expect(value.runs[1]!.tree?.nodes.filter(({ state }) => state === 'returned')).toHaveLength(2);
    expect(value.runs[2]!.metrics.newTokens).toBe(value.runs[2]!.sequences.flatMap(({ ids }) => ids).length);
    // A sampled run that ends early wrote the beginning of what it would have written.
    value.runs[2]!.sequences.forEach(({ ids }, at) => {
      expect(whole.runs[2]!.sequences[at]!.ids.slice(0, ids.length)).toEqual(ids);
    });
    for (const run of [0, 3, 4]) expect(value.runs[run]!.sequences[0]!.ids).toEqual(whole.runs[run]!.sequences[0]!.ids);
  });

  it('ends as a whole, too, and is then unknown', async () => {
    const { value } = await watched(DECODINGS, ({ kind }) => {
      if (kind === 'growth') void engine.call('endRun', { job: 'j' });
    });
    expect(value.runs.every(({ stopped }) => stopped)).toBe(true);
    expect(await engine.call('endRun', { job: 'j' })).toEqual({ ended: false });
  });

  it('keeps a failure to the run that had it', async () => {
    const { value } = await watched([
      { strategy: 'beam', numBeams: 2, numReturnSequences: 3 },
      { strategy: 'greedy' },
      { strategy: 'contrastiveDecoding', amateur: 'nowhere' },
      { strategy: 'contrastiveDecoding', amateur: tiny.t5 },
    ]);
    expect(value.runs.map(({ error }) => error?.code)).toEqual([
      'bad-request',
      undefined,
      'unknown-model',
      'bad-request',
    ]);
    expect(value.runs[0]!.error?.message).toMatch(/^decoding\.numReturnSequences must be at most/);
    expect(value.runs[3]!.error?.message).toMatch(/^decoding\.amateur must be/);
    expect(value.runs[1]!.sequences[0]!.ids).toHaveLength(20);
  });

  it('fails as a whole where nothing can run, and when it is cancelled', async () => {
    const run = (text: string) => engine.call('compare', { ...params, text, decodings: DECODINGS, job: 'j' });
    await expect(run('')).rejects.toMatchObject({ code: 'bad-request' });
    await expect(run('a '.repeat(2000))).rejects.toMatchObject({ code: 'too-long' });
    const controller = new AbortController();
    const cancelled = engine.call(
      'compare',
      { ...params, decodings: DECODINGS, job: 'j' },
      { onProgress: ({ kind }) => (kind === 'growth' ? controller.abort() : undefined) },
      controller.signal,
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(await engine.call('endRun', { job: 'j' })).toEqual({ ended: false });
  });
});
