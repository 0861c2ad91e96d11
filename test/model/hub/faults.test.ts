/* Each fault of a hub ends in a verified model or in an error that says what is wrong, and leaves all other models alone. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GlassboxError } from '../../../src/protocol/engine/index.js';
import { selfSigned } from '../../hub/certificate.js';
import { startHub, type Fault, type FaultEffect, type TestHub } from '../../hub/index.js';
import { clientOf, differences, filesOf, install, leftovers, modelFiles, WEIGHTS } from '../../hub/installing.js';

const SIZE = 600_000;
const FILES = modelFiles(SIZE);
const OTHER = modelFiles(200_000, 50);
const TOKEN = 'hf_member';
/** Repeats what a fault does as long as somebody asks. */
const ALWAYS = Infinity;

let hub: TestHub;
let work: string;
let folder: string;
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
  work = mkdtempSync(path.join(os.tmpdir(), 'glassbox-faults-'));
  folder = path.join(work, 'store');
  hub = await startHub({ models: { 'org/model': FILES, 'org/other': OTHER }, tokens: [TOKEN] });
  client = clientOf(hub, folder, { token: TOKEN });
  await install(client, 'org/other');
});

beforeEach(async () => {
  hub.faults = [];
  hub.requests.length = 0;
  await client.store.remove('org--model').catch(() => {});
  await client.store.discard('org--model');
});

afterAll(async () => {
  await hub.close();
  rmSync(work, { recursive: true });
});

/** Which problem an install ends with; null: it ends well. */
const outcome = (run: Promise<unknown>): Promise<string | null> =>
  run.then(
    () => null,
    (error: GlassboxError) => {
      expect(error.details?.kind, error.stack).toBe('download');
      return error.details?.kind === 'download' ? error.details.problem : error.code;
    },
  );

async function expectWhole(): Promise<void> {
  expect(differences(path.join(folder, 'org--model'), filesOf(FILES, 'safetensors'))).toEqual([]);
  expect(leftovers(folder)).toEqual([]);
  expect((await client.store.list()).map(({ name }) => name)).toEqual(['org--model', 'org--other']);
  expect(await client.store.unfinished()).toEqual([]);
}

/** No model that looks whole, no other model lost, no token told on, and what came serves to go on from. */
async function expectSafe(): Promise<void> {
  expect((await client.store.list()).map(({ name }) => name)).toEqual(['org--other']);
  expect(existsSync(path.join(folder, 'org--model'))).toBe(false);
  expect(differences(path.join(folder, 'org--other'), filesOf(OTHER, 'safetensors'))).toEqual([]);
  const plan = /^\.incoming\/org--model\/(plan\.json|content\/.*)$/;
  expect(leftovers(folder).filter((name) => !plan.test(name))).toEqual([]);
}

function expectNoTokenElsewhere(): void {
  expect(hub.requests.filter(({ host, authorization }) => host === 'cdn' && authorization !== null)).toEqual([]);
}

const IDLE: readonly FaultEffect['kind'][] = ['stall', 'drip', 'dripHeaders'];

/** Loses patience soon with a hub that says nothing, and not otherwise: the tests' machine may be slow. */
const clientFor = ({ kind }: Pick<FaultEffect, 'kind'>) =>
  IDLE.includes(kind) ? clientOf(hub, folder, { token: TOKEN, timeouts: { stall: 0.3, slow: 0.4 } }) : client;

/** Installs under faults, then, if that failed, without. */
async function run(faults: readonly Fault[], expected: string | null): Promise<void> {
  hub.faults = [...faults];
  const mine = faults.map(clientFor).find((one) => one !== client) ?? client;
  expect(await outcome(install(mine, 'org/model'))).toBe(expected);
  for (const fault of faults) expect(hub.hits(fault), JSON.stringify(fault)).toBeGreaterThan(0);
  expectNoTokenElsewhere();
  if (expected !== null) {
    await expectSafe();
    hub.faults = [];
    const [unfinished] = await client.store.unfinished();
    await (unfinished ? client.store.resume(unfinished.name) : install(client, 'org/model'));
  }
  await expectWhole();
}

