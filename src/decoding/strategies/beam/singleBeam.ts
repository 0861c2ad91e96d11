import { BeamTreeRecorder } from './beamTreeRecorder.js';
import { normaliseByLength } from './hypothesisPool.js';
import type { DecodedSequence, TokenGenerator } from '../../output.js';

/** Scores the sequences of a one-beam search, which is what greedy decoding or plain sampling gives (as in Hugging Face). */
export async function* asSingleBeam(decoder: TokenGenerator, lengthPenalty: number): TokenGenerator {
  const { sequences, ...rest } = yield* decoder;
  const scored = sequences.map((sequence) => ({
    ...sequence,
    score: normaliseByLength(sequence.logProbability, sequence.ids.length, lengthPenalty),
  }));
  const [first] = scored;
  return { ...rest, sequences: scored, ...(first?.steps && { tree: treeOf(first, lengthPenalty) }) };
}

function treeOf({ ids, steps = [] }: DecodedSequence, lengthPenalty: number) {
  const tree = new BeamTreeRecorder(lengthPenalty);
  let sum = 0;
  let node = -1;
  for (const [index, { probability }] of steps.entries()) {
    sum += Math.log(probability);
    node = tree.add(node, { ids: ids.slice(0, index + 1), logProbability: sum, sum, steps: [] }, 0, 'live');
  }
  tree.markReturned(node);
  return tree.nodes;
}
