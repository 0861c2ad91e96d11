import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectionEntry } from '../../../src/hub/index.js';
import type { GlassboxError } from '../../../src/protocol/engine/index.js';
import { Server, serverAddress, type ServerOptions } from '../../../src/servers/index.js';
import { ALL, StandIn } from './standIn.js';

const running: StandIn[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

const KEY = 'sk-very-secret';
const entries: ConnectionEntry[] = [];

async function asked(answer: (response: ServerResponse) => void, more: Partial<ServerOptions> = {}) {
  const standIn = new StandIn(ALL, (response) => {
    answer(response);
    return true;
  });
  running.push(standIn);
  const address = await standIn.start();
  const log = { add: (entry: ConnectionEntry) => void entries.push(entry) };
  const server = new Server({ ...{ address, key: KEY, isOffline: () => false, log }, ...more });
  const request = { path: '/v1/completions', body: { prompt: 'My text' }, reason: 'a test' };
  const error: unknown = await server.ask(request).catch((thrown: unknown) => thrown);
  return { error, standIn };
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

describe('the way to a server', () => {
  it.each<[string, (response: ServerResponse) => void, object]>([
    [
      '401 with a word',
      answering(401, '{"error":"Unauthorized"}'),
      { problem: 'key', status: 401, said: 'Unauthorized' },
    ],
    ['403', answering(403, '{}'), { problem: 'key', status: 403 }],
    ['404', answering(404, '{"detail":"Not Found"}'), { problem: 'notFound', said: 'Not Found' }],
    ['413', answering(413, ''), { problem: 'tooLong' }],
    ['429', answering(429, '', { 'retry-after': '7' }), { problem: 'busy', seconds: 7 }],
    ['500', answering(500, '{"error":{"message":"CUDA"}}'), { problem: 'failed', status: 500, said: 'CUDA' }],
    [
      '503 while it loads',
      answering(503, '{"error":{"message":"Loading model"}}'),
      { problem: 'failed', said: 'Loading model' },
    ],
    ['400 in a list', answering(400, '{"detail":[{"msg":"n"}]}'), { problem: 'refused', said: '[{"msg":"n"}]' }],
    ['a redirect', answering(302, '', { location: 'http://127.0.0.1:1/' }), { problem: 'redirect' }],
    ['a page of a proxy', answering(200, '<html>Sign in</html>'), { problem: 'notJson' }],
    ['such a page as an error', answering(502, '<html>Bad gateway</html>'), { problem: 'failed', status: 502 }],
    ['NaN', answering(200, '{"logprob": NaN}'), { problem: 'notJson' }],
    [
      'half an answer',
      (response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{"choices"');
        setTimeout(() => response.destroy(), 20);
      },
      { problem: 'cut' },
    ],
    ['no answer', (response) => void response.destroy(), { problem: 'cut' }],
  ])('tells %s', async (_, answer, expected) => {
    const { error } = await asked(answer);
    expect(error).toMatchObject({ code: 'server-failed', details: { kind: 'server', ...expected } });
  });

  it('says to wait only as long as the server does', async () => {
    for (const headers of [{}, { 'retry-after': 'soon' }, { 'retry-after': '-5' }]) {
      const { error } = await asked(answering(429, '', headers));
      expect((error as GlassboxError).details).not.toHaveProperty('seconds');
      expect((error as GlassboxError).message).not.toContain('asked to wait');
    }
  });

  it('tells one that does not speak https', async () => {
    const standIn = new StandIn();
    running.push(standIn);
    const address = (await standIn.start()).replace('http:', 'https:');
    const { error } = await asked(answering(200, '{}'), { address });
    expect(error).toMatchObject({
      details: { problem: 'plain' },
      message: expect.stringContaining('http://') as string,
    });
  });

  it('tells one that is silent, and one that is not there', async () => {
    const { error } = await asked(() => {}, { seconds: 0.1 });
    expect(error).toMatchObject({ details: { problem: 'stalled', seconds: 0.1 } });
    const gone = await asked(answering(200, '{}'), { address: 'http://127.0.0.1:1' });
    expect(gone.error).toMatchObject({ details: { problem: 'unreachable', host: '127.0.0.1:1' } });
  });

  it('follows no redirect, so that text and key go to the address only', async () => {
    const other = new StandIn();
    running.push(other);
    const location = await other.start();
    await asked(answering(307, '', { location }));
    expect(other.requests).toEqual([]);
  });

  it('keeps the key out of what a server says, and of the log, which has no text either', async () => {
    const { error, standIn } = await asked(answering(401, `{"error":"no such key: ${KEY}"}`));
    expect(standIn.requests[0]!.key).toBe(`Bearer ${KEY}`);
    expect(String(error)).toContain('no such key: …');
    expect(JSON.stringify([error, entries])).not.toMatch(/very-secret|My text/);
  });

  it('takes what a server says as plain text of one line, and not all of it', async () => {
    const said = `\u001b[31mred\n\u202etext ${'x'.repeat(1000)}`;
    const { error } = await asked(answering(400, JSON.stringify({ error: said })));
    const { details } = error as { details: { said: string } };
    expect(details.said).toMatch(/^red text x{1,300}…$/);
  });

  it('sends no key for everybody to read, and nothing but to this machine while offline', async () => {
    const elsewhere = 'http://models.example';
    const fetch = () => Promise.reject(new Error('asked'));
    expect((await asked(() => {}, { address: elsewhere, fetch })).error).toMatchObject({
      details: { problem: 'openKey' },
    });
    for (const key of ['two\nlines', 'schlüssel€', 'a b']) {
      expect((await asked(() => {}, { key })).error).toMatchObject({ details: { problem: 'oddKey' } });
    }
    const offline = { address: elsewhere, fetch, isOffline: () => true };
    expect((await asked(() => {}, offline)).error).toMatchObject({ code: 'offline' });
  });

  it('can be cancelled, and the connection is closed', async () => {
    let close: () => void;
    const closed = new Promise<void>((resolve) => (close = resolve));
    const standIn = new StandIn(ALL, (response) => {
      response.on('close', close);
      return true;
    });
    running.push(standIn);
    const address = await standIn.start();
    const server = new Server({ address, key: null, isOffline: () => false, log: { add: () => {} } });
    const stop = new AbortController();
    const answer = server.ask({ path: '/v1/models', reason: 'a test', signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    await closed;
  });
});

describe('an address of a server', () => {
  it.each([
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    [' http://127.0.0.1:8080/v1/ ', 'http://127.0.0.1:8080'],
    ['localhost:11434', 'http://localhost:11434'],
    ['LOCALHOST:8080', 'http://localhost:8080'],
    ['127.1:8080', 'http://127.0.0.1:8080'],
    ['[::1]:8080/v1', 'http://[::1]:8080'],
    ['models.example', 'https://models.example'],
    ['https://models.example/llm/v1', 'https://models.example/llm'],
    ['https://models.example/llm/v1/chat/completions', 'https://models.example/llm'],
    ['127.0.0.1:8080/v1/completions/', 'http://127.0.0.1:8080'],
    ['http://localhost:8000/v1/v1', 'http://localhost:8000'],
    ['http://localhost:8000//v1//', 'http://localhost:8000'],
    ['http://localhost:8000/v1/models', 'http://localhost:8000'],
    ['http://localhost:8000/v1/embeddings', 'http://localhost:8000'],
    ['https://models.example/v10', 'https://models.example/v10'],
  ])('%s is %s', (given, expected) => {
    expect(serverAddress(given)).toBe(expected);
  });

  it.each(['', 'ftp://host', 'http://', 'https://user:secret@host', 'https://host/v1?key=secret', 'two words'])(
    '%j is none, and a secret in it is not told on',
    (given) => {
      expect(() => serverAddress(given)).toThrow(expect.objectContaining({ code: 'bad-request' }));
      expect(() => serverAddress(given)).not.toThrow(/secret/);
    },
  );
});
