import type { ModelInfo } from '../../../src/protocol/engine/index.js';
import type { LabInput, Part } from './experiment.js';
import { takesRole } from './roles.js';

/** What a measurement would read: texts, the models that take its roles, and its options, the first where none fits. */
export function labInput(
  part: Part,
  { text, other, locale }: Pick<LabInput, 'text' | 'other' | 'locale'>,
  chosen: Record<'models' | 'options', Readonly<Record<string, string>>>,
  all: readonly ModelInfo[],
): LabInput {
  const models: Record<string, ModelInfo> = {};
  for (const role of part.roles) {
    const model = takesRole(role, all, chosen.models[role.id]);
    if (model) models[role.id] = model;
  }
  const options: Record<string, string> = {};
  for (const { id, choices } of part.options ?? []) {
    const values = choices().map(([value]) => value);
    const own = chosen.options[id];
    options[id] = own !== undefined && values.includes(own) ? own : (values[0] ?? '');
  }
  const takesOther = part.otherText !== undefined && (part.takesOther?.(models) ?? true);
  // Of a whole text every character counts, also those at its ends.
  const own = part.takes === 'document' && text.trim() !== '' ? text : text.trim();
  return { text: own, other: takesOther ? other.trim() : '', models, options, locale };
}
