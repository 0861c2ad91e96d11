import { GlassboxError } from '../../protocol/engine/index.js';
import type { Model } from '../models/model.js';

/** The id of the token that stands in a hidden word's place. @throws GlassboxError `no-mask` */
export function requireMask({ tokenizer, info }: Model): number {
  const { mask } = tokenizer.specialIds;
  if (mask !== undefined) return mask;
  throw new GlassboxError('no-mask', `${info.id} has no mask to put in a word’s place.`, {
    details: { kind: 'noMaskToken', model: info.id },
  });
}
