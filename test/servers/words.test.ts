import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  AddedServer,
  GenerateValue,
  GenerationConfig,
  Params,
  Progress,
} from '../../src/protocol/engine/index.js';
import { describeLlama } from './lib/describeServer.js';
import type { RunningServer } from './lib/llama.js';
import { Reference } from './lib/reference.js';
import { servedEngine, type ServedEngine } from './lib/servedEngine.js';
import { wordsOnly } from './lib/wordsOnly.js';

const TEXT = 'The old man went to the river and';

/** Milliseconds. */
const PROBE_TIMEOUT = 60_000;

describeLlama('llama.cpp behind a proxy that lets texts through alone', {}, (server) => {
  const reference = new Reference();
  let proxy: RunningServer;
  let served: ServedEngine;

  beforeAll(async () => {
    proxy = await wordsOnly(server().address);
    served = await servedEngine(proxy.address);
  }, PROBE_TIMEOUT);
  afterAll(() => proxy.stop());

  const generate = (
    decoding: GenerationConfig,
    more: Partial<Params<'generate'>> = {},
    onProgress: (progress: Progress) => void = () => {},
    signal?: AbortSignal,
  ): Promise<GenerateValue> =>
    served.engine.call(
      'generate',
      { model: served.id, text: TEXT, maxNewTokens: 24, decoding, ...more },
      { onProgress },
      signal,
    );
  const textsOf = ({ sequences }: GenerateValue) => sequences.map(({ text }) => text);

  it('writes what the model writes without chance, streamed', async () => {
    const heard: string[] = [];
    const value = await generate({ strategy: 'greedy' }, {}, (one) => one.kind === 'text' && heard.push(one.text));
    expect(textsOf(value)).toEqual([(await reference.greedy(TEXT, 24)).text]);
    expect(heard.length).toBeGreaterThan(10);
    expect(value).toMatchObject({ decodedByServer: true, metrics: { newTokens: 24, perplexity: null } });
  });

  it('draws by the parameters that were found to be obeyed, by seeds', async () => {
    const decoding: GenerationConfig = { strategy: 'sample', temperature: 1.2, topK: 50, minP: 0.01, seed: 4 };
    const one = await generate({ ...decoding, numReturnSequences: 3 });
    const again = await generate({ ...decoding, numReturnSequences: 3 });
    expect(new Set(textsOf(one)).size).toBe(3);
    expect(textsOf(again)).toEqual(textsOf(one));
    expect(one.warningDetails?.map(({ kind }) => kind)).toEqual(['decodedByServer']);
    const lost = await generate({ ...decoding, noRepeatNgramSize: 2 });
    expect(lost.warningDetails).toContainEqual({ kind: 'ignoredByServer', fields: ['noRepeatNgramSize'] });
  });

  it('is told a penalty by its own name', async () => {
    const value = await generate({ strategy: 'greedy', repetitionPenalty: 1.5 }, { maxNewTokens: 60 });
    const plain = await generate({ strategy: 'greedy' }, { maxNewTokens: 60 });
    expect(textsOf(value)).not.toEqual(textsOf(plain));
    expect(value.warningDetails?.map(({ kind }) => kind)).toEqual(['decodedByServer']);
  });

  it('ends before a text, in whole characters', async () => {
    const [text] = textsOf(await generate({ strategy: 'greedy' }));
    const stop = text!.trim().split(' ')[3]!;
    const cut = await generate({ strategy: 'greedy' }, { stop: [stop] });
    expect(cut.sequences[0]).toMatchObject({ text: text!.split(stop)[0], finish: 'stop' });
    const chinese = await generate({ strategy: 'greedy' }, { text: '她说:你好', maxNewTokens: 12 });
    expect(textsOf(chinese)[0]).not.toContain('\ufffd');
  });

  it('says what it cannot do', async () => {
    await expect(generate({ strategy: 'beam', numBeams: 3 })).rejects.toMatchObject({ code: 'wrong-architecture' });
    const score = served.engine.call('score', { model: served.id, text: TEXT });
    await expect(score).rejects.toMatchObject({ details: { kind: 'servedTask' } });
  });

  it('is closed when the run is cancelled', async () => {
    const cancel = new AbortController();
    let cancelled = 0;
    const run = generate(
      { strategy: 'greedy' },
      { maxNewTokens: 400 },
      (one) => {
        if (one.kind !== 'text') return;
        cancelled ||= performance.now();
        cancel.abort();
      },
      cancel.signal,
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - cancelled).toBeLessThan(100);
  });
});

describeLlama('llama.cpp’s server that tells few tokens, by numbers', {}, (server) => {
  it(
    'writes by itself where the first step cannot be taken here, and says so',
    async () => {
      // Whatever draws step by step is said not to be there.
      const change = (added: AddedServer): AddedServer => {
        const { abilities } = added;
        const { sampling } = abilities;
        const parameters = { ...sampling!.parameters, typical_p: false };
        return {
          ...added,
          abilities: {
            ...abilities,
            alternatives: { ...abilities.alternatives, most: 5, isWhole: false },
            sampling: { ...sampling!, parameters, logitBias: false },
          },
        };
      };
      const { engine, id } = await servedEngine(server().address, change);
      const decoding: GenerationConfig = { strategy: 'sample', typicalP: 0.5, seed: 2 };
      const value = await engine.call('generate', { model: id, text: TEXT, decoding, maxNewTokens: 8 });
      expect(value).toMatchObject({ decodedByServer: true, sequences: [{ ids: [], finish: 'length' }] });
      expect(value.prompt.length).toBeGreaterThan(3);
      expect(value.warningDetails).toEqual([
        { kind: 'decodedByServer', step: 1 },
        { kind: 'ignoredByServer', fields: ['typicalP'] },
      ]);
    },
    PROBE_TIMEOUT,
  );

  it(
    'shows the first token of a stream when it comes',
    async () => {
      const proxy = await wordsOnly(server().address);
      const { engine, id } = await servedEngine(proxy.address);
      const own: number[] = [];
      const ours: number[] = [];
      for (let time = 0; time < 5; time++) {
        const body = { prompt: TEXT, max_tokens: 4, temperature: 0, stream: true };
        let began = performance.now();
        const answer = await fetch(`${proxy.address}/v1/completions`, { method: 'POST', body: JSON.stringify(body) });
        const reader = answer.body!.getReader();
        await reader.read();
        own.push(performance.now() - began);
        await reader.cancel();
        began = performance.now();
        const params = { model: id, text: TEXT, decoding: { strategy: 'greedy' } as const, maxNewTokens: 4 };
        let first = 0;
        const onProgress = ({ kind }: Progress) => {
          if (kind === 'text') first ||= performance.now() - began;
        };
        await engine.call('generate', params, { onProgress });
        ours.push(first);
      }
      await proxy.stop();
      const median = (all: number[]) => all.sort((a, b) => a - b)[2]!;
      console.info(`first token: ${median(own).toFixed(1)} ms at the server, ${median(ours).toFixed(1)} ms here`);
      expect(median(ours) - median(own)).toBeLessThan(30);
    },
    PROBE_TIMEOUT,
  );
});
