import type { ComparedRun, ModelInfo } from '../../../protocol/engine/index.js';
import type {
  DecodingPrompt,
  DeterminismCheck,
  FromDecodingWebview,
  RunBranch,
  RunIssue,
  RunGrowth,
} from '../../../protocol/webviews/index.js';
import type { SessionFile } from './export/sessionSchema.js';
import type { Recipe } from './recipes.js';
import type { RunInputs } from './sessionState.js';

/** What a user does to the list and its settings, as the page says it. */
export type Edit = Extract<
  FromDecodingWebview,
  {
    type:
      | 'model'
      | 'seed'
      | 'length'
      | 'prefix'
      | 'add'
      | 'change'
      | 'runModel'
      | 'rename'
      | 'duplicate'
      | 'remove'
      | 'move';
  }
>;

/** Which start of a run something belongs to. */
export interface RunAttempt {
  id: number;
  generation: number;
}

/** Everything that changes a session's state. */
export type DecodingEvent =
  | Edit
  | { type: 'setPrompt'; prompt: DecodingPrompt }
  | { type: 'setModels'; models: ModelInfo[] }
  /** a model was removed, and another serves: of runs of their own that of all */
  | { type: 'modelLeft'; model: string; now: string }
  /** everything is replaced by what a file holds */
  | { type: 'opened'; session: SessionFile }
  /** the list is replaced */
  | { type: 'setRecipes'; recipes: Recipe[] }
  | { type: 'setError'; error: RunIssue | null }
  | { type: 'started'; runs: { id: number; made: RunInputs }[] }
  /** the engine has begun with these */
  | { type: 'prompted'; runs: RunAttempt[]; promptIds: number[] }
  | { type: 'grown'; growth: RunGrowth[] }
  | { type: 'ended'; run: RunAttempt; value: ComparedRun }
  | { type: 'failed'; runs: RunAttempt[]; fault: RunIssue }
  | { type: 'stopped'; runs: RunAttempt[] }
  | { type: 'branched'; from: number; branch: RunBranch; recipe: Recipe }
  | { type: 'checked'; run: number; check: DeterminismCheck | null };
