/* The local hub by itself: what the tests of downloads rely on. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { generated, gitSha1, bytesOf, isSameAs, sha256, startHub, wholeOf, type TestHub } from '../../hub/index.js';

const WEIGHTS = generated(700_000, 7);
const CONFIG = '{"model_type": "bert"}\n';

let hub: TestHub;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-local-hub-'));
  mkdirSync(path.join(folder, 'model/onnx'), { recursive: true });
  writeFileSync(path.join(folder, 'model/config.json'), CONFIG);
  writeFileSync(path.join(folder, 'model/onnx/model.onnx'), 'graph');
  hub = await startHub({
    models: {
      'org/small': { 'config.json': CONFIG, 'a b/ü#?%+.txt': 'odd', 'model.safetensors': WEIGHTS, empty: '' },
      old: { 'config.json': CONFIG },
      'org/on-disk': path.join(folder, 'model'),
      'org/gated': { 'config.json': CONFIG },
      'org/private': { 'config.json': CONFIG },
    },
    about: {
      'org/small': {
        task: 'fill-mask',
        licence: 'mit',
        languages: ['en'],
        parameters: { F32: 12, F16: 2 },
        downloads: 5,
      },
      'org/gated': { gated: 'manual', readers: ['member'] },
      'org/private': { private: true, readers: ['member'] },
    },
    renamed: { former: 'org/small' },
    tokens: ['member', 'other'],
  });
});

afterEach(() => {
  hub.faults = [];
  hub.requests.length = 0;
});
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

const get = (way: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(hub.endpoint + way, { headers, ...init });
const weights = '/org/small/resolve/main/model.safetensors';
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe('contents', () => {
  it('have the digests that Git and sha256sum give', () => {
    expect(gitSha1(bytesOf('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(gitSha1(bytesOf(''))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(sha256(bytesOf('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('are the same wherever reading begins', () => {
    const whole = wholeOf(WEIGHTS);
    for (const [from, to] of [
      [0, 10],
      [262_140, 262_150],
      [300_001, 700_000],
      [5, 5],
    ] as const) {
      const part = Buffer.concat(Array.from(WEIGHTS.read(from, to), (piece) => Buffer.from(piece)));
      expect(part.equals(whole.subarray(from, to))).toBe(true);
    }
    expect(createHash('sha256').update(whole).digest('hex')).toBe(sha256(WEIGHTS));
    expect(sha256(generated(700_000, 8))).not.toBe(sha256(WEIGHTS));
    writeFileSync(path.join(folder, 'copy'), whole);
    expect(isSameAs(WEIGHTS, path.join(folder, 'copy'))).toBe(true);
    writeFileSync(path.join(folder, 'copy'), whole.fill(0, 699_999));
    expect(isSameAs(WEIGHTS, path.join(folder, 'copy'))).toBe(false);
  });

  it('are what git hash-object says', () => {
    const file = path.join(folder, 'object');
    writeFileSync(file, wholeOf(WEIGHTS));
    expect(execFileSync('git', ['hash-object', '--no-filters', file], { encoding: 'utf8' }).trim()).toBe(
      gitSha1(WEIGHTS),
    );
  });
});

describe('the listing', () => {
  it('tells of a model, at a revision too', async () => {
    const info = (await (await get('/api/models/org/small')).json()) as { sha: string };
    expect(info).toMatchObject({
      id: 'org/small',
      sha: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown,
      gated: false,
      private: false,
      pipeline_tag: 'fill-mask',
      cardData: { license: 'mit', language: 'en' },
      safetensors: { parameters: { F32: 12, F16: 2 }, total: 14 },
      downloads: 5,
    });
    for (const revision of ['main', info.sha]) {
      expect(await (await get(`/api/models/org/small/revision/${revision}?blobs=true`)).json()).toEqual(info);
    }
    const odd = await get('/api/models/org/small/revision/none');
    expect([odd.status, odd.headers.get('x-error-code')]).toEqual([404, 'RevisionNotFound']);
    expect(await (await get('/api/models/old')).json()).toMatchObject({ id: 'old' });
  });

  it('has size and digest of each file, and folders', async () => {
    const tree: unknown = await (await get('/api/models/org/small/tree/main?recursive=true')).json();
    expect(tree).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'directory', path: 'a b', size: 0 }),
        { type: 'file', path: 'a b/ü#?%+.txt', size: 3, oid: gitSha1(bytesOf('odd')) },
        expect.objectContaining({
          path: 'model.safetensors',
          size: 700_000,
          lfs: { oid: sha256(WEIGHTS), size: 700_000, pointerSize: 131 },
        }),
      ]),
    );
    expect(await (await get('/api/models/org/on-disk/tree/main')).json()).toMatchObject([
      { type: 'directory', path: 'onnx' },
      { path: 'config.json', size: CONFIG.length },
    ]);
  });

  it('comes in pages', async () => {
    const paths: string[] = [];
    let next: string | undefined = `${hub.endpoint}/api/models/org/small/tree/main?recursive=true&limit=2`;
    let pages = 0;
    while (next !== undefined) {
      const response: Response = await fetch(next);
      paths.push(...((await response.json()) as { path: string }[]).map((entry) => entry.path));
      next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
      pages++;
    }
    expect(pages).toBe(3);
    expect(paths).toEqual(['a b', 'a b/ü#?%+.txt', 'config.json', 'empty', 'model.safetensors']);
  });

  it('finds models by a part of their name, private ones never', async () => {
    const hits = (await (await get('/api/models?search=SMALL&limit=5')).json()) as { id: string }[];
    expect(hits.map(({ id }) => id)).toEqual(['org/small']);
    const all = (await (await get('/api/models?limit=3')).json()) as { id: string }[];
    expect(all.map(({ id }) => id)).toEqual(['org/small', 'old', 'org/on-disk']);
    expect(await (await get('/api/models?search=private')).json()).toEqual([]);
  });

  it('has another commit after a push, and forgets the former one if it is told to', async () => {
    const before = hub.commit('old').sha;
    hub.push('old', { 'config.json': '{}' });
    expect(hub.commit('old').sha).not.toBe(before);
    expect(await (await get(`/old/resolve/${before}/config.json`)).text()).toBe(CONFIG);
    expect(await (await get('/old/resolve/main/config.json')).text()).toBe('{}');
    hub.push('old', { 'config.json': CONFIG }, true);
    expect(hub.commit('old').sha).toBe(before);
    hub.push('old', { 'config.json': '[]' }, true);
    expect((await get(`/old/resolve/${before}/config.json`)).headers.get('x-error-code')).toBe('RevisionNotFound');
  });
});

describe('files', () => {
  it('come directly when they are small, by any name', async () => {
    const response = await get(`/org/small/resolve/main/${['a b', 'ü#?%+.txt'].map(encodeURIComponent).join('/')}`);
    expect(await response.text()).toBe('odd');
    expect(response.headers.get('x-repo-commit')).toBe(hub.commit('org/small').sha);
    expect(response.headers.get('etag')).toBe(`"${gitSha1(bytesOf('odd'))}"`);
    expect(response.headers.get('content-length')).toBe('3');
    const missing = await get('/org/small/resolve/main/none');
    expect([missing.status, missing.headers.get('x-error-code')]).toEqual([404, 'EntryNotFound']);
    expect(await missing.json()).toEqual({ error: 'Entry not found' });
  });

  it('come from the second host when they are large, without an account', async () => {
    const first = await get(weights, { Authorization: 'Bearer member' }, { redirect: 'manual' });
    expect(first.status).toBe(302);
    expect(first.headers.get('x-linked-size')).toBe('700000');
    expect(first.headers.get('x-linked-etag')).toBe(`"${sha256(WEIGHTS)}"`);
    expect(new URL(first.headers.get('location')!).origin).toBe(hub.cdn);
    expect(hub.cdn).not.toBe(hub.endpoint);
    const body = await bytes(await get(weights, { Authorization: 'Bearer member' }));
    expect(body.equals(wholeOf(WEIGHTS))).toBe(true);
    expect(hub.requests.map(({ host, status, sent, end }) => [host, status, sent, end])).toEqual([
      ['hub', 302, expect.any(Number), 'whole'],
      ['hub', 302, expect.any(Number), 'whole'],
      ['cdn', 200, 700_000, 'whole'],
    ]);
    expect(hub.requests.map(({ authorization }) => authorization)).toEqual(['Bearer member', 'Bearer member', null]);
    expect(hub.sent(/cdn|model\.safetensors\?/)).toBe(700_000);
  });

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=699990-', 699_990, 700_000],
    ['bytes=-7', 699_993, 700_000],
    ['bytes=100-9999999', 100, 700_000],
  ])('come in parts: %s', async (range, from, to) => {
    const response = await get(weights, { Range: range });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/700000`);
    expect((await bytes(response)).equals(wholeOf(WEIGHTS).subarray(from, to))).toBe(true);
    expect(hub.requests.at(-1)).toMatchObject({ range, from, sent: to - from });
  });

  it('have no part behind their end', async () => {
    const response = await get(weights, { Range: 'bytes=700000-' });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */700000']);
  });

  it('come whole when they have changed since', async () => {
    const range = { Range: 'bytes=5-' };
    expect((await get('/org/small/resolve/main/config.json', { ...range, 'If-Range': '"other"' })).status).toBe(200);
    const same = { ...range, 'If-Range': `"${gitSha1(bytesOf(CONFIG))}"` };
    expect((await get('/org/small/resolve/main/config.json', same)).status).toBe(206);
  });

  it('tell their size without coming', async () => {
    const response = await get(weights, {}, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-length')]).toEqual([200, '700000']);
    expect(await response.text()).toBe('');
    expect(hub.requests.at(-1)).toMatchObject({ method: 'HEAD', host: 'cdn', sent: 0 });
  });

  it('are found by a former name', async () => {
    expect(await (await get('/former/resolve/main/config.json')).text()).toBe(CONFIG);
    const info = await get('/api/models/former/revision/main?x=1', {}, { redirect: 'manual' });
    expect([info.status, info.headers.get('location')]).toEqual([307, '/api/models/org/small/revision/main?x=1']);
    const listing = await get('/api/models/former/tree/main?recursive=true');
    expect(listing.url).toBe(`${hub.endpoint}/api/models/org/small/tree/main?recursive=true`);
  });

  it('may come by way of another address of the hub; addresses of the second host end', async () => {
    const other = await startHub({
      models: { 'org/m': { 'config.json': CONFIG, 'w.onnx': 'w' } },
      relay: true,
      signedFor: -1,
    });
    const response = await fetch(`${other.endpoint}/org/m/resolve/main/config.json`);
    expect(response.url).toContain('/api/resolve-cache/models/org/m/');
    expect(await response.text()).toBe(CONFIG);
    expect((await fetch(`${other.endpoint}/org/m/resolve/main/w.onnx`)).status).toBe(403);
    await other.close();
  });
});

