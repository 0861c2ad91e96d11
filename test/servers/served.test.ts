import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { AddedServer, GenerationConfig, GenerateValue, Token } from '../../src/protocol/engine/index.js';
import { describeLlama, describeServer } from './lib/describeServer.js';
import { servedEngine, type ServedEngine } from './lib/servedEngine.js';

const TEXTS = [
  'The old man opened the letter and',
  'Le café est fermé, et le garçon',
  'The cat 🐈 sat on',
  'She said: “',
];
/** Of log-probabilities: llama.cpp looks GELU up in a table of 16-bit numbers. */
const TOLERANCE = 5e-3;

const greedy: GenerationConfig = { strategy: 'greedy' };
const idsOf = ({ sequences }: GenerateValue) => sequences.map(({ ids }) => ids);

/** A server that tells few alternatives, as vLLM's does unless it is told otherwise. */
const few =
  (most: number) =>
  (added: AddedServer): AddedServer => ({
    ...added,
    abilities: { ...added.abilities, alternatives: { ...added.abilities.alternatives, most, isWhole: false } },
  });

describeServer('a model on a server writes as the same one here', (server) => {
  const reference = inject('servers').reference;
  let served: ServedEngine;
  beforeAll(async () => void (served = await servedEngine(server().address)));

  const generate = (model: string, text: string, decoding: GenerationConfig, maxNewTokens = 16, alternatives = 0) =>
    served.engine.call('generate', { model, text, decoding, maxNewTokens, alternatives });
  const both = (text: string, decoding: GenerationConfig, maxNewTokens?: number, alternatives?: number) =>
    Promise.all([served.id, reference].map((model) => generate(model, text, decoding, maxNewTokens, alternatives)));

  it('is listed with what it serves', async () => {
    const [info] = (await served.engine.call('models', {})).filter(({ source }) => source === 'server');
    expect(info).toMatchObject({ id: served.id, architecture: 'decoder', folder: '', bytes: 0 });
    expect(info!.tasks).toEqual(expect.arrayContaining(['tokens', 'generate', 'compare', 'distribution', 'score']));
    expect(info!.tasks).not.toContain('attention');
  });

  it.each(TEXTS)('the tokens of %j, with their places', async (text) => {
    const [ours, here] = await Promise.all(
      [served.id, reference].map((model) => served.engine.call('tokens', { model, text })),
    );
    expect(ours!.tokens).toEqual(here!.tokens);
  });

  it.each(TEXTS)('greedily behind %j', async (text) => {
    const [ours, here] = await both(text, greedy, 40);
    expect(idsOf(ours!)).toEqual(idsOf(here!));
    expect(ours!.sequences[0]!.text).toBe(here!.sequences[0]!.text);
    expect(ours!.sequences[0]!.logProbability).toBeCloseTo(here!.sequences[0]!.logProbability!, 1);
  });

  it.each<[string, GenerationConfig]>([
    ['beams', { strategy: 'beam', numBeams: 3, numReturnSequences: 3 }],
    ['beams that may not repeat', { strategy: 'beam', numBeams: 4, noRepeatNgramSize: 2 }],
    ['beams in groups', { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 0.5 }],
    ['no end before 12 tokens', { strategy: 'greedy', minNewTokens: 12 }],
    ['no word twice', { strategy: 'greedy', noRepeatNgramSize: 1 }],
    ['a penalty of logits', { strategy: 'greedy', repetitionPenalty: 1.3 }],
    ['a penalty that draws back', { strategy: 'greedy', repetitionPenalty: 0.5 }],
    ['beams with a penalty', { strategy: 'beam', numBeams: 3, repetitionPenalty: 1.3 }],
  ])('with %s', async (_, decoding) => {
    const [ours, here] = await both(TEXTS[0]!, decoding);
    expect(idsOf(ours!)).toEqual(idsOf(here!));
  });

  it.each<[string, GenerationConfig]>([
    ['top-k', { strategy: 'sample', topK: 10, seed: 3 }],
    ['top-p', { strategy: 'sample', topP: 0.5, seed: 4 }],
    ['top-p, hot', { strategy: 'sample', topP: 0.3, temperature: 1.4, seed: 5 }],
    ['min-p, cold', { strategy: 'sample', minP: 0.2, temperature: 0.6, seed: 6 }],
    ['an epsilon', { strategy: 'sample', epsilonCutoff: 0.01, seed: 7 }],
  ])('draws by %s from the same tokens', async (_, decoding) => {
    const [ours, here] = await both(TEXTS[0]!, decoding, 1, 20);
    const [left, leftHere] = [ours!, here!].map(({ sequences }) => {
      const [step] = sequences[0]!.steps!;
      return { ...step!, all: new Map(step!.alternatives.map((one) => [one.id, one.filteredProbability])) };
    });
    const { isWhole } = served.added.abilities.alternatives;
    // What is left of all tokens takes more than some servers tell: then they draw, and that is said.
    if (!isWhole && left!.drawnByServer) return expect(left).not.toHaveProperty('left');
    expect(left!.left).toBe(leftHere!.left);
    for (const [id, share] of leftHere!.all) expect(left!.all.get(id) ?? 0).toBeCloseTo(share!, 3);
    expect(left).not.toHaveProperty('drawnByServer');
  });

  it('the same text with the same seed, and another one with another', async () => {
    const texts = await Promise.all(
      [1, 1, 2].map((seed) => generate(served.id, TEXTS[0]!, { strategy: 'sample', topK: 40, seed })),
    );
    const [one, again, other] = texts.map(({ sequences }) => sequences[0]!.text);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('several decodings side by side, each as alone, with a prefix read once', async () => {
    const decodings = [greedy, { strategy: 'beam', numBeams: 3 }, { strategy: 'sample', topK: 5, seed: 2 }] as const;
    const { runs } = await served.engine.call('compare', {
      ...{ model: served.id, text: TEXTS[0]!, maxNewTokens: 8, alternatives: 3 },
      decodings: [...decodings],
    });
    for (const [at, decoding] of decodings.entries()) {
      const alone = await generate(served.id, TEXTS[0]!, decoding, 8, 3);
      expect(runs[at]!.sequences.map(({ text }) => text)).toEqual(alone.sequences.map(({ text }) => text));
    }
  });

  it('goes on from tokens that were chosen (a branch)', async () => {
    const { tokens } = await served.engine.call('tokens', { model: served.id, text: TEXTS[2]! });
    const promptIds = tokens.map(({ id }) => id);
    const [ours, here] = await Promise.all(
      [served.id, reference].map((model) =>
        served.engine.call('generate', { model, promptIds, decoding: greedy, maxNewTokens: 8 }),
      ),
    );
    expect(ours!.prompt.map(({ text }) => text)).toEqual(here!.prompt.map(({ text }) => text));
    expect(idsOf(ours!)).toEqual(idsOf(here!));
  });

  it('ends before a text', async () => {
    const { sequences } = await generate(served.id, TEXTS[0]!, greedy, 20);
    const stop = sequences[0]!.text.trim().split(' ')[2]!;
    const cut = await served.engine.call('generate', {
      ...{ model: served.id, text: TEXTS[0]!, decoding: greedy, maxNewTokens: 20, stop: [stop] },
    });
    expect(cut.sequences[0]).toMatchObject({ finish: 'stop', text: sequences[0]!.text.split(stop)[0] });
  });

  it.each(TEXTS)('how probable %j is, token by token', async (text) => {
    const [ours, here] = await Promise.all(
      [served.id, reference].map((model) => served.engine.call('score', { model, text })),
    );
    ours!.tokens.forEach(({ logProbability }, at) => {
      const wanted = here!.tokens[at]!.logProbability;
      if (wanted === null) expect(logProbability).toBeNull();
      else expect(Math.abs(logProbability! - wanted)).toBeLessThan(4 * TOLERANCE);
    });
    expect(ours!.perplexity! / here!.perplexity!).toBeCloseTo(1, 2);
  });

  it('how probable a stretch of a text is, for which nothing else is asked', async () => {
    const text = 'The old man opened the letter and read it.';
    const from = text.indexOf(' and');
    served.asked.length = 0;
    const [whole, part] = [
      await served.engine.call('score', { model: served.id, text }),
      await served.engine.call('score', { model: served.id, text, from }),
    ];
    const scored = part.tokens.filter(({ logProbability }) => logProbability !== null);
    expect(scored.map(({ start }) => start)).toEqual(
      whole.tokens.filter(({ end }) => end! > from).map(({ start }) => start),
    );
    for (const { start, logProbability } of scored) {
      const same = whole.tokens.find((token) => token.start === start)!;
      expect(Math.abs(logProbability! - same.logProbability!)).toBeLessThan(TOLERANCE);
    }
    const here = await served.engine.call('score', { model: reference, text, from });
    expect(here.tokens.map((token) => token.logProbability === null)).toEqual(
      part.tokens.map((token) => token.logProbability === null),
    );
    const requests = served.asked.filter(({ path }) => path === '/v1/completions').length;
    expect(requests).toBeLessThanOrEqual(whole.tokens.length - 1 + scored.length);
  });

  it('which label is likelier', async () => {
    const labels = ['food', 'war'];
    const [ours, here] = await Promise.all(
      [served.id, reference].map((model) =>
        served.engine.call('zeroShot', { model, text: 'The soldiers marched on.', labels }),
      ),
    );
    expect(ours!.labels.map(({ label }) => label)).toEqual(here!.labels.map(({ label }) => label));
    expect(ours!.labels[0]!.probability).toBeCloseTo(here!.labels[0]!.probability, 2);
  });

  it('tells the likeliest and what is left, never shared out', async () => {
    const value = await served.engine.call('distribution', { model: served.id, text: TEXTS[0]!, topK: 5 });
    const told = value.logits.reduce((sum, one) => sum + Math.exp(one), 0);
    expect(told + value.rest!).toBeCloseTo(1, 5);
    expect(value.rest).toBeGreaterThan(0.05);
    expect(value.texts).toHaveLength(5);
  });

  it('goes on from pieces of characters alone, as the first that is read', async () => {
    const fresh = await servedEngine(server().address);
    const ask = (model: string) =>
      fresh.engine.call('generate', { model, text: '世界', decoding: greedy, maxNewTokens: 5 });
    expect(idsOf(await ask(fresh.id))).toEqual(idsOf(await ask(reference)));
  });

  it('reads half a character as the sign for what could not be read', async () => {
    const [ours, here] = await Promise.all(
      [served.id, reference].map((model) => served.engine.call('tokens', { model, text: '\ud83d x 世界 y' })),
    );
    // vLLM tells no bytes: characters in pieces that stand together have one place.
    const told = (tokens: readonly Token[]) =>
      served.added.abilities.alternatives.isWhole ? tokens : tokens.map(({ id, text }) => ({ id, text }));
    expect(told(ours!.tokens)).toEqual(told(here!.tokens));
  });

  it('is not looked into', async () => {
    await expect(served.engine.call('attention', { model: served.id, text: 'A word.' })).rejects.toMatchObject({
      ...{ code: 'wrong-architecture', details: { kind: 'servedTask', model: served.id, method: 'attention' } },
    });
    const decoding: GenerationConfig = { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 };
    await expect(generate(served.id, TEXTS[0]!, decoding)).rejects.toMatchObject({ code: 'wrong-architecture' });
  });

  it('is not waited for by what runs here, and is ended at once', async () => {
    const control = new AbortController();
    const long = served.engine.call(
      'generate',
      { model: served.id, text: TEXTS[0]!, decoding: greedy, maxNewTokens: 400 },
      { onProgress: ({ kind }) => void (kind === 'text' && control.abort()) },
      control.signal,
    );
    await expect(long).rejects.toMatchObject({ code: 'cancelled' });
  });

  describe('where few alternatives are told', () => {
    let told: ServedEngine;
    beforeAll(async () => void (told = await servedEngine(server().address, few(20))));
    const write = (decoding: GenerationConfig, alternatives = 3) =>
      told.engine.call('generate', { model: told.id, text: TEXTS[0]!, decoding, maxNewTokens: 12, alternatives });

    it('has what they suffice for', async () => {
      const decodings: GenerationConfig[] = [greedy, { strategy: 'beam', numBeams: 4 }];
      for (const decoding of decodings) {
        expect(idsOf(await write(decoding))).toEqual(idsOf(await generate(reference, TEXTS[0]!, decoding, 12)));
      }
      const { sequences } = await write({ strategy: 'sample', topK: 20, seed: 1 });
      expect(sequences[0]!.steps!.every((step) => step.drawnByServer === undefined)).toBe(true);
    });

    it('has the server draw what is not certain, and says so', async () => {
      const { sequences } = await write({ strategy: 'sample', seed: 2 });
      const steps = sequences[0]!.steps!;
      const drawn = steps.filter(({ drawnByServer }) => drawnByServer);
      expect(drawn.length).toBeGreaterThan(0);
      for (const { alternatives } of drawn) {
        expect(alternatives.every(({ filteredProbability }) => filteredProbability === null)).toBe(true);
      }
      expect(sequences[0]!.logProbability).toBeCloseTo(
        steps.reduce((sum, { probability }) => sum + Math.log(probability), 0),
        5,
      );
    });

    it('asks the server for penalties of logits, which are not told', async () => {
      const decoding: GenerationConfig = { strategy: 'greedy', repetitionPenalty: 1.3 };
      expect(idsOf(await write(decoding))).toEqual(idsOf(await generate(reference, TEXTS[0]!, decoding, 12)));
    });

    it('has the server decode what is not certain from the first step on, and says what that ignores', async () => {
      const decoding: GenerationConfig = { strategy: 'sample', etaCutoff: 0.0003, seed: 1 };
      const value = await write(decoding);
      expect(value).toMatchObject({ decodedByServer: true, sequences: [{ ids: [], logProbability: null }] });
      expect(value.warningDetails).toEqual([
        { kind: 'decodedByServer', step: 1 },
        { kind: 'ignoredByServer', fields: ['etaCutoff'] },
      ]);
      await expect(write({ strategy: 'beam', numBeams: 12 })).rejects.toMatchObject({ code: 'server-failed' });
    });
  });
});

describeLlama('a server that has vectors', {}, (server) => {
  it('embeds texts in their order', async () => {
    const { engine, id } = await servedEngine(server().address);
    const texts = ['The old man went home.', 'An old man returned.', 'Prices rose by five per cent.'];
    const value = await engine.call('embed', { model: id, texts });
    const alone = await engine.call('embed', { model: id, texts: [texts[1]!] });
    value.vectors[1]!.forEach((one, at) => expect(one).toBeCloseTo(alone.vectors[0]![at]!, 5));
    expect(value.similarities[0]![1]).toBeGreaterThan(value.similarities[0]![2]!);
    await expect(engine.call('embed', { model: id, texts, pooling: 'cls' })).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});
