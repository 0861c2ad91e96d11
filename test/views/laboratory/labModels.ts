import { SERVED_METHODS, type Architecture, type ModelInfo } from '../../../src/protocol/engine/index.js';

/** An embedded model, as the engine lists it. */
function embedded(id: string, architecture: Architecture, type: string, more: Partial<ModelInfo> = {}): ModelInfo {
  const tasks = SERVED_METHODS.filter(([, task]) => task.architectures.includes(architecture) && task.head === null);
  return {
    id,
    architecture,
    type,
    tasks: tasks.map(([name]) => name),
    source: 'embedded',
    folder: `/models/${id}`,
    bytes: 9_000_000,
    maxLength: 512,
    knownLanguages: ['en'],
    defaultFor: [],
    ...more,
  };
}

/** What comes along, as far as experiments use it. */
export const labModels: ModelInfo[] = [
  embedded('bert-mini', 'encoder', 'bert', { knownLanguages: ['en', 'zh'] }),
  embedded('gptbert-mini', 'encoder', 'bert', { causalMaskValue: 2, maxLength: 256 }),
  embedded('gpt2-mini', 'decoder', 'gpt2'),
  embedded('gpt2-mini-amateur', 'decoder', 'gpt2'),
  embedded('t5-mini', 'encoder-decoder', 't5', { knownLanguages: ['en', 'de', 'fr', 'es', 'ro'] }),
  embedded('e5-mini', 'encoder', 'bert', {
    tasks: ['tokens', 'embed', 'rank', 'zeroShot', 'search'],
    knownLanguages: ['en', 'de', 'fr', 'es', 'ro', 'zh'],
  }),
];
