import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
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

describeServer('a real server', (server) => {
  it('stops to write when a stream is cancelled', async () => {
    const { address } = server();
    const [before, cancel, most] = [await written(address), new AbortController(), 500];
    const fields = { max_tokens: most, ignore_eos: true, stream: true };
    const answer = errorOf(serverAt(address).ask({ ...completion(fields), signal: cancel.signal }));
    await until(async () => (await running(address)) === 1);
    cancel.abort();
    expect(await answer).toMatchObject({ code: 'cancelled' });
    await until(async () => (await running(address)) === 0);
    expect((await written(address)) - before).toBeLessThan(most);
  });

  it('says that a prompt is too long', async () => {
    const error = await errorOf(serverAt(server().address).ask(completion({ prompt: Array<number>(600).fill(5) })));
    expect(error).toMatchObject({ code: 'server-failed', details: { problem: 'refused', status: 400 } });
    expect(error).toHaveProperty('details.said', expect.stringMatching(/context (size|length)/) as string);
  });
});

describeLlama('llama.cpp’s server', {}, (server) => {
  it('answers by the model that it has, whatever name is asked for', async () => {
    const answer = await serverAt(server().address).ask(completion({ model: 'gpt5' }));
    expect(answer).toMatchObject({ model: SERVED });
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
