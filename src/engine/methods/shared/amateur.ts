import { GlassboxError } from '../../../protocol/engine/index.js';
import type { Model } from '../../models/model.js';
import type { TextTokenizer } from '../../tokenizer/tokenizer.js';

const checked = new WeakMap<TextTokenizer, WeakSet<TextTokenizer>>();

/**
 * Checks that an amateur reads and writes as its expert does.
 * @throws GlassboxError `bad-request` naming what differs
 */
export function assertSameVocabulary(expert: Model, amateur: Model, field: string): void {
  const refuse = (what: string) => {
    const message = `must be a model like ${expert.info.id} with the same vocabulary: ${what}.`;
    const issue = { field: 'amateur', kind: 'vocabulary', message } as const;
    return new GlassboxError('bad-request', `${field} ${message}`, { details: { kind: 'field', issue } });
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
