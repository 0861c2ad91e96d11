import { fieldsUsed } from '../../../../decoding/config/fields.js';
import { fieldNames, GENERATION_FIELDS } from '../../../../protocol/engine/generationFields.js';
import type { FieldName, GenerationConfig } from '../../../../protocol/engine/index.js';

/** A field's name in Hugging Face's GenerationConfig. */
export function huggingFaceName(field: FieldName): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether Hugging Face wants a field, by its name there, as a float. */
export function isFloat(name: string): boolean {
  return fieldNames.some((field) => huggingFaceName(field) === name && GENERATION_FIELDS[field].python === 'float');
}

/** Temperature 0, which Hugging Face refuses: the most probable token. */
export function isGreedy(decoding: GenerationConfig): boolean {
  return decoding.temperature === 0 && fieldsUsed(decoding).includes('temperature');
}

/** The fields that the strategy uses and Hugging Face has, by their names there. */
export function huggingFaceFields(decoding: GenerationConfig): [string, string | number | boolean][] {
  const greedily = isGreedy(decoding);
  const used: readonly string[] = fieldsUsed(greedily ? { strategy: 'greedy' } : decoding);
  return fieldNames.flatMap((field): [string, string | number | boolean][] => {
    // Hugging Face has one beam unless told otherwise.
    const value = field === 'numBeams' ? (decoding.numBeams ?? GENERATION_FIELDS.numBeams.neutral) : decoding[field];
    const has = GENERATION_FIELDS[field].python !== null;
    if (value === undefined || value === null || !has || !used.includes(field)) return [];
    // Greedily there is one result, and Hugging Face refuses to give it twice.
    if (greedily && field === 'numReturnSequences') return [];
    return [[huggingFaceName(field), value]];
  });
}
