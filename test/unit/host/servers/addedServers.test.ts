import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ServerQuestion } from '../../../../src/protocol/engine/index.js';
import { AddedServers } from '../../../../src/host/servers/addedServers.js';
import { ServerAsking } from '../../../../src/host/servers/askServer.js';
import { Server } from '../../../../src/servers/index.js';
import { abilities, added, BEYOND, HERE } from './abilities.js';

vi.mock('vscode', async () => (await import('../features/models/vscodeStandIn.js')).vscodeStandIn);

const KEY = 'sk-very-secret';

/** What the editor keeps: in a file that anyone may read, and in the keychain. */
function storage() {
  const state = new Map<string, unknown>();
  const secrets = new Map<string, string>();
  return {
    ...{ state, keychain: secrets },
    globalState: {
      get: (key: string, otherwise: unknown) => state.get(key) ?? otherwise,
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    },
    secrets: {
      get: (key: string) => Promise.resolve(secrets.get(key)),
      store: (key: string, value: string) => Promise.resolve(void secrets.set(key, value)),
      delete: (key: string) => Promise.resolve(void secrets.delete(key)),
    },
  };
}

let kept: ReturnType<typeof storage>;
let servers: AddedServers;
let isOffline = false;
const settings = { get: (key: string) => (key === 'offline' ? isOffline : '') } as never;

beforeEach(() => {
  kept = storage();
  isOffline = false;
  servers = new AddedServers(kept as never, settings);
});

describe('added servers', () => {
  it('are kept by their models, for the next window, and their keys in the keychain alone', async () => {
    await servers.setKey(BEYOND, KEY);
    await servers.add(added());
    await servers.add(added(HERE));
    expect(new AddedServers(kept as never, settings).all.map(({ address }) => address)).toEqual([BEYOND, HERE]);
    expect(servers.find('org/forty@127.0.0.1:8080')).toMatchObject({ address: HERE });
    expect(servers.find('org/forty@elsewhere')).toBeUndefined();
    expect(JSON.stringify([...kept.state])).not.toContain(KEY);
    expect([...kept.keychain]).toEqual([[`serverKey:${BEYOND}`, KEY]]);
  });

  it('of a window on another machine are its own: 127.0.0.1 is another server there', async () => {
    const there = new AddedServers(kept as never, settings, 'shell');
    await servers.add(added(HERE));
    await servers.setKey(HERE, KEY);
    await servers.agree(HERE);
    expect([there.all, await there.key(HERE), there.hasAgreed(HERE)]).toEqual([[], null, false]);
    await there.add(added(HERE));
    await there.remove('org/forty@127.0.0.1:8080');
    expect([servers.all.length, await servers.key(HERE), servers.hasAgreed(HERE)]).toEqual([1, KEY, true]);
  });

  it('take what was found out anew, at their place', async () => {
    await servers.add(added());
    await servers.add(added(HERE));
    await servers.add(added(BEYOND, { embedding: 3 }));
    expect(servers.all.map(({ address, abilities: one }) => [address, one.embedding])).toEqual([
      [BEYOND, 3],
      [HERE, null],
    ]);
  });

  it('lose key and consent with the last model of an address, and not before', async () => {
    const other = added(BEYOND, { model: { ...abilities().model, id: 'other' } });
    await servers.setKey(BEYOND, KEY);
    await servers.agree(BEYOND);
    await servers.add(added());
    await servers.add(other);
    await servers.remove('other@gpu.example');
    expect([await servers.key(BEYOND), servers.hasAgreed(BEYOND)]).toEqual([KEY, true]);
    await servers.remove('org/forty@gpu.example');
    expect([await servers.key(BEYOND), servers.hasAgreed(BEYOND)]).toEqual([null, false]);
    expect(servers.all).toEqual([]);
  });

  it('tell of each change', async () => {
    const told = vi.fn();
    servers.onDidChange(told);
    await servers.add(added());
    await servers.remove('nothing@gpu.example');
    await servers.remove('org/forty@gpu.example');
    expect(told).toHaveBeenCalledTimes(2);
  });
});

