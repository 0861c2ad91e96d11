import type { Random } from '../../../src/decoding/sampling/random.js';
import {
  fieldNames,
  GENERATION_FIELDS,
  isNumberField,
  STRATEGIES,
} from '../../../src/protocol/engine/generationFields.js';
import type { GenerationConfig, GenerationField } from '../../../src/protocol/engine/index.js';

/** Any options that the schema allows, sensible or not. */
export function randomConfig(random: Random, amateur = 'amateur'): GenerationConfig {
  const pick = <T>(...values: T[]): T => values[Math.floor(random.uniform() * values.length)]!;
  const sometimes = <T>(share: number, ...values: T[]): T | undefined =>
    random.uniform() < share ? pick(...values) : undefined;
  const strategy = pick(...STRATEGIES);
  const beams = strategy === 'beam' ? 0.9 : 0.1;
  const sampling = strategy === 'sample' ? 0.4 : 0.15;
  const chosen: Partial<Record<keyof GenerationConfig, unknown>> = {
    strategy,
    numBeams: sometimes(beams, 1, 2, 3, 4, 6, 64),
    lengthPenalty: sometimes(beams / 2, -10, -1, 0, 0.6, 1, 2, 10),
    earlyStopping: sometimes<boolean | 'never'>(beams / 2, true, false, 'never'),
    numBeamGroups: sometimes(beams / 4, 1, 2, 3, 4),
    diversityPenalty: sometimes(beams / 4, 0, 0.5, 100),
    doSample: sometimes(0.3, true, false),
    temperature: sometimes(sampling, 0, 1e-300, 0.01, 0.7, 1, 2, 100),
    topK: sometimes(strategy === 'contrastiveSearch' ? 0.9 : sampling, 0, 1, 4, 50, 1_000_000),
    topP: sometimes(sampling, 0, 0.01, 0.5, 0.9, 1),
    minP: sometimes(sampling, 0, 0.01, 0.5, 1),
    typicalP: sometimes(sampling, 0, 0.1, 0.5, 0.9, 1),
    epsilonCutoff: sometimes(sampling, 0, 0.01, 0.5, 1),
    etaCutoff: sometimes(sampling, 0, 0.01, 0.5, 1),
    seed: sometimes(0.5, 0, 1, Number.MAX_SAFE_INTEGER),
    repetitionPenalty: sometimes(0.3, 0.01, 0.8, 1, 1.5, 100),
    noRepeatNgramSize: sometimes(0.3, 0, 1, 2, 3, 1000),
    minNewTokens: sometimes(0.3, 0, 1, 3, 20),
    numReturnSequences: sometimes(0.3, 1, 2, 4, 64),
    penaltyAlpha: sometimes(strategy === 'contrastiveSearch' ? 0.9 : 0.1, 0, 0.6, 1),
    amateur: sometimes(strategy === 'contrastiveDecoding' ? 0.9 : 0.1, amateur),
    alpha: sometimes(0.3, 0, 0.5, 1, 10),
    plausibility: sometimes(0.3, 0, 0.01, 0.1, 1),
  };
  // A new field takes its neutral value and the ends of its range.
  const others = fieldNames.filter((name) => !(name in chosen));
  const edges = others.map((name) => {
    const field: GenerationField = GENERATION_FIELDS[name];
    if (!isNumberField(field)) return [name, undefined] as const;
    return [name, sometimes(0.3, field.min, field.neutral ?? field.min, field.max)] as const;
  });
  const all = { ...chosen, ...Object.fromEntries(edges) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as GenerationConfig;
}
