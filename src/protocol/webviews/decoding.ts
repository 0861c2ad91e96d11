import * as v from 'valibot';
import { draftGenerationConfigSchema, type GenerationConfig } from '../engine/generationConfig.js';
import type { ErrorValue } from '../engine/errors.js';
import type { GenerationWarning } from '../engine/generationWarnings.js';
import type {
  BeamNode,
  DistributionValue,
  DivergenceValue,
  FinishReason,
  GenerationMetrics,
  GenerationStep,
  GenerationDelta,
} from '../engine/generationValues.js';
import type { ModelInfo } from '../engine/modelValues.js';
import type { PageContract } from './channel.js';

/**
 * Where the prompt comes from: it follows the cursor of the last text editor, stays as it was there, or was typed here.
 */
export type PromptMode = 'follow' | 'pinned' | 'typed';

export interface DecodingPrompt {
  mode: PromptMode;
  /** the text before the cursor; for an encoder-decoder the selection, or the sentence at the cursor */
  text: string;
  /** document and line, as a user would name the place; empty for a typed prompt and where there is no document */
  label: string;
}

/** waiting: asked for, the engine is not there yet; stopped: ended by the user or by a reload, with what it has. */
export type RunStatus = 'idle' | 'waiting' | 'running' | 'done' | 'stopped' | 'failed';

/** What keeps a run from running, or ended it. */
export interface RunIssue extends ErrorValue {
  /** of the field `amateur`: the models that would do, smaller ones with the same vocabulary; empty when there is none */
  models?: string[];
}

/** A sequence as far as it is written. */
export interface RunSequence {
  ids: number[];
  /** without special tokens; with beams and while it runs, what every hypothesis begins with */
  text: string;
  /** one for each id */
  steps: GenerationStep[];
  /** null while it grows and where it was cut off */
  finish: FinishReason | null;
  /** natural logarithms, as in `Sequence`; null while it grows */
  logProbability: number | null;
  score: number | null;
}

/** What a branch goes on from: fixed tokens, whatever the prompt is now. */
export interface RunBranch {
  /** the run it was taken from, which may be gone */
  run: number;
  sequence: number;
  /** from 0; the token there was replaced */
  step: number;
  /** what was written before, the chosen token included; for an encoder-decoder the decoder's tokens */
  ids: number[];
  /** of `ids` */
  text: string;
  /** of the chosen token alone */
  chosen: string;
  /** the prompt's tokens; null for an encoder-decoder, which reads `source` */
  promptIds: number[] | null;
  /** the prompt as text, with its prefix */
  source: string;
  model: string;
}

/** A strategy with its parameters, and what became of it. */
export interface DecodingRun {
  /** the same as long as the run is in the list */
  id: number;
  /** another one each time it starts: what belongs to an older one is out of date */
  generation: number;
  /** given by the user; null: named by its parameters */
  name: string | null;
  /** as the user left it, which may be out of range; a seed only where it has one of its own */
  decoding: GenerationConfig;
  status: RunStatus;
  /** what is shown was made with another prompt, seed, length, model or recipe */
  stale: boolean;
  /** of the recipe as it is now; empty: it can run */
  faults: RunIssue[];
  /** why it failed; null for every other status */
  error: RunIssue | null;
  sequences: RunSequence[];
  /** beams: nodes are only ever added, and their states are final when the run is done */
  tree: BeamNode[] | null;
  /** null until it has ended */
  metrics: GenerationMetrics | null;
  warnings: GenerationWarning[];
  /** where chance had a part: the seed that it ran with */
  seed: number | null;
  /** the tokens it was given, the decoder's for a branch of an encoder-decoder not among them; empty before it ran */
  promptIds: number[];
  /** id or folder of the model that it ran with; null before it ran */
  model: string | null;
  /** the model that it is for, side by side with runs of others; absent: the one of all */
  ownModel?: string;
  branch: RunBranch | null;
  check: DeterminismCheck | null;
}

/** A recipe run several times, each time by itself. Parts as `determinismParts` in src/decoding has them. */
export interface DeterminismCheck {
  parts: {
    kind: 'recipe' | 'zero' | 'tiny' | 'seed';
    decoding: GenerationConfig;
    /** of one that a server wrote by its own sampler the text as a whole, and no ids */
    runs: { ids: number[]; texts: string[]; decodedByServer?: true }[];
  }[];
  /** runs that are still to come; 0 when it is over */
  running: number;
  error: RunIssue | null;
}

/** Everything but the runs: sent whole when any of it changes. */
export interface DecodingHead {
  prompt: DecodingPrompt;
  /** id or folder */
  model: string;
  seed: number;
  maxNewTokens: number;
  /** encoder-decoder: what is put before the prompt, such as `translate English to German: ` or `summarize: ` */
  prefix: string;
  /** those that can write; empty until the engine has told */
  models: ModelInfo[];
  /** what concerns the whole: an empty prompt, one that is too long, the engine gone, an import that is not ours */
  error: RunIssue | null;
}

export interface DecodingState extends DecodingHead {
  /** in the user's order */
  runs: DecodingRun[];
}

/** What came to a run, to be put behind what is there. */
export interface RunGrowth extends Pick<GenerationDelta, 'sequences' | 'nodes'> {
  id: number;
  generation: number;
}

/** Classical comparisons that replace the list. */
export const PRESETS = ['strategies', 'repetition', 'lengthPenalty', 'nucleusAndBeams'] as const;
export type PresetId = (typeof PRESETS)[number];

