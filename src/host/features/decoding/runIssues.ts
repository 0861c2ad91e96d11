import { fieldsUsed } from '../../../decoding/config/fields.js';
import { findFieldIssues } from '../../../decoding/config/validation.js';
import { canDecode } from '../../../protocol/engine/servedTasks.js';
import type { FieldIssue, FieldIssueKind, GenerationConfig } from '../../../protocol/engine/index.js';
import { type DecodingHead, type RunIssue } from '../../../protocol/webviews/index.js';
import { amateursFor, findModel } from '../../../decoding/config/amateurModels.js';

type Setting = Pick<DecodingHead, 'models' | 'model' | 'maxNewTokens'>;

const issueOfField = (issue: FieldIssue): RunIssue => ({
  code: 'bad-request',
  message: issue.message,
  details: { kind: 'field', issue },
});

/** What keeps a recipe from running with the model and length that are set. */
export function findIssues(decoding: GenerationConfig, setting: Setting): RunIssue[] {
  const refused = servedFault(decoding, setting);
  if (refused) return [refused];
  const faults = findFieldIssues(decoding, setting).map((issue): RunIssue => {
    const would = issue.field === 'amateur' && { models: amateursFor(setting.models, setting.model) };
    return { ...issueOfField(issue), ...would };
  });
  return faults.length > 0 ? faults : amateurFaults(decoding, setting);
}

/** A strategy that the model's server has not, and tells too little for. */
function servedFault({ strategy }: GenerationConfig, { models, model }: Setting): RunIssue | null {
  const found = findModel(models, model);
  if (!found?.server || canDecode(found.server, strategy)) return null;
  return {
    code: 'wrong-architecture',
    message: `The server does not tell what ${strategy} takes.`,
    details: { kind: 'servedTask', model: found.id, method: 'generate', strategy },
  };
}

function amateurFaults(decoding: GenerationConfig, { models, model }: Setting): RunIssue[] {
  const { amateur } = decoding;
  // Before the engine has told of its models, nothing can be said.
  if (!fieldsUsed(decoding).includes('amateur') || amateur === undefined || models.length === 0) return [];
  const expert = findModel(models, model);
  const found = findModel(models, amateur);
  const fault = (code: RunIssue['code'], kind: FieldIssueKind, message: string): RunIssue[] => [
    { ...issueOfField({ field: 'amateur', kind, message, given: amateur }), code, models: amateursFor(models, model) },
  ];
  // A folder that is no installed model may be one all the same.
  if (!found) return /[\\/]/.test(amateur) ? [] : fault('unknown-model', 'missing', `is not installed: ${amateur}`);
  if (!expert || (found.architecture === expert.architecture && found.vocabularySize === expert.vocabularySize)) {
    return [];
  }
  return fault('bad-request', 'vocabulary', `must have the vocabulary of ${expert.id}; ${found.id} has another one`);
}

/** Where there is nothing to go on with. */
export const emptyPrompt = (): RunIssue => ({
  code: 'bad-request',
  message: 'The prompt is empty.',
  details: { kind: 'emptyPrompt' },
});
