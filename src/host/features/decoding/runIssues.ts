import { fieldsUsed } from '../../../decoding/config/fields.js';
import { findFieldIssues } from '../../../decoding/config/validation.js';
import { toErrorValue, type GenerationConfig, type ErrorValue } from '../../../protocol/engine/index.js';
import { type DecodingHead, type RunIssue } from '../../../protocol/webviews/index.js';
import { amateursFor, findModel } from './decoderModels.js';

type Setting = Pick<DecodingHead, 'models' | 'model' | 'maxNewTokens'>;

/** What keeps a recipe from running with the model and length that are set. */
export function findIssues(decoding: GenerationConfig, setting: Setting): RunIssue[] {
  const faults = findFieldIssues(decoding, setting).map((fault): RunIssue => {
    const would = fault.field === 'amateur' && { models: amateursFor(setting.models, setting.model) };
    return { code: 'bad-request', ...fault, ...would };
  });
  return faults.length > 0 ? faults : amateurFaults(decoding, setting);
}

function amateurFaults(decoding: GenerationConfig, { models, model }: Setting): RunIssue[] {
  const { amateur } = decoding;
  // Before the engine has told of its models, nothing can be said.
  if (!fieldsUsed(decoding).includes('amateur') || amateur === undefined || models.length === 0) return [];
  const expert = findModel(models, model);
  const found = findModel(models, amateur);
  const fault = (code: RunIssue['code'], message: string): RunIssue[] => [
    { code, field: 'amateur', message, models: amateursFor(models, model) },
  ];
  // A folder that is no installed model may be one all the same.
  if (!found) return /[\\/]/.test(amateur) ? [] : fault('unknown-model', `is not installed: ${amateur}`);
  if (!expert || (found.architecture === expert.architecture && found.vocabularySize === expert.vocabularySize)) {
    return [];
  }
  return fault('bad-request', `must have the vocabulary of ${expert.id}; ${found.id} has another one`);
}

const NAMED_FIELD = /^decoding\.(\w+) (.+)$/s;

/** An error as a run or the view shows it. */
export function issueOf(error: unknown): RunIssue {
  return issueFromError(toErrorValue(error));
}

export function issueFromError({ code, message }: ErrorValue): RunIssue {
  const named = NAMED_FIELD.exec(message);
  return named ? { code, field: named[1] as keyof GenerationConfig, message: named[2]! } : { code, message };
}
