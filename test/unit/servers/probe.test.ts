import { afterEach, describe, expect, it } from 'vitest';
import { probe, Server } from '../../../src/servers/index.js';
import { ALL, StandIn, type Skills } from './standIn.js';

const running: StandIn[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function started(standIn: StandIn) {
  running.push(standIn);
  const address = await standIn.start();
  return new Server({ address, key: null, isOffline: () => true, log: { add: () => {} } });
}

const listing = (data: object[]) =>
  started(
    new StandIn(ALL, (response, path) => {
      if (path === '/v1/models') response.end(JSON.stringify({ data }));
      return path === '/v1/models';
    }),
  );

async function probed(skills: Partial<Skills> = {}) {
  return probe(await started(new StandIn({ ...ALL, ...skills })));
}

describe('what a server can do is found by asking it', () => {
  it('finds all that one can', async () => {
    expect(await probed()).toEqual({
      model: { id: 'forty', context: 64, vocabulary: null, ownedBy: 'tests' },
      completes: true,
      alternatives: { most: 20, isWhole: false, namedBy: 'id', are: 'raw' },
      promptLogProbabilities: 'asked',
      tokenNumbers: { tokenize: true, in: true, out: true },
      ends: [],
      sampling: {
        seed: true,
        parameters: {
          ...{ temperature: true, top_k: true, top_p: true, min_p: true, typical_p: true },
          ...{ repetition_penalty: true, repeat_penalty: false, frequency_penalty: true, presence_penalty: false },
        },
        logitBias: true,
        stop: true,
        beams: true,
      },
      embedding: 3,
    });
  });

  it('gives one that is busy for a moment that moment, and no more', async () => {
    let left = 2;
    const busy = (seconds: string) =>
      started(
        new StandIn(ALL, (response) => {
          if (left-- <= 0) return false;
          response.writeHead(429, { 'retry-after': seconds }).end();
          return true;
        }),
      );
    expect(await probe(await busy('0'))).toEqual(await probed());
    left = Infinity;
    await expect(probe(await busy('60'))).rejects.toMatchObject({ details: { problem: 'busy', seconds: 60 } });
  });

  it.each([5, 7, 20, 21, 33])('finds the edge of %d alternatives, whether more are refused or cut', async (most) => {
    const found = await Promise.all([probed({ most }), probed({ most, refusesMore: false })]);
    expect(found.map(({ alternatives }) => alternatives)).toEqual(
      Array(2).fill({ most, isWhole: false, namedBy: 'id', are: 'raw' }),
    );
  });

  it('knows the whole vocabulary by nothing being left, and what is possible then', async () => {
    const found = await probed({ most: 40, refusesMore: false, echo: false });
    expect(found.alternatives).toMatchObject({ most: 40, isWhole: true });
    expect(found.promptLogProbabilities).toBe('oneByOne');
  });

  it.each<[string, Partial<Skills>, object]>([
    [
      'no log-probabilities',
      { most: 0, refusesMore: false },
      { alternatives: { most: 0 }, promptLogProbabilities: null },
    ],
    ['texts without numbers', { numbers: false }, { alternatives: { namedBy: 'text' }, tokenNumbers: { out: false } }],
    ['bytes', { numbers: false, shape: 'listed' }, { alternatives: { namedBy: 'bytes' } }],
    ['the chat’s form', { shape: 'listed' }, { alternatives: { most: 20, namedBy: 'id' }, tokenNumbers: { in: true } }],
    ['figures behind the temperature', { processed: true }, { alternatives: { are: 'processed' } }],
    ['no echo', { echo: false }, { promptLogProbabilities: 'someOneByOne' }],
    ['texts only', { takesNumbers: false, echo: false }, { promptLogProbabilities: null, tokenNumbers: { in: false } }],
    ['no tokenizer', { tokenizes: false }, { tokenNumbers: { tokenize: false } }],
    ['no seeds', { seeds: false }, { sampling: { seed: false } }],
    ['no stops', { stops: false }, { sampling: { stop: false } }],
    ['no beams', { beams: false }, { sampling: { beams: false } }],
    ['no bias', { bias: false }, { sampling: { logitBias: false } }],
    ['no embeddings', { embeds: false }, { embedding: null }],
    ...ALL.parameters
      .filter((name) => name !== 'temperature')
      .map((name): [string, Partial<Skills>, object] => [
        `no ${name}`,
        { parameters: ALL.parameters.filter((one) => one !== name) },
        { sampling: { parameters: { [name]: false } } },
      ]),
  ])('finds that one gives %s', async (_, skills, expected) => {
    expect(await probed(skills)).toMatchObject(expected);
  });

  it('tells nothing of effects by texts that are other ones each time', async () => {
    const random = { seeds: false, stops: false, beams: false, bias: false, parameters: [] };
    const { sampling } = await probed(random);
    expect(sampling).toMatchObject({ seed: false, logitBias: null, stop: null, beams: null });
    for (const name of ['repetition_penalty', 'repeat_penalty', 'frequency_penalty', 'presence_penalty'] as const)
      expect(sampling!.parameters[name]).toBeNull();
  });

  it('takes no silence for a stop', async () => {
    let isAsked = false;
    const silent = new StandIn(ALL, (response, path, body) => {
      const isStopped = path === '/v1/completions' && body['stop'] !== undefined;
      isAsked ||= isStopped;
      if (isStopped) response.end('{"choices":[{"text":""}]}');
      return isStopped;
    });
    expect((await probe(await started(silent))).sampling!.stop).toBe(false);
    expect(isAsked).toBe(true);
  });

  it.each<[string, object[], string | undefined, object]>([
    ['none', [], undefined, { problem: 'noModel', said: '' }],
    ['two and no name', [{ id: 'a' }, { id: 'b' }], undefined, { problem: 'severalModels', said: 'a, b' }],
    ['another name', [{ id: 'a' }, { id: 'a' }], 'c', { problem: 'noModel', said: 'a' }],
  ])('says which models there are: %s', async (_, data, name, details) => {
    await expect(probe(await listing(data), name)).rejects.toMatchObject({ details });
  });

  it('takes one that is listed twice for one, and a size below 1 for none', async () => {
    const data = [
      { id: 'a', max_model_len: -5, meta: { n_ctx: 0, n_vocab: -1 } },
      { id: 'a', max_model_len: 8 },
    ];
    expect((await probe(await listing(data))).model).toMatchObject({ id: 'a', context: null, vocabulary: null });
    const other = [{ id: 'a', max_model_len: 0, meta: { n_ctx: 32 } }];
    expect((await probe(await listing(other))).model.context).toBe(32);
  });

  it('takes an empty vector for none', async () => {
    const empty = new StandIn(ALL, (response, path) => {
      if (path === '/v1/embeddings') response.end('{"data":[{"embedding":[]}]}');
      return path === '/v1/embeddings';
    });
    expect((await probe(await started(empty))).embedding).toBeNull();
  });

  it('finds that one only makes vectors, and tells one that fails at writing instead of taking that for its nature', async () => {
    const answering = (status: number) =>
      started(
        new StandIn(ALL, (response, path) => {
          if (path === '/v1/completions') response.writeHead(status).end('{}');
          return path === '/v1/completions';
        }),
      );
    expect(await probe(await answering(404))).toMatchObject({ completes: false, sampling: null, embedding: 3 });
    await expect(probe(await answering(503))).rejects.toMatchObject({ details: { problem: 'failed', status: 503 } });
  });

  it.each([
    [
      'a log-probability above 0',
      '{"choices":[{"text":"a","logprobs":{"tokens":["a"],"token_logprobs":[1],"top_logprobs":null}}]}',
    ],
    [
      'fewer figures than tokens',
      '{"choices":[{"text":"a","logprobs":{"tokens":["a"],"token_logprobs":[],"top_logprobs":null}}]}',
    ],
    ['no choice', '{"choices":[]}'],
    ['a list', '[]'],
  ])('takes no answer with %s', async (_, answer) => {
    const server = await started(
      new StandIn(ALL, (response, path) => {
        if (path === '/v1/completions') response.end(answer);
        return path === '/v1/completions';
      }),
    );
    await expect(probe(server)).rejects.toMatchObject({ details: { kind: 'server', problem: 'shape' } });
  });
});
