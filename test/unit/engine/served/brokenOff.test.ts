/* A server that fails while our own decoding goes over its steps: what came stays, as of what a server writes itself. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../../src/engine/engine.js';
import type { GenerationConfig, GenerationWarning, Params, Progress } from '../../../../src/protocol/engine/index.js';
import { probe, Server, servedId } from '../../../../src/servers/index.js';
import { ALL, StandIn } from '../../servers/standIn.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

type Fails = (response: ServerResponse) => void;
const json = (response: ServerResponse, status: number, value: unknown) =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

/** Until a server counts as silent: long beside what a busy machine needs for an answer. */
const SILENCE = 3;

/** An engine with a server that fails at its completions from one on, from 0. @param times how often it does */
async function failing(fails: Fails, { times = Infinity, seconds = 60 } = {}) {
  let left = Infinity;
  const standIn = new StandIn(ALL, (response, path) => {
    if (path !== '/v1/completions' || left-- > 0 || left < -times) return false;
    fails(response);
    return true;
  });
  const address = await standIn.start();
  const server = new Server({ address, key: null, isOffline: () => false, log: { add: () => {} }, seconds });
  const added = { address, abilities: await probe(server) };
  const engine = new LocalEngine(
    { embeddedFolder: path.resolve('models'), installedFolders: [], threads: 1, idleMinutes: 0, servers: [added] },
    undefined,
    { ask: (question, signal) => server.ask({ ...question, signal }) },
  );
  ends.push(
    () => engine.dispose(),
    () => standIn.stop(),
  );
  const model = servedId(added);
  const generate = (decoding: GenerationConfig, from: number, more: Partial<Params<'generate'>> = {}) => {
    left = from;
    // Without its cache a step is a request.
    return engine.call('generate', {
      ...{ model, text: 'She went to', decoding, maxNewTokens: 12, alternatives: 3, useCache: false },
      ...more,
    });
  };
  return { engine, generate, model, failFrom: (from: number) => (left = from), standIn };
}

const brokenOff = (warnings: readonly GenerationWarning[] = []) => warnings.find(({ kind }) => kind === 'brokenOff');
const GREEDY: GenerationConfig = { strategy: 'greedy' };

const halfAnswer: Fails = (response) => {
  response.writeHead(200).write('{"cho');
  response.destroy();
};

const failures: [string, Fails, object][] = [
  ['is gone', (response) => void response.destroy(), { problem: 'cut' }],
  ['says 500', (response) => json(response, 500, { error: { message: 'out of memory' } }), { said: 'out of memory' }],
  ['says 503', (response) => void response.writeHead(503).end(), { problem: 'failed', status: 503 }],
  [
    'is busy',
    (response) => void response.writeHead(429, { 'retry-after': '7' }).end(),
    { problem: 'busy', seconds: 7 },
  ],
  ['takes no more', (response) => json(response, 400, { detail: 'context' }), { problem: 'refused', said: 'context' }],
  ['wants a key', (response) => void response.writeHead(401).end(), { problem: 'key' }],
  ['sends a page', (response) => void response.writeHead(200).end('<html>'), { problem: 'notJson' }],
  ['breaks its answer off', halfAnswer, {}],
  ['sends another form', (response) => json(response, 200, { choices: 1 }), { problem: 'shape' }],
  ['says nothing', () => {}, { problem: 'stalled', seconds: SILENCE }],
  [
    'leads elsewhere',
    (response) => void response.writeHead(302, { location: 'http://x' }).end(),
    { problem: 'redirect' },
  ],
];

/** Only what is about silence waits for its end. */
const patienceFor = (failure: object) =>
  'problem' in failure && failure.problem === 'stalled' ? { seconds: SILENCE } : {};