describe('accounts', () => {
  const ask = async (way: string, token?: string) => {
    const response = await get(way, token === undefined ? {} : { Authorization: `Bearer ${token}` });
    await response.text();
    return [response.status, response.headers.get('x-error-code')];
  };

  it('a gated model is listed, and read by those who may', async () => {
    const file = '/org/gated/resolve/main/config.json';
    expect(await ask('/api/models/org/gated/tree/main?recursive=true')).toEqual([200, null]);
    expect(await (await get('/api/models/org/gated')).json()).toMatchObject({ gated: 'manual' });
    expect(await ask(file)).toEqual([401, 'GatedRepo']);
    expect(await ask(file, 'other')).toEqual([403, 'GatedRepo']);
    expect(await ask(file, 'member')).toEqual([200, null]);
  });

  it('a private model is as one that is not there', async () => {
    expect(await ask('/api/models/org/private')).toEqual([401, null]);
    expect(await ask('/api/models/org/none')).toEqual([401, null]);
    expect(await ask('/api/models/org/private', 'other')).toEqual([404, 'RepoNotFound']);
    expect(await ask('/api/models/org/private', 'member')).toEqual([200, null]);
  });

  it('a token that is none is refused everywhere', async () => {
    const response = await get('/api/models/org/small', { Authorization: 'Bearer wrong' });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: 'Invalid credentials in Authorization header' });
  });
});

