import { CATALOGUE } from './catalogue.js';
import type { FoundModel } from './foundModels.js';

/** What a model does: as the engine says, else as its card or the catalogue does. */
export function tasksOf({ tasks, id, pipeline, place, name }: FoundModel): FoundModel['tasks'] & object {
  return (
    tasks ??
    CATALOGUE.find((entry) => entry.id === id)?.tasks ??
    (place === 'embedded' ? EMBEDDED_TASKS[name] : undefined) ??
    (pipeline === null ? undefined : PIPELINE_TASKS[pipeline]) ??
    []
  );
}

type Tasks = NonNullable<FoundModel['tasks']>;

/** What the models that came along do, before an engine has said it. */
const EMBEDDED_TASKS: Readonly<Record<string, Tasks>> = {
  'bert-mini': ['fillMask', 'betterWords', 'attention'],
  'gpt2-mini': ['generate', 'attention'],
  'gpt2-mini-amateur': ['generate', 'attention'],
  't5-mini': ['translate', 'attention'],
};

/** The hub's names of tasks. */
const PIPELINE_TASKS: Readonly<Record<string, Tasks>> = {
  'fill-mask': ['fillMask', 'attention'],
  'text-generation': ['generate', 'attention'],
  translation: ['translate', 'attention'],
  summarization: ['summarize', 'generate', 'attention'],
  'text2text-generation': ['generate', 'attention'],
  'text-classification': ['classify', 'attention'],
  'token-classification': ['entities', 'attention'],
  'question-answering': ['answer', 'attention'],
  'text-ranking': ['rank'],
  'sentence-similarity': ['embed', 'rank'],
  'feature-extraction': ['embed', 'rank'],
};