describe('a run over a server’s steps', () => {
  it.each(failures)('keeps what came where the server %s', async (_, fails, failure) => {
    const { generate, standIn } = await failing(fails, patienceFor(failure));
    const whole = await generate(GREEDY, Infinity);
    const value = await generate(GREEDY, 5);
    const [sequence] = value.sequences;
    expect(sequence).toMatchObject({ finish: 'cut', ids: whole.sequences[0]!.ids.slice(0, 5) });
    expect(sequence!.steps).toHaveLength(5);
    expect(whole.sequences[0]!.text.startsWith(sequence!.text) && sequence!.text !== '').toBe(true);
    expect(value.metrics).toMatchObject({ newTokens: 5 });
    expect(value.decodedByServer).toBeUndefined();
    expect(brokenOff(value.warningDetails)).toMatchObject(failure);
    expect(value.warnings.join()).toContain('what had come until then stays');
    expect(standIn.requests.length).toBeGreaterThan(0);
  });

  it.each(failures)('is an error where the server %s before the first token', async (_, fails, failure) => {
    const { generate } = await failing(fails, patienceFor(failure));
    await expect(generate(GREEDY, 0)).rejects.toMatchObject({ code: 'server-failed', details: failure });
  });

  it.each<[string, GenerationConfig]>([
    ['sampling that knows enough', { strategy: 'sample', topK: 3, seed: 5 }],
    ['sampling that the server draws for', { strategy: 'sample', temperature: 1.5, seed: 5 }],
    ['one beam', { strategy: 'beam', numBeams: 1 }],
    ['beams', { strategy: 'beam', numBeams: 3 }],
    ['beams with two texts', { strategy: 'beam', numBeams: 3, numReturnSequences: 2 }],
    ['two texts', { strategy: 'sample', topK: 3, seed: 5, numReturnSequences: 2 }],
    ['a penalty', { strategy: 'greedy', repetitionPenalty: 1.3 }],
  ])('keeps what came by %s', async (_, decoding) => {
    const { generate } = await failing((response) => void response.destroy());
    const value = await generate(decoding, 9);
    expect(value.sequences.length).toBe(decoding.numReturnSequences ?? 1);
    for (const { finish, ids, text, logProbability } of value.sequences) {
      expect(finish).toBe('cut');
      expect(ids.length).toBeGreaterThan(0);
      expect(ids.length).toBeLessThan(12);
      expect(text).not.toBe('');
      expect(logProbability).toBeLessThan(0);
    }
    expect(brokenOff(value.warningDetails)).toMatchObject({ problem: 'cut' });
    expect(value.sequences.every(({ score }) => Number.isFinite(score))).toBe(true);
  });

  it('keeps what a server told beyond the step, and ends at the same token', async () => {
    const { generate } = await failing((response) => void response.destroy());
    const value = await generate(GREEDY, 2, { useCache: true });
    const whole = await generate(GREEDY, Infinity, { useCache: true });
    const { ids, finish } = value.sequences[0]!;
    expect(finish).toBe('cut');
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(whole.sequences[0]!.ids.slice(0, ids.length)).toEqual(ids);
  });

  it('that was at its end is no other by what fails behind it', async () => {
    const { generate } = await failing((response) => void response.destroy());
    const { sequences, warningDetails } = await generate(GREEDY, 12);
    expect([sequences[0]!.finish, brokenOff(warningDetails)]).toEqual(['length', undefined]);
  });

  it('of a comparison ends with what it has, and another with its own end', async () => {
    const { engine, model, failFrom } = await failing((response) => void response.destroy());
    failFrom(9);
    const heard: Progress[] = [];
    const { runs } = await engine.call(
      'compare',
      {
        ...{ model, text: 'She went to', maxNewTokens: 12, alternatives: 3, job: 'a' },
        decodings: [{ strategy: 'sample', topK: 3, seed: 2 }, { strategy: 'sample', topK: 2, seed: 1 }, GREEDY],
      },
      { onProgress: (progress) => heard.push(progress) },
    );
    expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    for (const [run, { sequences, warningDetails, stopped }] of runs.entries()) {
      expect([sequences[0]!.finish, stopped]).toEqual(['cut', undefined]);
      expect(brokenOff(warningDetails)).toBeDefined();
      const grown = heard.flatMap((one) => (one.kind === 'growth' ? one.growth : [])).filter((one) => one.run === run);
      expect(grown.flatMap((one) => one.sequences.map(({ text }) => text)).join('')).toBe(sequences[0]!.text);
    }
  });

  it('of a comparison that brought nothing is an error of each', async () => {
    const { engine, model, failFrom } = await failing((response) => void response.destroy());
    failFrom(0);
    const params = { model, text: 'She went to', maxNewTokens: 4, alternatives: 0, job: 'a' };
    const { runs } = await engine.call('compare', {
      ...params,
      decodings: [GREEDY, { strategy: 'beam', numBeams: 2 }],
    });
    expect(runs.map(({ error }) => error?.code)).toEqual(['server-failed', 'server-failed']);
  });

  it('is asked for anew among many texts, when the server says', async () => {
    const work = mkdtempSync(path.join(tmpdir(), 'glassbox-broken-'));
    ends.push(() => rm(work, { recursive: true }));
    const input = path.join(work, 'in.txt');
    writeFileSync(input, 'She went to\nthe river was\n');
    const fails: Fails = (response) => void response.writeHead(429, { 'retry-after': '1' }).end();
    const { engine, model, failFrom } = await failing(fails, { times: 1 });
    // Of a recipe that its sampler does not have, each token is a step here.
    const decoding: GenerationConfig = { strategy: 'greedy', noRepeatNgramSize: 3 };
    const settings = { input, task: 'continuations', model, decoding, maxNewTokens: 6 } as const;
    const rowsOf = async (output: string) => {
      const value = await engine.call('scoreMany', { ...settings, output: path.join(work, output) });
      expect(value.errors).toBe(0);
      return readFileSync(path.join(work, output), 'utf8');
    };
    const whole = await rowsOf('whole.jsonl');
    failFrom(3);
    expect(await rowsOf('broken.jsonl')).toBe(whole);
  });
});