describe('faults', () => {
  const config = '/org/small/resolve/main/config.json';
  const whole = wholeOf(WEIGHTS);
  const large = { path: /model\.safetensors/, host: 'cdn' } as const;

  it('come when they are due, and are counted', async () => {
    const fault = { path: /config\.json$/, after: 1, times: 2, kind: 'status', status: 503 } as const;
    hub.faults = [fault];
    const statuses = [];
    for (let attempt = 0; attempt < 5; attempt++) statuses.push((await get(config)).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect(hub.hits(fault)).toBe(2);
    expect(hub.requests.map((seen) => seen.fault)).toEqual([null, 'status', 'status', null, null]);
  });

  it('cut a body after so many bytes', async () => {
    hub.faults = [{ ...large, kind: 'cut', at: 300_000 }];
    const response = await get(weights);
    expect(response.headers.get('content-length')).toBe('700000');
    const got: Uint8Array[] = [];
    const reader = response.body!.getReader();
    const read = async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) got.push(next.value);
    };
    await expect(read()).rejects.toThrow(/terminated/);
    expect(Buffer.concat(got).equals(whole.subarray(0, 300_000))).toBe(true);
    expect(hub.requests.at(-1)).toMatchObject({ sent: 300_000, end: 'broken' });
  });

  it.each([{ kind: 'endEarly', at: 1000 } as const, { kind: 'chunked', at: 1000 } as const])(
    'end a body in order, too early: %j',
    async (fault) => {
      hub.faults = [{ ...large, ...fault }];
      const response = await get(weights);
      expect(response.headers.get('content-length')).toBeNull();
      expect((await bytes(response)).equals(whole.subarray(0, 1000))).toBe(true);
    },
  );

  it('change a file’s bytes or their number', async () => {
    hub.faults = [{ ...large, kind: 'flip', at: 500_000 }];
    const flipped = await bytes(await get(weights, { Range: 'bytes=499999-500001' }));
    expect([...flipped]).toEqual([whole[499_999], whole[500_000]! ^ 255, whole[500_001]]);
    hub.faults = [{ ...large, kind: 'zeros' }];
    expect((await bytes(await get(weights))).equals(Buffer.alloc(700_000))).toBe(true);
    hub.faults = [{ ...large, kind: 'resize', by: 300_000 }];
    expect((await bytes(await get(weights))).equals(Buffer.concat([whole, Buffer.alloc(300_000)]))).toBe(true);
    hub.faults = [{ ...large, kind: 'resize', by: -1 }];
    expect((await bytes(await get(weights))).length).toBe(699_999);
  });

  it('lie about length and range', async () => {
    const part = async () => {
      const response = await get(weights, { Range: 'bytes=1000-1999' });
      return [response.status, response.headers.get('content-range'), whole.indexOf(await bytes(response))];
    };
    hub.faults = [{ ...large, kind: 'mislabelRange', by: 100 }];
    expect(await part()).toEqual([206, 'bytes 1100-2099/700000', 1000]);
    hub.faults = [{ ...large, kind: 'shiftRange', by: 100 }];
    expect(await part()).toEqual([206, 'bytes 1000-1999/700000', 1100]);
    hub.faults = [{ ...large, kind: 'otherRange', by: -1000 }];
    expect(await part()).toEqual([206, 'bytes 0-999/700000', 0]);
    hub.faults = [{ ...large, kind: 'ignoreRange' }];
    expect(await part()).toEqual([200, null, 0]);
    hub.faults = [{ ...large, kind: 'wrongLength', by: -1000 }];
    expect((await bytes(await get(weights))).length).toBe(699_000);
    hub.faults = [{ ...large, kind: 'wrongLength', by: 1000 }];
    await expect(get(weights).then(bytes)).rejects.toThrow();
  });

  it('stand still, with or without headers, and go on when nobody waits any more', async () => {
    for (const at of [undefined, 500]) {
      hub.faults = [{ ...large, kind: 'stall', ...(at !== undefined && { at }) }];
      const stop = new AbortController();
      const request = get(weights, {}, { signal: stop.signal }).then(bytes);
      await hub.until(() => hub.requests.at(-1)?.fault === 'stall' && hub.requests.at(-1)!.sent === (at ?? 0));
      stop.abort();
      await expect(request).rejects.toThrow(/abort/);
      await hub.until(() => hub.requests.at(-1)!.end === 'broken');
      hub.requests.length = 0;
    }
  });

  it('drip', async () => {
    hub.faults = [{ path: /config/, kind: 'drip', every: 2, at: 10 }];
    const began = performance.now();
    expect(await (await get(config)).text()).toBe(CONFIG);
    expect(performance.now() - began).toBeGreaterThan(2 * (CONFIG.length - 11));
    hub.faults = [{ path: /config/, kind: 'dripHeaders', every: 1 }];
    const response = await get(config);
    expect([response.status, await response.text()]).toEqual([200, CONFIG]);
  });

  it('lead elsewhere', async () => {
    const ask = (fault: { to: string | null | (() => string); status?: number }) => {
      hub.faults = [{ path: /config/, kind: 'redirect', ...fault }];
      return get(config, {}, { redirect: 'manual' });
    };
    expect((await ask({ to: null })).headers.get('location')).toBeNull();
    expect((await ask({ to: 'file:///etc/hosts', status: 307 })).headers.get('location')).toBe('file:///etc/hosts');
    await ask({ to: () => config });
    await expect(get(config)).rejects.toThrow();
  });

  it('answer something else', async () => {
    const info = '/api/models/org/small';
    hub.faults = [{ path: /config/, kind: 'portal' }];
    expect((await get(config)).headers.get('content-type')).toBe('text/html');
    hub.faults = [{ path: /api/, kind: 'rewrite', change: (value: { id: string }) => ({ ...value, id: '../x' }) }];
    expect(await (await get(info)).json()).toMatchObject({ id: '../x', private: false });
    hub.faults = [{ path: /api/, kind: 'truncate', at: 20 }];
    expect(await (await get(info)).text()).toHaveLength(20);
    hub.faults = [{ path: /api/, kind: 'text', text: 'null' }];
    expect(await (await get(info)).json()).toBeNull();
    hub.faults = [{ path: /config/, kind: 'gzip' }];
    expect(await (await get(config)).text()).toBe(CONFIG);
    hub.faults = [{ path: /config/, kind: 'gzip', isBroken: true }];
    await expect(get(config).then(bytes)).rejects.toThrow();
    hub.faults = [{ path: /tree/, kind: 'link', to: (url) => hub.cdn + url }];
    const listing = await get('/api/models/org/small/tree/main?recursive=true');
    expect(listing.headers.get('link')).toBe(`<${hub.cdn}/api/models/org/small/tree/main?recursive=true>; rel="next"`);
  });

  it('go on without an end as long as somebody reads', async () => {
    const endless = function* () {
      for (;;) yield '[1,'.repeat(1000);
    };
    hub.faults = [{ path: /api/, kind: 'pieces', pieces: endless }];
    const stop = new AbortController();
    const response = await get('/api/models/org/small', {}, { signal: stop.signal });
    const reader = response.body!.getReader();
    for (let read = 0; read < 1e6;) read += ((await reader.read()).value as Uint8Array).length;
    stop.abort();
    await hub.until(() => hub.requests.at(-1)!.end === 'broken');
  });

  it('close the connection before an answer', async () => {
    hub.faults = [{ path: /config/, kind: 'close', reset: true }];
    await expect(get(config)).rejects.toThrow(/fetch failed/);
  });
});

