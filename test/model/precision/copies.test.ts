/* Copies of weights in 8 bit: made beside answers, once, whole or not at all. */
import { cpSync, mkdtempSync, readdirSync, statSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';
import type { PrecisionWish } from '../../../src/protocol/engine/index.js';

const families = path.resolve(import.meta.dirname, '../../golden/families/models');
let folder = '';
let models = '';
let store = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-copies-'));
  [models, store] = [path.join(folder, 'models'), path.join(folder, 'store')];
});
afterEach(() => rmSync(folder, { recursive: true }));

function engineOf(name: string, precision: PrecisionWish = 'int8') {
  cpSync(path.join(families, name), path.join(models, name), { recursive: true, preserveTimestamps: true });
  const options = { embeddedFolder: models, installedFolders: [], threads: 1, idleMinutes: 0 };
  const engine = new LocalEngine({ ...options, storeFolder: store, precision });
  const precisionOf = async () => (await engine.call('models', {})).find(({ id }) => id === name)?.precision;
  const served = () => vi.waitFor(async () => expect((await precisionOf())?.serves).toBe('int8'), { timeout: 20_000 });
  return { engine, precisionOf, served };
}

const score = async (engine: LocalEngine, model: string) =>
  (await engine.call('score', { model, text: 'The dog ran home.', target: 'The dog ran home.' })).logProbability;

const scoreOf = (engine: LocalEngine, model: string) =>
  /t5|bart|marian/.test(model)
    ? score(engine, model)
    : engine.call('score', { model, text: 'The dog ran home.' }).then(({ logProbability }) => logProbability);

describe.each(['mini-gpt2', 'mini-llama', 'mini-t5', 'mini-bart', 'mini-bert'])('%s', (name) => {
  it('serves in 32 bit until its copy is made, then in 8 bit, nearly the same', async () => {
    const { engine, precisionOf, served } = engineOf(name);
    expect(await precisionOf()).toEqual({ serves: 'fp32', reason: 'pending' });
    const exact = await scoreOf(engine, name);
    await served();
    const rounded = await scoreOf(engine, name);
    expect(Math.abs(rounded - exact)).toBeLessThan(0.02 * Math.abs(exact));
    const found = await precisionOf();
    expect(found).toEqual({ serves: 'int8', reason: 'setting', lossBits: expect.any(Number) as number });
    expect(found!.lossBits).toBeGreaterThan(1e-7);
    expect(found!.lossBits).toBeLessThan(0.05);
    await engine.dispose();
    expect(readdirSync(store)).toHaveLength(1);
  });
});

it.each(['mini-gpt2', 'mini-llama', 'mini-bart', 'mini-bert'])(
  '%s in 8 bit serves what looks into it',
  async (name) => {
    const { engine, served } = engineOf(name);
    const text = 'The dog ran home.';
    const exact = await engine.call('attention', { model: name, text });
    await served();
    const rounded = await engine.call('attention', { model: name, text });
    for (const [at, { values }] of rounded.maps.entries()) {
      const before = exact.maps[at]!.values;
      const most = values.reduce((worst, value, index) => Math.max(worst, Math.abs(value - before[index]!)), 0);
      expect(most).toBeLessThan(0.1);
    }
    const { vectors } = await engine.call('embed', { model: name, texts: [text] });
    expect(vectors[0]!.every(Number.isFinite)).toBe(true);
    await engine.dispose();
  },
);

describe('a copy', () => {
  it('is not made where it is not wanted', async () => {
    const { engine, precisionOf } = engineOf('mini-gpt2', 'auto');
    await scoreOf(engine, 'mini-gpt2');
    expect(await precisionOf()).toEqual({ serves: 'fp32', reason: 'size' });
    await engine.dispose();
    expect(() => readdirSync(store)).toThrow('ENOENT');
  });

  it('goes with its model, and no other’s does', async () => {
    const { engine, served } = engineOf('mini-gpt2');
    await scoreOf(engine, 'mini-gpt2');
    await served();
    const [copy = ''] = readdirSync(store);
    const { size } = statSync(path.join(store, copy, 'model.safetensors'));
    cpSync(path.join(store, copy), path.join(store, 'f'.repeat(16) + copy.slice(16)), { recursive: true });
    expect(await engine.call('unload', { model: 'mini-gpt2', copies: true })).toEqual({
      unloaded: ['mini-gpt2'],
      freed: size,
    });
    expect(readdirSync(store)).toEqual(['f'.repeat(16) + copy.slice(16)]);
    await engine.dispose();
  });

  it('that is given up leaves nothing', async () => {
    const { engine } = engineOf('mini-gpt2');
    await scoreOf(engine, 'mini-gpt2');
    await engine.dispose();
    expect(readdirSync(store)).toEqual([]);
  });

  it('is made again when the weights changed or it was cut off', async () => {
    const { engine, precisionOf, served } = engineOf('mini-gpt2');
    await scoreOf(engine, 'mini-gpt2');
    await served();
    await engine.dispose();
    const [first = ''] = readdirSync(store);
    truncateSync(path.join(store, first, 'model.safetensors'), 1000);
    expect((await precisionOf())?.reason).toBe('pending');
    utimesSync(path.join(models, 'mini-gpt2/model.safetensors'), 1, 1);
    const again = new LocalEngine({
      ...{ embeddedFolder: models, installedFolders: [], threads: 1, idleMinutes: 0 },
      ...{ storeFolder: store, precision: 'int8' },
    });
    await scoreOf(again, 'mini-gpt2');
    await vi.waitFor(async () => expect((await precisionOf())?.serves).toBe('int8'), { timeout: 20_000 });
    await again.dispose();
    expect(readdirSync(store)).toHaveLength(1);
    expect(readdirSync(store)).not.toEqual([first]);
  });
});
