/* Search by the vectors of a model on a server: the same results as here, one model's vectors at a time. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AddedServer } from '../../src/protocol/engine/index.js';
import { describeLlama } from './lib/describeServer.js';
import { servedEngine, type ServedEngine } from './lib/servedEngine.js';

const WORDS = ['rain', 'bread', 'river', 'music', 'horse', 'winter', 'letter', 'garden', 'window', 'money'];
/** More sentences than are sent at once. */
const MANY = Array.from(
  { length: 150 },
  (_, at) => `The ${WORDS[at % 10]} of day ${at} was not the ${WORDS[(at * 7 + 3) % 10]} of the year before.`,
);
const LONG = `${'The old man walked slowly down to the harbour and '.repeat(80)}slept.`;

/** A server that is said to give vectors of another length: it had another model when it was asked. */
const ofWidth =
  (embedding: number) =>
  (added: AddedServer): AddedServer => ({ ...added, abilities: { ...added.abilities, embedding } });

describeLlama('search on a server that has vectors', {}, (server) => {
  let served: ServedEngine;
  let folder: string;
  const embeddings = () => served.asked.filter((question) => question.path === '/v1/embeddings');
  const place = (name: string) => path.join(folder, name);
  beforeAll(async () => {
    served = await servedEngine(server().address);
    folder = await mkdtemp(path.join(tmpdir(), 'glassbox-search-'));
    await writeFile(place('many.txt'), `${MANY.join('\n\n')}\n\n${LONG}\n`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('sends passages many at a time, each with its own vector, and none twice', async () => {
    const documents = [{ name: 'many.txt', text: MANY.join('\n\n') }];
    const query = MANY[140]!;
    served.asked.length = 0;
    const ask = () => served.engine.call('search', { model: served.id, query, documents, mode: 'meaning', topK: 3 });
    const found = await ask();
    expect(found.passages).toBe(MANY.length);
    expect(found.results[0]!.text).toBe(query);
    expect(found.results[0]!.meaning!.cosine).toBeGreaterThan(0.999);
    // The question, and 150 sentences in portions of 128.
    expect(embeddings()).toHaveLength(3);
    expect((await ask()).results).toEqual(found.results);
    expect(embeddings()).toHaveLength(4);
  });

  it('makes an index, with the beginning of what is longer than the model, and searches it', async () => {
    const index = place('index');
    const built = await served.engine.call('buildIndex', { model: served.id, index, folders: [folder] });
    expect(built).toMatchObject({ model: served.id, files: 1, skippedCount: 0 });
    expect(built.embedded).toBeGreaterThan(MANY.length);
    const { results } = await served.engine.call('search', { model: served.id, query: MANY[3]!, index });
    expect(results[0]!.text).toBe(MANY[3]);
    expect(await served.engine.call('indexState', { model: served.id, index })).toMatchObject({ state: 'whole' });
    expect(await served.engine.call('indexState', { index })).toMatchObject({ state: 'otherModel', model: served.id });
    await expect(served.engine.call('search', { query: 'rain', index })).rejects.toMatchObject({
      details: { kind: 'indexOfOtherModel', model: served.id },
    });
  });

  it('takes no index of vectors of another length, and no such vectors', async () => {
    const index = place('index');
    const other = await servedEngine(server().address, ofWidth(96));
    const ask = other.engine.call('search', { model: other.id, query: 'rain', index, mode: 'words' });
    await expect(ask).rejects.toMatchObject({ details: { kind: 'indexOfOtherModel' } });
    const embed = other.engine.call('embed', { model: other.id, texts: ['rain'] });
    await expect(embed).rejects.toMatchObject({
      ...{ code: 'server-failed', details: { problem: 'otherVectors', known: 96 } },
    });
  });

  it('is stopped between two portions', async () => {
    const control = new AbortController();
    const index = place('stopped');
    const making = served.engine.call(
      'buildIndex',
      { model: served.id, index, folders: [folder] },
      {
        onProgress: (progress) => void (progress.kind === 'index' && progress.stage === 'embedding' && control.abort()),
      },
      control.signal,
    );
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
  });
});
