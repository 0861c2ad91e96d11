// Stands in for the editor on the development page of the Laboratory: what experiments came to with the embedded models.
import type { ModelInfo } from '../../../src/protocol/engine/index.js';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { LaboratoryContract } from '../../../src/protocol/webviews/index.js';
import { labModels } from '../laboratory/labModels.js';
import { fixture, language, query, standIn } from './standIn.js';

interface Recorded {
  experiment: string;
  part: string;
  input: { text: string; other: string; models: Record<string, string>; options: Record<string, string> };
}

const recorded = fixture('laboratory') as Record<string, Recorded>;
const shown = recorded[query.get('show') ?? ''];
const wide = query.has('wide') || window.innerWidth > 700;
const models: ModelInfo[] = query.get('show') === 'bare' ? [] : labModels;

const kept = {
  experiment: shown?.experiment ?? query.get('experiment'),
  part: query.get('part') ?? shown?.part ?? '',
  text: shown?.input.text ?? 'The bank of the river.',
  other: shown?.input.other ?? '',
  models: shown?.input.models ?? {},
  options: shown?.input.options ?? {},
  outcome: shown ?? null,
};

const post = standIn<LaboratoryContract>({
  ready: () => post({ type: 'show', models, language, shell: 'posix', wide, opening: null }),
  receive: (message) => console.log(message),
  request: (_name, params: { method?: string }) => {
    if (params.method === 'models') return models;
    throw new GlassboxError('engine-died', 'The gallery has no engine.', { details: { kind: 'restarted' } });
  },
  kept,
});