describe('what the engine asks a server', () => {
  const question = (more: Partial<ServerQuestion> = {}): ServerQuestion => ({
    ...{ address: BEYOND, path: '/v1/completions', body: { prompt: 'my text' }, reason: 'a test' },
    ...more,
  });
  const fetched: { url: string; authorization: string | null }[] = [];
  const logged: unknown[] = [];
  let answer = () => new Response('{"choices":[]}');
  const consent = vi.fn<(host: string) => Promise<boolean>>();
  const asking = () =>
    new ServerAsking(servers, settings, consent, (address, key) => {
      const fetch = ((url: string, { headers }: { headers: Record<string, string> }) => {
        fetched.push({ url, authorization: headers['authorization'] ?? null });
        return Promise.resolve(answer());
      }) as never;
      return new Server({ address, key, fetch, isOffline: () => isOffline, log: { add: (one) => logged.push(one) } });
    });

  beforeEach(async () => {
    fetched.length = 0;
    logged.length = 0;
    consent.mockReset().mockResolvedValue(true);
    answer = () => new Response('{"choices":[]}');
    await servers.add(added());
    await servers.add(added(HERE));
    await servers.setKey(BEYOND, KEY);
  });

  it('goes there with its key, once the user has agreed', async () => {
    await expect(asking().ask(question())).resolves.toEqual({ choices: [] });
    await asking().ask(question());
    expect(consent.mock.calls).toEqual([['gpu.example']]);
    expect(fetched).toEqual(
      Array.from({ length: 2 }, () => ({ url: `${BEYOND}/v1/completions`, authorization: `Bearer ${KEY}` })),
    );
    expect(JSON.stringify(logged)).not.toMatch(/my text|secret/);
  });

  it('is one question to the user for all runs that begin at once', async () => {
    const one = asking();
    await Promise.all([one.ask(question()), one.ask(question()), one.ask(question())]);
    expect(consent).toHaveBeenCalledTimes(1);
  });

  it('stays here where the user does not agree, and is asked again the next time', async () => {
    consent.mockResolvedValue(false);
    const refused = { code: 'not-trusted', details: { kind: 'serverTrust', problem: 'refused', host: 'gpu.example' } };
    await expect(asking().ask(question())).rejects.toMatchObject(refused);
    await expect(asking().ask(question())).rejects.toMatchObject(refused);
    expect([consent.mock.calls.length, fetched.length]).toEqual([2, 0]);
  });

  it('is asked anew of a server that was removed and added again', async () => {
    await asking().ask(question());
    await servers.remove('org/forty@gpu.example');
    await servers.add(added());
    await asking().ask(question());
    expect(consent).toHaveBeenCalledTimes(2);
    expect(fetched[1]).toMatchObject({ authorization: null });
  });

  it('needs no consent on this machine', async () => {
    await asking().ask(question({ address: HERE }));
    expect([consent.mock.calls.length, fetched.length]).toEqual([0, 1]);
  });

  it('connects to this machine alone while offline, and asks nothing of the user then', async () => {
    isOffline = true;
    await expect(asking().ask(question())).rejects.toMatchObject({ code: 'offline' });
    await asking().ask(question({ address: HERE }));
    expect(consent).not.toHaveBeenCalled();
    expect(fetched.map(({ url }) => url)).toEqual([`${HERE}/v1/completions`]);
  });

  it.each<[string, Partial<ServerQuestion>]>([
    ['another address', { address: 'https://other.example' }],
    ['another port', { address: 'http://127.0.0.1:8081' }],
    ['what is no address', { address: 'gpu.example' }],
    ['a path that makes another host of it', { path: '.evil.example/' }],
    ['a path that leads to another one', { path: '//evil.example/' }],
    ['a path with a name in it', { path: '@evil.example/' }],
  ])('is refused of %s', async (_, more) => {
    await expect(asking().ask(question(more))).rejects.toMatchObject({
      code: 'not-trusted',
      details: { kind: 'serverTrust', problem: 'notAdded' },
    });
    expect([consent.mock.calls.length, fetched.length]).toEqual([0, 0]);
  });

  it('tells no key in an error, whatever the server says', async () => {
    answer = () => new Response(JSON.stringify({ error: { message: `bad key ${KEY}` } }), { status: 401 });
    const error: unknown = await asking()
      .ask(question())
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'server-failed', details: { problem: 'key' } });
    expect(JSON.stringify([error, String(error), (error as { details: unknown }).details])).not.toContain(KEY);
  });

  it('loads what it needs with the first question', async () => {
    await expect(servers.ask(question({ address: 'https://other.example' }))).rejects.toMatchObject({
      code: 'not-trusted',
    });
  });
});
