import type { ResolvedGenerationConfig } from '../config/resolve.js';
import { Random } from '../sampling/random.js';
import type { RemoteDraw } from './knownTokens.js';
import type { NamedLogitsProcessor, ProcessorContext, ProcessorName } from './processors.js';

/** What servers have a parameter for. */
const ELSEWHERE: readonly ProcessorName[] = [
  ...(['temperature', 'topK', 'topP', 'minP', 'typicalP', 'repetitionPenalty'] as const),
];

/** Streams of random numbers that no sequence has. */
const STREAMS = 2 ** 32;

/**
 * How one step is drawn where the model is; null where a processor is not known there.
 * @param draws false: the likeliest is taken
 */
export function remoteDrawOf(
  config: ResolvedGenerationConfig,
  { chain, draws }: { chain: readonly NamedLogitsProcessor[]; draws: boolean },
  history: ProcessorContext,
  sequence: number,
): RemoteDraw | null {
  if (!chain.every(({ name, bans }) => bans !== undefined || ELSEWHERE.includes(name))) return null;
  const { topK, topP, minP, typicalP, repetitionPenalty } = config;
  return {
    temperature: draws ? config.temperature : 0,
    ...(topK > 0 && { topK }),
    ...(topP < 1 && { topP }),
    ...(minP > 0 && { minP }),
    ...(typicalP < 1 && { typicalP }),
    ...(repetitionPenalty !== 1 && { repetitionPenalty }),
    banned: [...new Set(chain.flatMap(({ bans }) => bans?.(history) ?? []))],
    uniform: new Random(config.seed, STREAMS + sequence * STREAMS + history.newTokens).uniform(),
  };
}
