import * as l10n from '@vscode/l10n';
import { GENERATION_FIELDS } from '../../protocol/engine/generationFields.js';
import type { FieldName, GenerationConfig } from '../../protocol/engine/index.js';
import { commonFields } from '../strategies/strategy.js';
import { fieldsUsed, isStochastic } from './fields.js';
import { FIELD_TEXTS, STRATEGY_TEXTS, type FormatNumber } from './texts.js';

/** What every strategy may have says nothing of which one it is. */
const SHARED: readonly FieldName[] = [...commonFields, 'numReturnSequences', 'seed'];

/**
 * Names a recipe in a few words, by what sets it apart: “Top-p 0.9, temperature 0.8”. Parameters at their neutral values are
 * left out.
 */
export function describeConfig(decoding: GenerationConfig, number: FormatNumber): string {
  const { title, impliedByFields = false } = STRATEGY_TEXTS[decoding.strategy];
  const titled = titledFields(decoding);
  const implied = impliedByFields && titled.some((name) => !SHARED.includes(name));
  const parts = [
    ...(implied ? [] : [title(decoding, number)]),
    ...titled.map((name) => FIELD_TEXTS[name].title!(number(Number(decoding[name])))),
  ];
  const text = parts.join(l10n.t(', '));
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** The fields that set a recipe apart, in the order of its title. */
function titledFields(decoding: GenerationConfig): FieldName[] {
  const used = fieldsUsed(decoding).filter((name) => name !== 'seed' || isStochastic(decoding));
  return (Object.keys(FIELD_TEXTS) as FieldName[]).filter((name) => {
    const value = decoding[name];
    const given = value !== undefined && value !== GENERATION_FIELDS[name].neutral;
    return FIELD_TEXTS[name].title !== null && used.includes(name) && given;
  });
}
