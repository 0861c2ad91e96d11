import type { BeamNode, GenerationStep, Sequence } from '../../protocol/index.js';
import type { DecodedSequence, TokenStep, TreeNode } from '../../decoding/outcome.js';
import type { TextTokenizer } from '../text/tokenizer.js';
import { beforeStop } from './stops.js';

/** A step with its tokens' texts. */
export function stepValue(step: TokenStep, tokenizer: TextTokenizer): GenerationStep {
  return {
    ...step,
    text: tokenizer.tokenText(step.id),
    alternatives: step.alternatives.map((one) => ({ ...one, text: tokenizer.tokenText(one.id) })),
  };
}

export function nodeValue(node: TreeNode, tokenizer: TextTokenizer): BeamNode {
  return { ...node, text: tokenizer.tokenText(node.id) };
}

/** A sequence with its text, which ends before a stop string. */
export function sequenceValue(sequence: DecodedSequence, tokenizer: TextTokenizer, stop: readonly string[]): Sequence {
  const { steps, ...rest } = sequence;
  const text = tokenizer.decode(sequence.ids, { skipSpecialTokens: true });
  return {
    ...rest,
    text: sequence.finish === 'stop' ? beforeStop(text, stop) : text,
    ...(steps && { steps: steps.map((step) => stepValue(step, tokenizer)) }),
  };
}
