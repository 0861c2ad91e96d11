import type { ResolvedGenerationConfig } from '../config/resolve.js';
import { ProcessedKnown } from '../logits/processedKnown.js';
import { processLogits, ProcessedLogits, type ProcessedRow } from '../logits/processedLogits.js';
import { remoteDrawOf } from '../logits/remoteDraw.js';
import type { NamedLogitsProcessor } from '../logits/processors.js';
import type { LanguageModel } from '../model/languageModel.js';
import { multinomial } from '../sampling/multinomial.js';
import { Random } from '../sampling/random.js';
import type { RowStrategy } from './rowDecoder.js';

/** Chooses by chance, with a stream of random numbers for each sequence. */
export function multinomialSampler({ seed, numReturnSequences }: ResolvedGenerationConfig): RowStrategy['choose'] {
  const randoms = Array.from({ length: numReturnSequences }, (_, stream) => new Random(seed, stream));
  /** of each sequence, what was drawn last and for which step: one that was not certain is asked again */
  const last = new Map<number, { step: number; uniform: number }>();
  return (processed, sequence) => {
    const random = randoms[sequence]!;
    if (!(processed instanceof ProcessedKnown)) return multinomial(processed.final, random, massOf(processed));
    const { step } = processed;
    const known = last.get(sequence);
    const uniform = known?.step === step ? known.uniform : random.uniform();
    last.set(sequence, { step, uniform });
    return processed.pick(uniform);
  };
}

const massOf = (processed: ProcessedRow) => (processed instanceof ProcessedLogits ? processed.mass : undefined);

/** Chooses the highest score, the first among equals. */
export const argmaxChoice: RowStrategy['choose'] = (processed) => {
  if (processed instanceof ProcessedKnown) return processed.highest();
  const [id = -1] = processed.best(1);
  return id >= 0 && processed.at(id) > -Infinity ? id : -1;
};

/** For a strategy that looks at all logits: what is ranked beside them saves reading them once more. */
export const rankAlternatives = (count: number) => ({ best: count });

/** Makes a strategy of one model's logits, what processors leave of them, and a choice among these. */
export function singleModelStrategy(
  model: LanguageModel,
  chain: readonly NamedLogitsProcessor[],
  choose: RowStrategy['choose'],
  config: ResolvedGenerationConfig,
): RowStrategy {
  const score: RowStrategy['score'] = (own, _, history) =>
    own.known ? new ProcessedKnown(own.known, chain, history) : processLogits(chain, own.values, history, own);
  const drawElsewhere: RowStrategy['drawElsewhere'] = (history, sequence) =>
    remoteDrawOf(config, { chain, draws: choose !== argmaxChoice }, history, sequence);
  return { models: [model], score, ranked: rankAlternatives, choose, drawElsewhere };
}
