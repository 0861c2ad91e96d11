/* Models that have too little room together, or alone. */
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';
import { toErrorValue, type Progress } from '../../../src/protocol/engine/index.js';
import { errorText } from '../../../src/wording/index.js';
import { golden } from '../../golden/compare.js';
import { embeddedFolder, localEngine, tiny } from '../engineOf.js';

const bert = golden('families/models/mini-bert');
const [ner, sst2] = ['mini-bert-ner', 'mini-bert-sst2'].map((name) => golden(`families/models/${name}`)) as [string, string];
const text = 'I like [MASK] day.';
const decoding = { strategy: 'greedy' } as const;
/** Of one tiny model; they need about as much each. */
let need: number;
let engine: LocalEngine | undefined;

beforeAll(async () => {
  const measuring = localEngine();
  const needs = await Promise.all([bert, ner, sst2].map((model) => measuring.call('inspect', { model })));
  need = Math.max(...needs.map(({ memory }) => memory));
  expect(Math.min(...needs.map(({ memory }) => memory))).toBeGreaterThan(0.9 * need);
  await measuring.dispose();
});
afterEach(() => engine?.dispose());

function engineWith(memoryLimit: number): LocalEngine {
  return (engine = new LocalEngine({
    ...{ embeddedFolder, installedFolders: [], threads: 1, idleMinutes: 0, memoryLimit },
  }));
}

const inMemory = () => engine!.state().models.map(({ id }) => path.basename(id));
/** Another millisecond, so that one was used later than another. */
const later = () => new Promise((resolve) => setTimeout(resolve, 3));

describe('the limit', () => {
  it('is half of the machine where nothing is set, and told with the state', () => {
    expect(localEngine().state().memoryLimit).toBeGreaterThan(100e6);
    expect(engineWith(123e6).state().memoryLimit).toBe(123e6);
  });

  it('lets the least recently used one go for another', async () => {
    const { call } = bound(engineWith(2.5 * need));
    await call('fillMask', { model: bert, text });
    await later();
    await call('entities', { model: ner, text });
    await later();
    await call('fillMask', { model: bert, text });
    await later();
    expect(inMemory()).toEqual(['mini-bert', 'mini-bert-ner']);
    await call('classify', { model: sst2, text });
    expect(inMemory()).toEqual(['mini-bert', 'mini-bert-sst2']);
    const { models, memoryLimit } = engine!.state();
    expect(models.reduce((sum, { memory }) => sum + memory, 0)).toBeLessThanOrEqual(memoryLimit);
    expect(models.every(({ memory }) => memory > 0)).toBe(true);
  });

  it('refuses a model that cannot fit alone before anything is loaded or let go', async () => {
    const { call } = bound(engineWith(1.5 * need));
    await call('fillMask', { model: bert, text });
    const large = 't5-mini';
    const { memory } = await call('inspect', { model: large });
    expect(memory).toBeGreaterThan(1.5 * need);
    const loads: Progress[] = [];
    const failed = engine!.call('generate', { model: large, text: 'a', decoding }, { onProgress: (p) => loads.push(p) });
    const error: unknown = await failed.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'out-of-memory',
      details: { kind: 'memory', model: large, needed: memory, limit: 1.5 * need, setting: 'glassbox.models.memoryLimit' },
    });
    expect(errorText(toErrorValue(error), String)).toContain('glassbox.models.memoryLimit');
    expect(loads).toEqual([]);
    expect(inMemory()).toEqual(['mini-bert']);
    // Its tokens need no memory of that kind.
    expect((await call('tokens', { model: large, text: 'a' })).tokens.length).toBeGreaterThan(0);
  });

  it('counts what a model is asked beside its task, and lets others go for it', async () => {
    const { call } = bound(engineWith(2.5 * need));
    await call('entities', { model: ner, text });
    await later();
    await call('fillMask', { model: bert, text });
    await call('attention', { model: bert, text: 'I like day.' });
    expect(inMemory()).toEqual(['mini-bert']);
    expect(engine!.state().models[0]!.memory).toBeGreaterThan(1.5 * need);
    // A third purpose is too much even for it alone: it is served, and the room is free afterwards.
    await call('embed', { model: bert, texts: ['day'] });
    expect(inMemory()).toEqual([]);
  });

  it('is passed for models that a job holds, and kept again when it is done', async () => {
    const { call } = bound(engineWith(1.5 * need));
    let urgent: Promise<unknown> | undefined;
    const during: string[][] = [];
    const onProgress = ({ kind }: Progress) => {
      if (kind !== 'text' || urgent) return;
      urgent = call('fillMask', { model: bert, text }).then(() => void during.push(inMemory()));
    };
    const params = { model: tiny.gpt2, text: 'I like', decoding: { ...decoding, minNewTokens: 20 }, maxNewTokens: 20 };
    const { sequences } = await engine!.call('generate', params, { priority: 'background', onProgress });
    await urgent;
    expect(sequences[0]!.ids).toHaveLength(20);
    expect(during[0]).toContain('tiny-gpt2');
    await later();
    const { models, memoryLimit } = engine!.state();
    expect(models.reduce((sum, { memory }) => sum + memory, 0)).toBeLessThanOrEqual(memoryLimit);
  });

  it('keeps two models that one job needs together', async () => {
    const { call } = bound(engineWith(1.2 * need));
    const contrast = { strategy: 'contrastiveDecoding', amateur: tiny.amateur } as const;
    const value = await call('generate', { model: tiny.gpt2, text: 'I like', decoding: contrast, maxNewTokens: 3 });
    expect(value.sequences[0]!.ids.length).toBeGreaterThan(0);
  });

  it('forgets what a model took when it is unloaded', async () => {
    const { call } = bound(engineWith(1.5 * need));
    await call('fillMask', { model: bert, text });
    await later();
    await call('entities', { model: ner, text });
    await later();
    await call('fillMask', { model: bert, text });
    expect(await call('unload', {})).toEqual({ unloaded: [bert], freed: 0 });
    expect(engine!.state().models).toEqual([]);
    await call('entities', { model: ner, text });
    expect(inMemory()).toEqual(['mini-bert-ner']);
  });
});

function bound(one: LocalEngine) {
  const call: LocalEngine['call'] = (method, params, options, signal) => one.call(method, params, options, signal);
  return { call };
}
