import type { ResolvedGenerationConfig } from '../config/resolve.js';
import { processLogits } from '../logits/processedLogits.js';
import type { NamedLogitsProcessor } from '../logits/processors.js';
import type { LanguageModel } from '../model/languageModel.js';
import { multinomial } from '../sampling/multinomial.js';
import { Random } from '../sampling/random.js';
import type { RowStrategy } from './rowDecoder.js';

/** Chooses by chance, with a stream of random numbers for each sequence. */
export function multinomialSampler({ seed, numReturnSequences }: ResolvedGenerationConfig): RowStrategy['choose'] {
  const randoms = Array.from({ length: numReturnSequences }, (_, stream) => new Random(seed, stream));
  return (processed, sequence) => multinomial(processed.final, randoms[sequence]!, processed.mass);
}

/** Chooses the highest score, the first among equals. */
export const argmaxChoice: RowStrategy['choose'] = (processed) => {
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
): RowStrategy {
  const score: RowStrategy['score'] = (own, _, history) => processLogits(chain, own.values, history, own);
  return { models: [model], score, ranked: rankAlternatives, choose };
}