describe('the line', () => {
  it('is as slow as it is told to be', async () => {
    hub.throttle.bytesPerSecond = 2e6;
    const began = performance.now();
    await bytes(await get(weights));
    const seconds = (performance.now() - began) / 1000;
    hub.throttle.bytesPerSecond = Infinity;
    // 0.35 s, of which up to a piece and the slack come at once
    expect(seconds).toBeGreaterThan(0.15);
  });

  it('is closed for a while', async () => {
    const port = Number(new URL(hub.endpoint).port);
    await hub.close();
    // The first may be sent on a connection whose end has not been seen yet.
    await get('/api/models/old').catch(() => {});
    await expect(get('/api/models/old')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await hub.open();
    expect(Number(new URL(hub.endpoint).port)).toBe(port);
    expect((await get('/api/models/old')).status).toBe(200);
  });

  it('takes odd requests', async () => {
    expect((await get('/%ff/resolve/main/x')).status).toBe(400);
    expect((await get('/nothing')).status).toBe(404);
    const socket = net.connect(Number(new URL(hub.endpoint).port), '127.0.0.1');
    socket.resume();
    socket.end('GET / NONSENSE\r\n\r\n');
    await new Promise((resolve) => socket.on('close', resolve));
    expect((await get('/api/models/old')).status).toBe(200);
  });
});