const large = { path: /model\.safetensors/, host: 'cdn' } as const;
const small = { path: /resolve\/[0-9a-f]{40}\/tokenizer\.json/ } as const;
const MIDDLE = 300_000;
const CUT: Fault = { ...large, kind: 'cut', at: MIDDLE, times: 1 };

describe('a large file', () => {
  // What happens, how often, and the problem in the end; null: there is none.
  it.each<[FaultEffect, times: number, problem: string | null]>([
    [{ kind: 'cut', at: 0 }, 1, null],
    [{ kind: 'cut', at: 1 }, 1, null],
    [{ kind: 'cut', at: MIDDLE }, 2, null],
    [{ kind: 'cut', at: SIZE - 1 }, 1, null],
    [{ kind: 'cut', at: MIDDLE, reset: true }, 2, null],
    [{ kind: 'cut', at: 0 }, ALWAYS, 'cut'],
    [{ kind: 'cut', at: 1000 }, ALWAYS, 'cut'],
    [{ kind: 'close' }, 1, null],
    [{ kind: 'close', reset: true }, 2, null],
    [{ kind: 'close' }, ALWAYS, 'unreachable'],
    [{ kind: 'endEarly', at: MIDDLE }, 1, null],
    [{ kind: 'endEarly', at: 0 }, 2, null],
    [{ kind: 'endEarly', at: 10 }, ALWAYS, 'cut'],
    [{ kind: 'chunked' }, ALWAYS, null],
    [{ kind: 'chunked', at: MIDDLE }, 1, null],
    [{ kind: 'chunked', at: 0 }, ALWAYS, 'cut'],
    [{ kind: 'wrongLength', by: 1000 }, 1, null],
    [{ kind: 'wrongLength', by: -1000 }, 1, null],
    [{ kind: 'wrongLength', by: 1 }, ALWAYS, 'size'],
    [{ kind: 'wrongLength', by: -1 }, ALWAYS, 'size'],
    [{ kind: 'flip', at: 0 }, 1, null],
    [{ kind: 'flip', at: SIZE - 1 }, 1, null],
    [{ kind: 'flip', at: MIDDLE }, ALWAYS, 'digest'],
    [{ kind: 'zeros' }, 1, null],
    [{ kind: 'zeros' }, ALWAYS, 'digest'],
    [{ kind: 'resize', by: 1 }, 1, null],
    [{ kind: 'resize', by: 1 }, ALWAYS, 'size'],
    [{ kind: 'resize', by: -1 }, ALWAYS, 'size'],
    [{ kind: 'resize', by: -SIZE }, ALWAYS, 'size'],
    [{ kind: 'resize', by: 50_000_000 }, ALWAYS, 'size'],
    // An address that was signed for a while: the hub gives another.
    [{ kind: 'status', status: 401 }, 1, null],
    [{ kind: 'status', status: 403 }, 2, null],
    [{ kind: 'status', status: 403 }, ALWAYS, 'status'],
    [{ kind: 'status', status: 404 }, 1, 'notFound'],
    [{ kind: 'status', status: 410 }, 1, 'status'],
    [{ kind: 'status', status: 416 }, 1, null],
    [{ kind: 'status', status: 416 }, ALWAYS, 'size'],
    [{ kind: 'status', status: 204, body: '' }, ALWAYS, 'status'],
    [{ kind: 'status', status: 206, body: 'x'.repeat(SIZE) }, ALWAYS, 'answer'],
    [{ kind: 'status', status: 304, body: '' }, ALWAYS, 'status'],
    [{ kind: 'status', status: 429 }, 2, null],
    [{ kind: 'status', status: 429 }, ALWAYS, 'rateLimited'],
    [{ kind: 'status', status: 429, headers: { 'Retry-After': '86400' } }, 1, 'rateLimited'],
    [{ kind: 'status', status: 429, headers: { 'Retry-After': 'soon' } }, 1, null],
    [{ kind: 'status', status: 500 }, 2, null],
    [{ kind: 'status', status: 503, headers: { 'Retry-After': '-5' } }, 2, null],
    [{ kind: 'status', status: 500 }, ALWAYS, 'status'],
    [{ kind: 'status', status: 501 }, ALWAYS, 'status'],
    [{ kind: 'stall' }, 1, null],
    [{ kind: 'stall', at: 0 }, 1, null],
    [{ kind: 'stall', at: MIDDLE }, 1, null],
    [{ kind: 'stall' }, ALWAYS, 'stalled'],
    [{ kind: 'drip', at: 0, every: 20 }, 1, null],
    [{ kind: 'drip', at: MIDDLE, every: 20 }, 1, null],
    [{ kind: 'dripHeaders', every: 50 }, 1, null],
    [{ kind: 'dripHeaders', every: 50 }, ALWAYS, 'stalled'],
    [{ kind: 'portal' }, 1, 'answer'],
    [{ kind: 'gzip' }, ALWAYS, null],
    [{ kind: 'gzip', isBroken: true }, 1, null],
    [{ kind: 'gzip', isBroken: true }, ALWAYS, 'cut'],
    [{ kind: 'redirect', to: null }, 1, null],
    [{ kind: 'redirect', to: null }, ALWAYS, 'redirect'],
    [{ kind: 'redirect', to: 'file:///etc/hosts' }, 1, 'redirect'],
    [{ kind: 'redirect', to: 'data:text/plain,x' }, 1, 'redirect'],
    [{ kind: 'redirect', to: 'http://[' }, 1, 'redirect'],
    [{ kind: 'redirect', to: (url) => url }, ALWAYS, 'redirect'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/' }, 1, null],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/' }, ALWAYS, 'unreachable'],
    // A mirror that has the pointer of Git LFS where the file should be.
    [{ kind: 'text', text: 'version https://git-lfs.github.com/spec/v1\n', type: 'text/plain' }, ALWAYS, 'size'],
  ])('%j, %s times: %s', (effect, times, problem) => run([{ ...large, ...effect, times }], problem));

  it.each<[FaultEffect, times: number, problem: string | null]>([
    [{ kind: 'ignoreRange' }, ALWAYS, null],
    [{ kind: 'mislabelRange', by: 1 }, 1, null],
    [{ kind: 'mislabelRange', by: -MIDDLE }, ALWAYS, null],
    [{ kind: 'shiftRange', by: 1 }, ALWAYS, null],
    [{ kind: 'otherRange', by: -1000 }, ALWAYS, null],
    [{ kind: 'flip', at: MIDDLE + 5 }, 1, null],
    [{ kind: 'status', status: 416 }, 1, null],
    [{ kind: 'status', status: 206, headers: { 'Content-Range': 'bytes x-y/z' }, body: 'x' }, 1, null],
    [{ kind: 'resize', by: 1 }, 1, null],
    [{ kind: 'gzip' }, 1, null],
    [{ kind: 'portal' }, 1, 'answer'],
  ])('after a break: %j, %s times: %s', (effect, times, problem) =>
    run([CUT, { ...large, ...effect, after: 0, times }], problem),
  );

  it('that is refused with a time waits for it, by seconds, date and RateLimit', async () => {
    const headers = [
      () => ({ 'Retry-After': '1' }),
      () => ({ 'Retry-After': new Date(Date.now() + 2000).toUTCString() }),
      () => ({ RateLimit: '"resolvers";r=0;t=1', 'RateLimit-Policy': '"fixed window";"resolvers";q=3000;w=300' }),
    ];
    const waits: number[] = [];
    hub.faults = headers.map((one) => ({ ...large, kind: 'status', status: 429, headers: one, times: 1 }));
    const model = await client.hub.model('org/model');
    await client.store.install(model, model.variants[0]!, {
      onProgress: ({ phase, waiting }) => {
        if (phase === 'waiting' && waiting?.problem === 'rateLimited') waits.push(waiting.seconds);
      },
    });
    const asked = hub.requests.filter(({ host }) => host === 'cdn').map(({ at }) => at);
    const pauses = asked.slice(1).map((at, index) => at - asked[index]!);
    expect(waits).toHaveLength(3);
    expect(pauses.map((pause) => pause > 900)).toEqual([true, true, true]);
    await expectWhole();
  });
});

