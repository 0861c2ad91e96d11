import type { DecodingRun } from '../../../../protocol/webviews/index.js';

/** From where a branch goes on, and with what. */
export interface ComparisonBranch {
  /** the run's name; null where it is gone */
  of: string | null;
  /** of that run's texts, from 0 */
  sequence: number;
  /** the token that was replaced, from 0 */
  step: number;
  /** what stands there instead */
  chosen: string;
}

/** A run as it is told in a file. */
export interface ComparisonRun extends Pick<DecodingRun, 'decoding' | 'sequences' | 'metrics' | 'seed'> {
  /** what is worth noticing, in the user's language */
  warnings: readonly string[];
  /** given by the user, or made of its parameters */
  name: string;
  branch: ComparisonBranch | null;
  /** why there is no text; null where there is nothing to say */
  fault: string | null;
  /** what it was made with, where that is not what the comparison says of all */
  made?: Partial<Pick<Comparison, 'model' | 'prompt' | 'maxNewTokens'>>;
}

/** All that a saved comparison says. */
export interface Comparison {
  model: string;
  /** what the model read, its prefix included */
  prompt: string;
  /** tokens */
  maxNewTokens: number;
  /** when it was saved, as the user's language writes it */
  date: string;
  runs: readonly ComparisonRun[];
}
