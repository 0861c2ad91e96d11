import { GlassboxError, type ErrorDetails } from '../../../protocol/engine/index.js';
import type { Model } from '../../models/model.js';
import type { WritingModel } from '../../models/writingModel.js';
import type { TextTokenizer } from '../../tokenizer/tokenizer.js';
import type { MethodContext } from './methodContext.js';

const checked = new WeakMap<TextTokenizer, WeakSet<TextTokenizer>>();

/**
 * Opens the model that a recipe names as its amateur, and checks that it reads and writes as the expert does.
 * @param field the field's path in the request, for messages
 * @throws GlassboxError those of loading, `unknown-model` and `bad-request` naming the field and the model
 */
export async function openAmateur(
  context: MethodContext,
  expert: WritingModel,
  reference: string,
  field: string,
): Promise<Model> {
  const amateur = await context.openModel(reference).catch((error: unknown) => {
    if (!(error instanceof GlassboxError) || error.details?.kind !== 'unknownModel') throw error;
    const details = { ...error.details, field: 'amateur' } as const;
    throw new GlassboxError(error.code, `${field}: ${error.message}`, { details, cause: error });
  });
  // `requireStrategy` lets through only those that are here.
  assertSameVocabulary(expert as Model, amateur, field);
  return amateur;
}

/**
 * Checks that an amateur, or another model, reads and writes as the first does.
 * @param field the parameter that names it, for the console; `detailsOf` says the same as data
 * @throws GlassboxError `bad-request` naming what differs
 */
export function assertSameVocabulary(
  expert: Model,
  amateur: Model,
  field: string,
  detailsOf: (message: string, given: string) => ErrorDetails = amateurIssue,
): void {
  const refuse = (what: string) => {
    const message = `must be a model like ${expert.info.id} with the same vocabulary: ${what}.`;
    return new GlassboxError('bad-request', `${field} ${message}`, { details: detailsOf(message, amateur.info.id) });
  };
  if (expert.info.architecture !== amateur.info.architecture) {
    throw refuse(`${amateur.info.id} is ${amateur.info.architecture}, not ${expert.info.architecture}`);
  }
  const [ours, theirs] = [expert.tokenizer, amateur.tokenizer];
  if (checked.get(ours)?.has(theirs)) return;
  if (ours.vocabularySize !== theirs.vocabularySize) {
    throw refuse(`${amateur.info.id} has ${theirs.vocabularySize} tokens, not ${ours.vocabularySize}`);
  }
  for (let id = 0; id < ours.vocabularySize; id++) {
    if (ours.tokenText(id) !== theirs.tokenText(id)) throw refuse(`token ${id} of ${amateur.info.id} is another one`);
  }
  checked.set(ours, (checked.get(ours) ?? new WeakSet()).add(theirs));
}

function amateurIssue(message: string, given: string): ErrorDetails {
  return { kind: 'field', issue: { field: 'amateur', kind: 'vocabulary', message, given } };
}
