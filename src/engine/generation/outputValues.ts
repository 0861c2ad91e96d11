import type { BeamNode, GenerationStep, Sequence } from '../../protocol/engine/index.js';
import type { DecodedSequence, TokenStep, BeamTreeNode } from '../../decoding/output.js';
import type { TokenTexts } from '../models/writingModel.js';
import { truncateAtStop } from './stopStrings.js';

/** A step with its tokens' texts. */
export function toStepValue(step: TokenStep, tokenizer: TokenTexts): GenerationStep {
  return {
    ...step,
    text: tokenizer.tokenText(step.id),
    alternatives: step.alternatives.map((one) => ({ ...one, text: tokenizer.tokenText(one.id) })),
  };
}

export function toNodeValue(node: BeamTreeNode, tokenizer: TokenTexts): BeamNode {
  return { ...node, text: tokenizer.tokenText(node.id) };
}

/** A sequence with its text, which ends before a stop string. */
export function toSequenceValue(sequence: DecodedSequence, tokenizer: TokenTexts, stop: readonly string[]): Sequence {
  const { steps, ...rest } = sequence;
  const text = tokenizer.decode(sequence.ids, { skipSpecialTokens: true });
  return {
    ...rest,
    text: sequence.finish === 'stop' ? truncateAtStop(text, stop) : text,
    ...(steps && { steps: steps.map((step) => toStepValue(step, tokenizer)) }),
  };
}
