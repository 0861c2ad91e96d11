/* Where models come from, which of two counts, and by what a model is named. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../src/engine/engine.js';
import { golden } from '../../golden/compare.js';
import { embeddedFolder, tiny, workFolder } from '../engineOf.js';

const { work } = workFolder('sources');
const [store, folder, cache] = ['store', 'folder', 'cache'].map((name) => path.join(work, name)) as [string, string, string];
const text = 'I like [MASK] day.';
let engine: LocalEngine;

/** A copy whose positions tell it from the others. */
function put(model: string, place: string, positions: number): void {
  cpSync(model, place, { recursive: true });
  const file = path.join(place, 'config.json');
  const config = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...config, max_position_embeddings: positions }));
}

/** A snapshot as huggingface_hub lays it out: links to blobs, or the files themselves where there are no links. */
function putInCache(model: string, name: string, positions: number, linked = false): void {
  const place = path.join(cache, `models--${name}`);
  const snapshot = path.join(place, 'snapshots', 'abc');
  put(model, snapshot, positions);
  mkdirSync(path.join(place, 'refs'));
  writeFileSync(path.join(place, 'refs', 'main'), 'abc');
  if (!linked) return;
  const blobs = path.join(place, 'blobs');
  mkdirSync(blobs);
  for (const [index, file] of readdirSync(snapshot).entries()) {
    const [blob, link] = [path.join(blobs, `${index}`), path.join(snapshot, file)];
    cpSync(link, blob, { recursive: true });
    rmSync(link, { recursive: true });
    symlinkSync(path.relative(snapshot, blob), link);
  }
}

beforeAll(() => {
  const bert = golden('families/models/mini-bert');
  put(bert, path.join(store, 'org--one'), 101);
  put(bert, path.join(store, '.partial--two'), 101);
  mkdirSync(path.join(store, 'org--empty'));
  put(bert, path.join(store, 'bert-mini'), 101);
  put(bert, path.join(folder, 'org--one'), 102);
  put(bert, path.join(folder, 'org--two'), 102);
  put(bert, path.join(folder, 'plain'), 102);
  putInCache(bert, 'org--one', 103);
  putInCache(bert, 'org--two', 103);
  putInCache(bert, 'org--three', 96, process.platform !== 'win32');
  putInCache(bert, 'other--three', 103);
  putInCache(bert, 'first', 103);
  put(bert, path.join(cache, 'no-cached-one'), 103);
  putInCache(bert, 'org--config-only', 103);
  rmSync(path.join(cache, 'models--org--config-only/snapshots/abc/model.safetensors'));
  putInCache(bert, 'org--vision', 103);
  const vision = path.join(cache, 'models--org--vision/snapshots/abc/config.json');
  writeFileSync(vision, readFileSync(vision, 'utf8').replace('"bert"', '"vit"'));
  // A place of the same spelling as an id.
  put(tiny.bert, path.join(work, 'org', 'one'), 99);
  engine = new LocalEngine({
    ...{ embeddedFolder, installedFolders: [folder], threads: 1, idleMinutes: 0 },
    ...{ modelStore: store, cacheFolders: [cache] },
  });
});
afterAll(() => engine.dispose());

const positionsOf = async (model: string) => (await engine.call('tokens', { model, text })).maxLength;

describe('the list', () => {
  it('has each id once, of the first place that has it, and what can run', async () => {
    const installed = (await engine.call('models', {})).filter(({ source }) => source === 'installed');
    expect(installed.map(({ id, place, hubId, maxLength }) => [id, place, hubId, maxLength])).toEqual([
      ['org--one', 'store', 'org/one', 101],
      ['org--two', 'folder', 'org/two', 102],
      ['plain', 'folder', undefined, 102],
      ['first', 'cache', 'first', 103],
      ['org--three', 'cache', 'org/three', 96],
      ['other--three', 'cache', 'other/three', 103],
    ]);
  });

  it('says no place of the embedded ones, which go before all others', async () => {
    const [bert] = (await engine.call('models', {})).filter(({ id }) => id === 'bert-mini');
    expect(bert).toMatchObject({ source: 'embedded', maxLength: 512 });
    expect(bert).not.toHaveProperty('place');
    expect(bert).not.toHaveProperty('hubId');
  });
});

describe('a model is named', () => {
  it.each([
    ['org--one', 101],
    ['org/one', 101],
    ['one', 101],
    ['org--two', 102],
    ['org/two', 102],
    ['two', 102],
    ['org/three', 96],
    ['other--three', 103],
    ['first', 103],
    ['org/config-only', 103],
  ])('by %s', async (model, positions) => {
    expect(await positionsOf(model)).toBe(positions);
  });

  it('by the hub before a folder of the same spelling', async () => {
    const before = process.cwd();
    process.chdir(work);
    try {
      expect(await positionsOf('org/one')).toBe(101);
      expect(await positionsOf('./org/one')).toBe(99);
    } finally {
      process.chdir(before);
    }
  });

  it('by a short name only where it is one model’s', async () => {
    await expect(positionsOf('three')).rejects.toMatchObject({
      code: 'unknown-model',
      message: 'three may be any of these models: org--three, other--three. Name one of them.',
      details: { kind: 'unknownModel', model: 'three', known: ['org--three', 'other--three'] },
    });
  });

  it.each(['.partial--two', 'partial/two', 'org--empty', 'no-cached-one', 'One', 'org/', '/one'])(
    'not by %s',
    async (model) => {
      await expect(positionsOf(model)).rejects.toMatchObject({ code: 'unknown-model' });
    },
  );

  it('and serves from the cache, whose files are links', async () => {
    const masks = async (model: string) => (await engine.call('fillMask', { model, text })).masks;
    expect(await masks('org/three')).toEqual(await masks(golden('families/models/mini-bert')));
  });

  it('in a cache that holds another kind of model, which says so', async () => {
    await expect(engine.call('fillMask', { model: 'org/vision', text })).rejects.toThrow(/"vit"/);
  });
});