describe('a small file', () => {
  it.each<[FaultEffect, times: number, problem: string | null]>([
    [{ kind: 'cut', at: 10_000 }, 2, null],
    [{ kind: 'flip', at: 39_999 }, 1, null],
    [{ kind: 'flip', at: 0 }, ALWAYS, 'digest'],
    [{ kind: 'zeros' }, ALWAYS, 'digest'],
    [{ kind: 'resize', by: -1 }, ALWAYS, 'size'],
    [{ kind: 'endEarly', at: 1 }, 2, null],
    [{ kind: 'gzip' }, ALWAYS, null],
    [{ kind: 'portal' }, ALWAYS, 'answer'],
    [{ kind: 'status', status: 401 }, ALWAYS, 'unauthorized'],
    [{ kind: 'status', status: 404, headers: { 'X-Error-Code': 'EntryNotFound' } }, ALWAYS, 'notFound'],
    [{ kind: 'status', status: 403, headers: { 'X-Error-Code': 'GatedRepo' } }, ALWAYS, 'gated'],
  ])('%j, %s times: %s', (effect, times, problem) => run([{ ...small, ...effect, times }], problem));

  it('that leads to another host in the hub’s place is not given the token there, nor on the way back', async () => {
    for (const to of [hub.cdn, hub.cdn.replace('http:', ''), hub.cdn.replace('http://', '/\\')]) {
      hub.faults = [
        { ...small, host: 'hub', kind: 'redirect', to: (url) => `${to}${url}`, times: 1 },
        { ...small, host: 'cdn', kind: 'redirect', to: (url) => `${hub.endpoint}${url}`, times: 1 },
      ];
      hub.requests.length = 0;
      await install(client, 'org/model');
      expect(hub.faults.map((fault) => hub.hits(fault))).toEqual([1, 1]);
      expectNoTokenElsewhere();
      const [, , back] = hub.requests.filter(({ url }) => url.endsWith('tokenizer.json'));
      expect(back).toMatchObject({ host: 'hub', authorization: null });
      expect(hub.requests[0]!.authorization).toBe(`Bearer ${TOKEN}`);
      await expectWhole();
      await client.store.remove('org--model');
    }
  });
});

