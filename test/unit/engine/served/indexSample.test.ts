/* An index that was made by a server's model, and a server that has another one of the same name and width now. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { LocalEngine } from '../../../../src/engine/engine.js';
import { probe, Server, servedId } from '../../../../src/servers/index.js';
import { ALL, StandIn } from '../../servers/standIn.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const WIDTH = 16;
/** A vector by the letters of a text. @param model another one has other numbers */
function vectorOf(text: string, model: number): number[] {
  const vector = Array<number>(WIDTH).fill(0);
  for (const letter of text) {
    const random = new Random(letter.codePointAt(0)! + 7919 * model);
    for (let at = 0; at < WIDTH; at++) vector[at]! += random.uniform() - 0.5;
  }
  return vector;
}

/** A server whose model can be changed, and an engine for each connection to it. */
async function changing() {
  let change = (vector: number[], text: string) => (text === '' ? [] : vector);
  const standIn = new StandIn(ALL, (response, asked, body) => {
    if (asked !== '/v1/embeddings') return false;
    const texts = [body['input']].flat() as string[];
    const data = texts.map((text, index) => ({ index, embedding: change(vectorOf(text, 0), text) }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }));
    return true;
  });
  const address = await standIn.start();
  const server = new Server({ address, key: null, isOffline: () => false, log: { add: () => {} } });
  const added = { address, abilities: await probe(server) };
  const folder = mkdtempSync(path.join(tmpdir(), 'glassbox-sample-'));
  writeFileSync(path.join(folder, 'a.txt'), 'The cat sat on the mat.\n\nRain fell on the roof.\n');
  ends.push(
    () => standIn.stop(),
    () => rm(folder, { recursive: true }),
  );
  const index = path.join(folder, 'index');
  const model = servedId(added);
  const connected = () => {
    const engine = new LocalEngine(
      { embeddedFolder: '', installedFolders: [], threads: 1, idleMinutes: 0, servers: [added] },
      undefined,
      { ask: (question, signal) => server.ask({ ...question, signal }) },
    );
    ends.unshift(() => engine.dispose());
    return {
      build: () => engine.call('buildIndex', { model, index, folders: [folder] }),
      find: (mode: 'meaning' | 'both' | 'words' = 'meaning') =>
        engine.call('search', { model, index, query: 'Rain fell on the roof.', mode }),
      remove: () => engine.call('removeIndex', { index }),
    };
  };
  return { connected, put: (to: typeof change) => (change = to), model };
}

const scaled = (by: number) => (vector: number[]) => vector.map((value) => value * by);

describe('an index of a server’s model', () => {
  it.each<[string, (vector: number[], text: string) => number[]]>([
    ['the same', (vector) => vector],
    ['one that tells its vectors at length 1', scaled(0.01)],
    ['the same in 16 bit', (vector) => vector.map((value) => Math.round(value * 1024) / 1024)],
    ['the same with noise', (vector) => vector.map((value, at) => value + (at % 2 ? 1e-3 : -1e-3))],
  ])('serves %s', async (_, to) => {
    const { connected, put } = await changing();
    await connected().build();
    put(to);
    const { results } = await connected().find();
    expect(results[0]!.text).toBe('Rain fell on the roof.');
    await connected().build();
  });

  it.each<[string, (vector: number[], text: string) => number[]]>([
    ['of other weights', (_, text) => vectorOf(text, 1)],
    ['of quite other weights', (_, text) => vectorOf(text, 5)],
    ['that turns its vectors around', scaled(-1)],
    ['with numbers in another order', (vector) => [...vector].reverse()],
    ['with some other numbers', (vector) => vector.map((value, at) => (at < 4 ? -value : value))],
    ['that was trained on', (vector, text) => vectorOf(text, 2).map((value, at) => vector[at]! + value / 3)],
  ])('is said to be another’s where the server has one %s', async (_, to) => {
    const { connected, put, model } = await changing();
    await connected().build();
    put(to);
    const { find, build, remove } = connected();
    const refused = { details: { kind: 'indexOfOtherModel', model, wanted: model } };
    await expect(find()).rejects.toMatchObject(refused);
    await expect(find('both')).rejects.toMatchObject(refused);
    await expect(build()).rejects.toMatchObject(refused);
    // Words are the files' own.
    expect((await find('words')).results[0]!.text).toBe('Rain fell on the roof.');
    await remove();
    await build();
    expect((await find()).results[0]!.text).toBe('Rain fell on the roof.');
  });
});
