import type { Alternative, GenerationStep, Sequence } from '../../../src/protocol/engine/index.js';

/** One way to translate a sentence, token by token from its beginning. */
export interface Attempt {
  ids: readonly number[];
  steps: readonly GenerationStep[];
  text: string;
  finish: Sequence['finish'];
}

/** What was written before the search began: nothing, or an attempt up to a token that was chosen instead of its own. */
export type Prefix = Pick<Attempt, 'ids' | 'steps'>;

export const NOTHING: Prefix = { ids: [], steps: [] };

/** An attempt up to a token, and there another one. */
export function prefixWith({ ids, steps }: Attempt, at: number, chosen: Alternative): Prefix {
  const step = steps[at];
  if (!step) return NOTHING;
  const { id, text, probability, filteredProbability: left } = chosen;
  const { alternatives, left: kept } = step;
  return {
    ids: [...ids.slice(0, at), id],
    steps: [
      ...steps.slice(0, at),
      {
        ...{ id, text, probability, alternatives },
        ...(kept !== undefined && { left: kept }),
        ...(left !== null && { filteredProbability: left }),
      },
    ],
  };
}

/** What was found behind a prefix, as whole sentences; of a text in other tokens the best. */
export function attemptsBehind(prefix: Prefix, found: readonly Sequence[]): Attempt[] {
  return found
    .filter(({ text }, index) => found.findIndex((one) => one.text === text) === index)
    .map(({ ids, steps = [], text, finish }) => ({
      ids: [...prefix.ids, ...ids],
      steps: [...prefix.steps, ...steps],
      text,
      finish,
    }));
}

/** The index of the first token that two attempts do not share. */
export function parting(one: Attempt, other: Attempt): number {
  const at = other.ids.findIndex((id, index) => id !== one.ids[index]);
  return at < 0 ? other.ids.length - 1 : at;
}

/** The sum over an attempt's tokens, nats; those that were chosen by hand are counted as probable as they are. */
export function logProbabilityOf({ steps }: Attempt): number {
  return steps.reduce((sum, { probability }) => sum + Math.log(probability), 0);
}