it('a gated model is listed for everybody, and installed for those who have access', async () => {
  const gated = await startHub({
    models: { 'org/gated': FILES },
    about: { 'org/gated': { gated: 'manual', readers: [TOKEN] } },
    tokens: [TOKEN, 'hf_stranger'],
  });
  const own = path.join(work, 'gated');
  for (const token of [undefined, 'hf_stranger']) {
    const stranger = clientOf(gated, own, token === undefined ? {} : { token });
    const model = await stranger.hub.model('org/gated');
    expect(model).toMatchObject({ gated: true, config: null });
    expect(model.variants.map(({ name }) => name)).toEqual(['safetensors', 'onnx']);
    expect(await outcome(install(stranger, 'org/gated'))).toBe('gated');
    expect(await stranger.store.list()).toEqual([]);
  }
  const member = clientOf(gated, own, { token: TOKEN });
  expect((await member.hub.model('org/gated')).config).toMatchObject({ model_type: 'bert' });
  await install(member, 'org/gated');
  expect(differences(path.join(own, 'org--gated'), filesOf(FILES, 'safetensors'))).toEqual([]);
  await gated.close();
});

describe('the listing', () => {
  type Entry = { type: string; path: string; size: number; oid: string; lfs?: { oid: string; size: number } };
  const info = /\/api\/models\/org\/model\/revision/;
  const tree = /\/api\/models\/org\/model\/tree/;
  const weights = (change: (entry: Entry) => object): FaultEffect => ({
    kind: 'rewrite',
    change: (entries: Entry[]) => entries.map((entry) => (entry.path === WEIGHTS ? change(entry) : entry)),
  });
  const withFiles = (...paths: string[]): FaultEffect => ({
    kind: 'rewrite',
    change: (entries: Entry[]) => [
      ...entries,
      ...paths.map((name) => ({ type: 'file', path: name, size: 1, oid: '0'.repeat(40) })),
    ],
  });
  const text = (value: string): FaultEffect => ({ kind: 'text', text: value });

  it.each<[what: string, FaultEffect, problem: string]>([
    ['a byte more', weights((entry) => ({ ...entry, size: SIZE + 1, lfs: { ...entry.lfs, size: SIZE + 1 } })), 'size'],
    ['a byte less', weights((entry) => ({ ...entry, size: SIZE - 1, lfs: { ...entry.lfs, size: SIZE - 1 } })), 'size'],
    ['another sum', weights((entry) => ({ ...entry, lfs: { ...entry.lfs, oid: 'a'.repeat(64) } })), 'digest'],
    ['no sum but Git’s of the pointer', weights((entry) => ({ ...entry, lfs: null })), 'digest'],
    ['a sum that is none', weights((entry) => ({ ...entry, lfs: { ...entry.lfs, oid: '../../x' } })), 'answer'],
    ['a size below 0', weights((entry) => ({ ...entry, size: -1 })), 'answer'],
    ['a size beyond all disks', weights((entry) => ({ ...entry, size: 1e300 })), 'answer'],
    ['a size that is a text', weights((entry) => ({ ...entry, size: '12' })), 'answer'],
    ['entries of another type', weights((entry) => ({ ...entry, type: 'submodule' })), 'answer'],
    [
      'no weights',
      { kind: 'rewrite', change: (all: Entry[]) => all.filter(({ path: name }) => name.length < 9) },
      'noWeights',
    ],
    ['an object', text('{"error": "no"}'), 'answer'],
    ['null', text('null'), 'answer'],
    ['nothing', text(''), 'answer'],
    ['JSON that ends early', { kind: 'truncate', at: 200 }, 'answer'],
    ['brackets of endless depth', text('['.repeat(1_000_000)), 'answer'],
    ['a page of a proxy', { kind: 'portal' }, 'answer'],
    ['no JSON', text('\u0000\uFFFF'), 'answer'],
  ])('with %s', async (_, effect, problem) => {
    hub.faults = [{ path: tree, ...effect }];
    expect(await outcome(install(client, 'org/model').catch(noVariant))).toBe(problem);
    await expectSafe();
    await client.store.discard('org--model');
    await run([], null);
  });

  /** A listing without weights has no variants, which the test's own choice stumbles over. */
  async function noVariant(error: unknown): Promise<unknown> {
    if (!(error instanceof TypeError)) throw error;
    const model = await client.hub.model('org/model');
    expect(model.variants).toEqual([]);
    return client.store.install(model, { ...NONE, files: [] });
  }
  const NONE = { name: 'safetensors', form: 'safetensors', precision: 'fp32', bytes: 0, weightBytes: 0 } as const;

  it.each([
    '../evil',
    'onnx/../../evil',
    'a/./b',
    'a//b',
    '/etc/evil',
    'C:\\evil',
    'C:evil',
    '..\\evil',
    'a\\b',
    'nul\0byte',
    'CON',
    'onnx/aux.txt',
    'Lpt1',
    'dot.',
    'space ',
    '',
    '.',
    '..',
    'file?.json',
    'stream:$DATA',
    `${'x'.repeat(300)}.json`,
    'x/'.repeat(300),
    'config.json/x',
    'Model.safetensors',
    'TOKENIZER.JSON',
  ])('with a file called %j is not installed', async (name) => {
    hub.faults = [{ path: tree, ...withFiles(name) }];
    expect(await outcome(install(client, 'org/model'))).toBe('fileName');
    await expectSafe();
    expect(existsSync(path.join(work, 'evil'))).toBe(false);
  });

  it('with names that are one where accents are two signs is not installed', async () => {
    hub.faults = [{ path: tree, ...withFiles('caf\u00e9.json', 'cafe\u0301.json') }];
    expect(await outcome(install(client, 'org/model'))).toBe('fileName');
  });

  it.each<[what: string, FaultEffect, problem: string | null]>([
    ['leads to itself', { kind: 'link', to: (url) => hub.endpoint + url }, 'answer'],
    ['leads to no address', { kind: 'link', to: () => 'http://[' }, 'answer'],
    ['has page after page', { kind: 'link', to: () => `${hub.endpoint}/x?cursor=${Math.random()}` }, 'answer'],
    ['has no end', { kind: 'pieces', pieces: endless }, 'answer'],
    ['has a million files', { kind: 'pieces', pieces: million }, 'answer'],
  ])('that %s', async (_, effect, problem) => {
    hub.faults = [{ path: tree, ...effect }];
    expect(await outcome(install(client, 'org/model'))).toBe(problem);
    await expectSafe();
    expect(hub.sent(tree)).toBeLessThan(40e6);
  });

  function* endless() {
    for (;;) yield '[1, '.repeat(10_000);
  }

  function* million() {
    const entry = (index: number) => `{"type":"file","path":"f${index}","size":1,"oid":"${'0'.repeat(40)}"}`;
    yield '[';
    for (let thousand = 0; thousand < 1000; thousand++) {
      yield Array.from({ length: 1000 }, (_, index) => `${entry(thousand * 1000 + index)},`).join('');
    }
    yield `${entry(1e6)}]`;
  }

  it('whose next page is on another host asks nothing there', async () => {
    hub.faults = [{ path: tree, kind: 'link', to: (url) => `${hub.cdn}${url}&cursor=1000`, times: 1 }];
    expect(await outcome(install(client, 'org/model'))).toBe(null);
    expect(hub.requests.filter(({ host, url }) => host === 'cdn' && url.startsWith('/api'))).toEqual([]);
    expectNoTokenElsewhere();
  });

  it.each<[what: string, FaultEffect, problem: string | null]>([
    ['no commit', { kind: 'rewrite', change: (told: object) => ({ ...told, sha: 'main' }) }, 'answer'],
    [
      'a commit that leads elsewhere',
      { kind: 'rewrite', change: (told: object) => ({ ...told, sha: '../../x' }) },
      'answer',
    ],
    [
      'a commit that is not there',
      { kind: 'rewrite', change: (told: object) => ({ ...told, sha: 'b'.repeat(40) }) },
      'notFound',
    ],
    [
      'a name that leads elsewhere',
      { kind: 'rewrite', change: (told: object) => ({ ...told, id: '../../evil' }) },
      null,
    ],
    [
      'a card of anything',
      { kind: 'rewrite', change: (told: object) => ({ ...told, cardData: { license: [[1]], language: { a: 1 } } }) },
      null,
    ],
    ['a page of a proxy', { kind: 'portal' }, 'answer'],
    ['status 500 again and again', { kind: 'status', status: 500 }, 'status'],
    ['no answer', { kind: 'stall' }, 'stalled'],
    ['an answer bit by bit', { kind: 'drip', at: 0, every: 30 }, 'stalled'],
    ['half an answer', { kind: 'cut', at: 30 }, 'cut'],
    ['a redirect in circles', { kind: 'redirect', to: (url) => url }, 'redirect'],
    ['401', { kind: 'status', status: 401 }, 'unauthorized'],
    ['404', { kind: 'status', status: 404, headers: { 'X-Error-Code': 'RepoNotFound' } }, 'notFound'],
  ])('with %s', async (_, effect, problem) => {
    hub.faults = [{ path: info, ...effect }];
    expect(await outcome(install(clientFor(effect), 'org/model'))).toBe(problem);
    if (problem === null) await expectWhole();
    else await expectSafe();
    expectNoTokenElsewhere();
  });

  it('whose config.json is none is not installed', async () => {
    for (const [effect, problem] of [
      [text('3'), 'answer'],
      [text('{'), 'answer'],
      [{ kind: 'portal' }, 'answer'],
      [text('{}'), 'size'],
    ] as const) {
      hub.faults = [{ path: /resolve\/[0-9a-f]{40}\/config\.json/, ...effect }];
      expect(await outcome(install(client, 'org/model'))).toBe(problem);
      await expectSafe();
    }
  });
});

