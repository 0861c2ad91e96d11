import { GlassboxError } from '../../../protocol/engine/index.js';
import { countOf } from '../../../training/parameters.js';
import type { LearnerPlan, PretrainSettings } from './learnerModel.js';

/** Bytes that a trained number takes: itself as it began and as it is, its gradient, two moments, the best so far. */
const TRAINED_BYTES = 24;
/** Numbers that a step holds for each token: of a layer by its width, of its scores, and of the logits. */
const OF_WIDTH = 60;
const OF_SCORES = 8;
const OF_LOGITS = 8;
const FLOAT_BYTES = 4;

/** Bytes that learning takes at most, as reckoned from sizes. */
export function pretrainBytes(plans: readonly LearnerPlan[], settings: PretrainSettings): number {
  const { layers, width, heads, length, batchSize } = settings;
  return plans.reduce((sum, { shapes, vocabulary }) => {
    const numbers = [...shapes.values()].reduce((all, shape) => all + countOf(shape), 0);
    const ofToken = layers * (OF_WIDTH * width + OF_SCORES * heads * length) + OF_LOGITS * vocabulary.tokens.length;
    return sum + TRAINED_BYTES * numbers + FLOAT_BYTES * batchSize * length * ofToken;
  }, 0);
}

/** @throws GlassboxError `out-of-memory` where sizes come to more than models may have */
export function requireRoom(plans: readonly LearnerPlan[], settings: PretrainSettings, limit: number): void {
  const needed = pretrainBytes(plans, settings);
  if (needed <= limit) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  throw new GlassboxError(
    'out-of-memory',
    `Learning with these sizes takes about ${megabytes(needed)} of memory, and models may have ${megabytes(limit)}. Take a smaller width, fewer layers, a smaller length or fewer rows a step.`,
    { details: { kind: 'memory', model: 'pretrain', needed, limit, setting: 'glassbox.models.memoryLimit' } },
  );
}
