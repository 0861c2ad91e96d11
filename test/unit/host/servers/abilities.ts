import type { AddedServer, ServerAbilities } from '../../../../src/protocol/engine/index.js';

/** What a server like vLLM's was found to be able to do. */
export const abilities = (more: Partial<ServerAbilities> = {}): ServerAbilities => ({
  model: { id: 'org/forty', context: 64, vocabulary: 40, ownedBy: 'vllm' },
  completes: true,
  alternatives: { most: 20, isWhole: false, namedBy: 'id', are: 'raw' },
  promptLogProbabilities: 'asked',
  tokenNumbers: { tokenize: true, in: true, out: true },
  ends: [],
  sampling: {
    ...{ seed: true, logitBias: true, stop: true, beams: null },
    parameters: {
      ...{ temperature: true, top_k: true, top_p: true, min_p: true, typical_p: false, repetition_penalty: true },
      ...{ repeat_penalty: false, frequency_penalty: null, presence_penalty: true },
    },
  },
  embedding: null,
  ...more,
});

export const HERE = 'http://127.0.0.1:8080';
export const BEYOND = 'https://gpu.example';

export const added = (address = BEYOND, more: Partial<ServerAbilities> = {}): AddedServer => ({
  address,
  abilities: abilities(more),
});