describe('the hub', () => {
  it('that has another commit after the listing gives the files of that listing, or says that they are gone', async () => {
    const own = await startHub({ models: { 'org/model': FILES } });
    const mine = clientOf(own, path.join(work, 'moving'));
    const model = await mine.hub.model('org/model');
    own.push('org/model', { ...FILES, ...modelFiles(SIZE, 9) });
    await mine.store.install(model, model.variants[0]!);
    expect(differences(path.join(work, 'moving/org--model'), filesOf(FILES, 'safetensors'))).toEqual([]);
    own.push('org/model', modelFiles(SIZE, 10), true);
    const stale = mine.store.install(model, model.variants[1]!);
    expect(await outcome(stale)).toBe('notFound');
    // The form that was there before is still whole.
    expect((await mine.store.list()).map(({ variant }) => variant)).toEqual(['safetensors']);
    expect((await mine.store.verify('org--model', false)).bad).toEqual([]);
    await own.close();
  });

  it('that is gone for a while is waited for, and one that stays away is told', async () => {
    const patient = clientOf(hub, folder, { timeouts: { tries: 20, firstWait: 0.05, mostWait: 0.05 } });
    hub.faults = [{ ...large, kind: 'stall', at: MIDDLE }];
    const model = await patient.hub.model('org/model');
    let waits = 0;
    const running = patient.store.install(model, model.variants[0]!, {
      onProgress: ({ phase }) => {
        if (phase === 'waiting') waits += 1;
      },
    });
    await hub.until(() => hub.requests.some(({ host, sent }) => host === 'cdn' && sent >= MIDDLE));
    await hub.close();
    hub.faults = [];
    await expect.poll(() => waits).toBeGreaterThan(2);
    await hub.open();
    await running;
    await expectWhole();
    await client.store.remove('org--model');

    await hub.close();
    const away = outcome(client.store.install(model, model.variants[0]!));
    expect(await away).toBe('unreachable');
    await hub.open();
    await expectSafe();
    await client.store.resume('org--model');
    await expectWhole();
  });

  it('whose certificate nobody knows is not trusted', async () => {
    const own = await startHub({ models: { 'org/model': FILES }, certificate: selfSigned() });
    const mine = clientOf(own, path.join(work, 'secure'));
    expect(await outcome(mine.hub.model('org/model'))).toBe('certificate');
    expect(own.requests).toEqual([]);
    await own.close();
  });

  it('that is asked by HTTPS leads to nothing that others can read', async () => {
    // The line to the local hub is plain; the client is made to believe otherwise.
    const address = 'https://hub.test';
    const plain: typeof fetch = (input, init) =>
      fetch((input instanceof Request ? input.url : String(input)).replace(address, hub.endpoint), init);
    const mine = clientOf(hub, path.join(work, 'https'), { endpoint: address, fetch: plain, token: TOKEN });
    const model = await mine.hub.model('org/model');
    expect(await outcome(mine.store.install(model, model.variants[0]!))).toBe('redirect');
    expect(hub.requests.filter(({ host }) => host === 'cdn')).toEqual([]);
  });

  it('leaves nothing in the log of connections that is secret, and everything else', async () => {
    await run([{ ...large, kind: 'status', status: 500, times: 1 }], null);
    await client.log.settled();
    const lines = readFileSync(client.log.file, 'utf8').trim().split('\n').slice(-hub.requests.length);
    const told = lines.map((line) => JSON.parse(line) as { path: string; status: number });
    const asked = hub.requests.map(({ status, url }) => [status, url.split('?')[0]!]);
    expect(told.map(({ status, path: name }) => [status, name]).sort()).toEqual(asked.sort());
    expect(lines.join('\n')).not.toMatch(/hf_member|expires=/);
  });

  it('is not asked by a client that is offline', async () => {
    const mine = clientOf(hub, folder, { isOffline: () => true });
    await expect(mine.hub.model('org/model')).rejects.toMatchObject({ code: 'offline' });
    const model = await client.hub.model('org/model');
    const asked = hub.requests.length;
    await expect(mine.store.install(model, model.variants[0]!)).rejects.toMatchObject({ code: 'offline' });
    expect(hub.requests).toHaveLength(asked);
    await expectSafe();
  });
});