/** Messages of the host to the page. */
export type ToDecodingWebview =
  /** the whole, when the page stands and when everything changed (preset, import) */
  | {
      type: 'show';
      state: DecodingState;
      /** BCP 47 */
      language: string;
      /** in an editor tab */
      wide: boolean;
    }
  | { type: 'head'; head: DecodingHead }
  /** a run is new, or changed in more than growth; `index` is its place */
  | { type: 'run'; run: DecodingRun; index: number }
  | { type: 'removed'; id: number }
  | { type: 'order'; ids: number[] }
  /** at most about twenty times a second, all runs in one */
  | { type: 'grown'; growth: RunGrowth[] }
  /** all runs that are out of date now; the others are not, or no longer */
  | { type: 'stale'; ids: number[] }
  /** what was done, for a line that says so and for screen readers */
  | { type: 'told'; what: 'copied' | 'inserted' | 'saved' | 'imported' | 'opened' };

/** The model's real logits before one token of a run. */
export interface RunDistribution {
  run: number;
  sequence: number;
  step: number;
  value: DistributionValue;
  /** all tokens before it that penalties and bans look at; for an encoder-decoder the decoder's own */
  before: number[];
  /** how many of `before` are new */
  newTokens: number;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const id = whole;

/** Messages of the page to the host; checked, for a page is outside. */
export const fromDecodingWebviewSchema = v.variant('type', [
  /** typed into the prompt: the mode is `typed` from then on */
  v.strictObject({ type: v.literal('prompt'), text: v.string() }),
  /** back to the cursor's text, kept in step or left as it is now */
  v.strictObject({ type: v.literal('promptMode'), mode: v.picklist(['follow', 'pinned']) }),
  v.strictObject({ type: v.literal('model'), model: v.string() }),
  v.strictObject({ type: v.literal('seed'), seed: v.number() }),
  v.strictObject({ type: v.literal('length'), maxNewTokens: v.number() }),
  v.strictObject({ type: v.literal('prefix'), prefix: v.string() }),
  /** to the end of the list, or behind the run `after`; it does not start by itself */
  v.strictObject({ type: v.literal('add'), decoding: draftGenerationConfigSchema, after: v.optional(id) }),
  /** starts again by itself when it had run, a moment after the last change */
  v.strictObject({ type: v.literal('change'), run: id, decoding: draftGenerationConfigSchema }),
  /** null: the model of all. It starts again by itself when it had run */
  v.strictObject({ type: v.literal('runModel'), run: id, model: v.nullable(v.string()) }),
  v.strictObject({ type: v.literal('rename'), run: id, name: v.nullable(v.string()) }),
  v.strictObject({ type: v.literal('duplicate'), run: id }),
  v.strictObject({ type: v.literal('remove'), run: id }),
  /** `index`: its new place among the others */
  v.strictObject({ type: v.literal('move'), run: id, index: whole }),
  v.strictObject({ type: v.literal('preset'), preset: v.picklist(PRESETS) }),
  /** all when `runs` is left out */
  v.strictObject({ type: v.literal('run'), runs: v.optional(v.array(id)) }),
  v.strictObject({ type: v.literal('stop'), runs: v.optional(v.array(id)) }),
  /** a new run behind this one that goes on with another token from there; it starts at once */
  v.strictObject({ type: v.literal('branch'), run: id, sequence: whole, step: whole, token: whole }),
  v.strictObject({ type: v.literal('determinism'), run: id }),
  /** at the cursor of the last text editor */
  v.strictObject({ type: v.literal('insert'), run: id, sequence: whole }),
  v.strictObject({ type: v.literal('copyText'), run: id, sequence: whole }),
  v.strictObject({ type: v.literal('copyRecipe'), run: id, as: v.picklist(['json', 'python', 'command']) }),
  /** any other text of the page, such as a table */
  v.strictObject({ type: v.literal('copy'), text: v.string() }),
  /** json: the set of recipes, which can be imported again; the others: the whole comparison */
  v.strictObject({ type: v.literal('export'), format: v.picklist(['json', 'markdown', 'html']) }),
  /** recipes, or a generation_config.json */
  v.strictObject({ type: v.literal('import') }),
  /** the recipe as generation_config.json */
  v.strictObject({ type: v.literal('saveConfig'), run: id }),
  /** what was read and written, in the attention panel */
  v.strictObject({ type: v.literal('attention'), run: id, sequence: whole }),
  /** prompt, settings, recipes, branches and texts in one file */
  v.strictObject({ type: v.literal('saveSession') }),
  v.strictObject({ type: v.literal('openSession') }),
  v.strictObject({ type: v.literal('openWide') }),
  /** the Laboratory, with its other experiments */
  v.strictObject({ type: v.literal('laboratory') }),
  v.strictObject({ type: v.literal('settings') }),
  v.strictObject({ type: v.literal('dismiss') }),
]);

export type FromDecodingWebview = v.InferOutput<typeof fromDecodingWebviewSchema>;

/** Which token of a run. */
export const stepPlaceSchema = v.strictObject({ run: id, sequence: whole, step: whole });

export type StepPlace = v.InferOutput<typeof stepPlaceSchema>;

/** A text of a run, and the model that it is read with. */
export const modelPlaceSchema = v.strictObject({ run: id, sequence: whole, model: v.string() });

export type ModelPlace = v.InferOutput<typeof modelPlaceSchema>;

export interface DecodingContract extends PageContract {
  toHost: FromDecodingWebview;
  toPage: ToDecodingWebview;
  requests: {
    /** null where the run has no such token */
    distribution: { params: StepPlace; result: RunDistribution | null; progress: never };
    /** null where the run wrote nothing */
    divergence: { params: ModelPlace; result: DivergenceValue | null; progress: never };
  };
}
