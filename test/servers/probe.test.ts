import { expect, it } from 'vitest';
import { probe } from '../../src/servers/index.js';
import { describeServer, serverAt } from './lib/describeServer.js';

/** What docs/servers.md says of each; by whose name the server goes. */
const FOUND: Record<string, object> = {
  llamacpp: {
    model: { id: 'gpt2-mini', context: 512, vocabulary: 10_000 },
    alternatives: { most: 10_000, isWhole: true, namedBy: 'id', are: 'raw' },
    promptLogProbabilities: 'oneByOne',
    sampling: {
      parameters: { typical_p: true, repetition_penalty: false, repeat_penalty: true },
      beams: false,
    },
    embedding: 256,
  },
  vllm: {
    model: { id: 'gpt2-mini', context: 512, vocabulary: null },
    alternatives: { most: 20, isWhole: false, namedBy: 'id', are: 'raw' },
    promptLogProbabilities: 'asked',
    sampling: {
      parameters: { typical_p: false, repetition_penalty: true, repeat_penalty: false },
      beams: true,
    },
    embedding: null,
  },
};
/** Both have these. */
const EACH = {
  completes: true,
  tokenNumbers: { tokenize: true, in: true, out: true },
  sampling: {
    parameters: {
      ...{ temperature: true, top_k: true, top_p: true, min_p: true },
      ...{ frequency_penalty: true, presence_penalty: true },
    },
    ...{ seed: true, logitBias: true, stop: true },
  },
};

describeServer('what a real server can do', (server) => {
  it('is found as it is documented', async () => {
    const found = await probe(serverAt(server().address));
    expect(found).toMatchObject(EACH);
    expect(found).toMatchObject(FOUND[found.model.ownedBy ?? ''] ?? {});
  });

  it('is not asked for of a model that it does not have', async () => {
    const error: unknown = await probe(serverAt(server().address), 'gpt5').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'server-failed', details: { problem: 'noModel', said: 'gpt2-mini' } });
  });
});
