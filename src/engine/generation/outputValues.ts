import type { BeamNode, GenerationStep, Sequence } from '../../protocol/engine/index.js';
import type { DecodedSequence, TokenStep, BeamTreeNode } from '../../decoding/output.js';
import type { TextTokenizer } from '../tokenizer/tokenizer.js';
import { truncateAtStop } from './stopStrings.js';

/** A step with its tokens' texts. */
export function toStepValue(step: TokenStep, tokenizer: TextTokenizer): GenerationStep {
  return {
    ...step,
    text: tokenizer.tokenText(step.id),
    alternatives: step.alternatives.map((one) => ({ ...one, text: tokenizer.tokenText(one.id) })),
  };
}

export function toNodeValue(node: BeamTreeNode, tokenizer: TextTokenizer): BeamNode {
  return { ...node, text: tokenizer.tokenText(node.id) };
}

/** A sequence with its text, which ends before a stop string. */
export function toSequenceValue(
  sequence: DecodedSequence,
  tokenizer: TextTokenizer,
  stop: readonly string[],
): Sequence {
  const { steps, ...rest } = sequence;
  const text = tokenizer.decode(sequence.ids, { skipSpecialTokens: true });
  return {
    ...rest,
    text: sequence.finish === 'stop' ? truncateAtStop(text, stop) : text,
    ...(steps && { steps: steps.map((step) => toStepValue(step, tokenizer)) }),
  };
}
