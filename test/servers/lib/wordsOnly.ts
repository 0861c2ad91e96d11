import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { RunningServer } from './llama.js';

/** What a server is asked for tokens and probabilities by. */
const TOLD_BY = ['logprobs', 'n_probs', 'return_tokens', 'return_token_ids', 'logit_bias', 'echo'];

/** A proxy through which a server tells texts alone, as Ollama and its like do: no numbers of tokens, no probabilities. */
export async function wordsOnly(address: string): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const serve = async () => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const path = request.url ?? '';
      const given =
        pieces.length > 0 ? (JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>) : null;
      const isKnown = path === '/v1/models' || (path === '/v1/completions' && typeof given?.['prompt'] === 'string');
      if (!isKnown) return response.writeHead(404).end('{"detail": "Not Found"}');
      const body = given && Object.fromEntries(Object.entries(given).filter(([name]) => !TOLD_BY.includes(name)));
      const cancel = new AbortController();
      response.on('close', () => cancel.abort());
      const answer = await fetch(`${address}${path}`, {
        ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        signal: cancel.signal,
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      return pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
    };
    // Who asked may be gone.
    void serve().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
