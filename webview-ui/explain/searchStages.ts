import type { SearchResult } from '../../src/protocol/engine/index.js';

/** What orders results, in the order in which a search comes to it. */
const STAGES = ['words', 'meaning', 'together', 'rerank'] as const;
export type Stage = (typeof STAGES)[number];

/** The stages that said something of any result. */
export const stagesOf = (results: readonly SearchResult[]): Stage[] =>
  STAGES.filter((stage) => results.some((one) => one[stage] !== null));

/**
 * The places that results have among themselves by each stage, from 1; null where a stage says nothing of a result.
 * @returns a row for each result
 */
export function placesByStage(results: readonly SearchResult[], stages: readonly Stage[]): (number | null)[][] {
  const byStage = stages.map((stage) => {
    const keys = results.map((result) => result[stage]?.rank ?? null);
    const sorted = keys
      .flatMap((key, index) => (key === null ? [] : [{ key, index }]))
      .sort((one, other) => one.key - other.key || one.index - other.index);
    const places = new Map(sorted.map(({ index }, at) => [index, at + 1]));
    return results.map((_, index) => places.get(index) ?? null);
  });
  return results.map((_, index) => byStage.map((places) => places[index] ?? null));
}
