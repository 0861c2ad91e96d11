import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readCompletions } from '../../src/servers/completion.js';
import { describeLlama, describeServer, serverAt } from './lib/describeServer.js';
import { SERVED } from './lib/servedModel.js';

/** What a request ends in. */
const errorOf = (answer: Promise<unknown>) => answer.catch((thrown: unknown) => thrown);
const completion = (fields: object) => ({
  path: '/v1/completions',
  body: { model: SERVED, prompt: 'The', max_tokens: 1, ...fields },
  reason: 'a test',
});

/** A number that a server tells of itself, by either name that it may have: llama.cpp's or vLLM's. */
async function metric(address: string, names: readonly string[]): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  const line = text.split('\n').find((one) => names.some((name) => one.startsWith(name)));
  if (line === undefined) throw new Error(`The server tells nothing of ${names.join(' or ')}.`);
  return Number(line.slice(line.lastIndexOf(' ')));
}
const running = (address: string) => metric(address, ['llamacpp:requests_processing', 'vllm:num_requests_running']);
const written = (address: string) =>
  metric(address, ['llamacpp:tokens_predicted_total', 'vllm:generation_tokens_total']);

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(5);
}

/** Cancels a request while it is written; how many of 500 tokens are written all the same. */
async function writtenWhenCancelled(address: string, fields: object): Promise<number> {
  const [before, cancel] = [await written(address), new AbortController()];
  const request = completion({ max_tokens: MOST, ignore_eos: true, ...fields });
  const answer = errorOf(serverAt(address).ask({ ...request, signal: cancel.signal }));
  await until(async () => (await running(address)) === 1);
  cancel.abort();
  expect(await answer).toMatchObject({ code: 'cancelled' });
  await until(async () => (await running(address)) === 0);
  return (await written(address)) - before;
}
const MOST = 500;

describeServer('a real server', (server) => {
  it('stops to write when a stream is cancelled', async () => {
    expect(await writtenWhenCancelled(server().address, { stream: true })).toBeLessThan(MOST);
  });

  it('says that a prompt is too long', async () => {
    const error = await errorOf(serverAt(server().address).ask(completion({ prompt: Array<number>(600).fill(5) })));
    expect(error).toMatchObject({ code: 'server-failed', details: { problem: 'refused', status: 400 } });
    expect(error).toHaveProperty('details.said', expect.stringMatching(/context (size|length)/) as string);
  });
});

describeLlama('llama.cpp’s server', {}, (server) => {
  it('writes to its end what is no stream, though nobody waits', async () => {
    expect(await writtenWhenCancelled(server().address, {})).toBe(MOST);
  });

  it('answers by the model that it has, whatever name is asked for', async () => {
    const answer = await serverAt(server().address).ask(completion({ model: 'gpt5' }));
    expect(answer).toMatchObject({ model: SERVED });
  });

  it('tells nothing of a piece of a character but with the last one', async () => {
    // The model goes on with characters of three pieces each.
    const numbers = async (most: number) => {
      const fields = { prompt: '她说:你好', temperature: 0, logprobs: 3, max_tokens: most };
      return readCompletions(await serverAt(server().address).ask(completion(fields)))![0]!.steps?.length ?? 0;
    };
    expect([await numbers(1), await numbers(2), await numbers(3), await numbers(6)]).toEqual([0, 0, 1, 2]);
  });
});

describeLlama('a server with a key', { keys: ['right'] }, (server) => {
  const models = { path: '/v1/models', reason: 'a test' };

  describe.each(['wrong', null])('given %j', (key) => {
    it.each([models, completion({})])('says so ($path)', async (request) => {
      const error = await errorOf(serverAt(server().address, { key }).ask(request));
      expect(error).toMatchObject({ code: 'server-failed', details: { problem: 'key', status: 401 } });
    });
  });

  it('answers with it', async () => {
    const found = await serverAt(server().address, { key: 'right' }).ask(models);
    expect(found).toMatchObject({ data: [{ id: SERVED }] });
  });
});
