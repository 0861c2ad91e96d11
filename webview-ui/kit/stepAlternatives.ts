import type { Alternative, GenerationStep } from '../../src/protocol/engine/index.js';

/**
 * The alternatives of a step with the chosen token among them, even when it is not one of the best; null where it was not
 * told what filters left of it.
 */
export function alternativesWithChosen(step: GenerationStep): readonly Alternative[] {
  const { id, text, probability, filteredProbability: left, alternatives } = step;
  if (alternatives.some((one) => one.id === id)) return alternatives;
  return [...alternatives, { id, text, probability, filteredProbability: left ?? null }];
}

/** Whether any processor changed what the model said: then both figures are worth a column. */
export function hasFilteredProbabilities(steps: readonly GenerationStep[]): boolean {
  return steps.some(({ alternatives }) =>
    alternatives.some(
      ({ probability, filteredProbability: left }) => left !== null && Math.abs(probability - left) > 0.0005,
    ),
  );
}
