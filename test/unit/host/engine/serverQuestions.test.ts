import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { answerQuestions } from '../../../../src/host/engine/serverQuestions.js';
import { GlassboxError, type ServerAccess } from '../../../../src/protocol/engine/index.js';
import { RpcServers } from '../../../../src/protocol/engine/rpcCalls.js';

const open: MessageConnection[] = [];
afterEach(() => open.splice(0).forEach((one) => one.dispose()));

/** An engine's way to servers that the host answers. */
function wired(ask: ServerAccess['ask']) {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const make = (from: PassThrough, to: PassThrough) => {
    const connection = createMessageConnection(new StreamMessageReader(from), new StreamMessageWriter(to));
    open.push(connection);
    return connection;
  };
  const host = make(up, down);
  const engine = make(down, up);
  const end = answerQuestions(host, { ask });
  host.listen();
  engine.listen();
  return { servers: new RpcServers(engine), end };
}

const QUESTION = { address: 'http://127.0.0.1:1', path: '/v1/models', reason: 'a test' };
const until = (signal: AbortSignal | undefined) =>
  new Promise<never>((_, reject) =>
    signal?.addEventListener('abort', () => reject(new GlassboxError('cancelled', 'The run was cancelled.'))),
  );

describe('what an engine asks servers by way of the host', () => {
  it('is answered whole', async () => {
    const { servers } = wired((question, _, onEvent) => Promise.resolve({ question, listens: onEvent !== undefined }));
    expect(await servers.ask(QUESTION)).toEqual({ question: QUESTION, listens: false });
  });

  it('comes in pieces, in their order and before its end', async () => {
    const { servers } = wired((_, __, onEvent) => {
      for (let at = 0; at < 50; at++) onEvent?.({ at });
      return Promise.resolve(null);
    });
    const pieces: unknown[] = [];
    expect(await servers.ask(QUESTION, undefined, (piece) => pieces.push(piece))).toBeNull();
    expect(pieces).toEqual(Array.from({ length: 50 }, (_, at) => ({ at })));
  });

  it('gives pieces to whoever asked for them', async () => {
    const { servers } = wired(async ({ path }, _, onEvent) => {
      await Promise.resolve();
      onEvent?.(path);
      return null;
    });
    const heard = await Promise.all(
      ['/a', '/b', '/c'].map(async (path) => {
        const pieces: unknown[] = [];
        await servers.ask({ ...QUESTION, path }, undefined, (piece) => pieces.push(piece));
        return pieces;
      }),
    );
    expect(heard).toEqual([['/a'], ['/b'], ['/c']]);
  });

  it('keeps an error with its code and details', async () => {
    const details = { kind: 'server', host: 'gpu.example', problem: 'busy', seconds: 7 } as const;
    const { servers } = wired(() => Promise.reject(new GlassboxError('server-failed', 'busy', { details })));
    await expect(servers.ask(QUESTION)).rejects.toMatchObject({ code: 'server-failed', message: 'busy', details });
  });

  it('is taken back at the server as well', async () => {
    const heard: string[] = [];
    const { servers } = wired(async (_, signal) => {
      heard.push('asked');
      signal?.addEventListener('abort', () => heard.push('taken back'));
      return until(signal);
    });
    const leaving = new AbortController();
    const asked = servers.ask(QUESTION, leaving.signal);
    await expect.poll(() => heard).toEqual(['asked']);
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard).toEqual(['asked', 'taken back']);
  });

  it('ends at the server when the engine does', async () => {
    const heard: string[] = [];
    const { servers, end } = wired(async (_, signal) => {
      heard.push('asked');
      signal?.addEventListener('abort', () => heard.push('taken back'));
      return until(signal);
    });
    const asked = servers.ask(QUESTION).catch(() => 'over');
    await expect.poll(() => heard).toEqual(['asked']);
    end();
    await expect.poll(() => heard).toEqual(['asked', 'taken back']);
    expect(await asked).toBe('over');
  });
});
