import type {
  FieldIssue,
  FieldName,
  GenerationConfig,
  GenerationWarning,
  Strategy,
} from '../../protocol/engine/index.js';
import type { ConfigLimits, GivenConfig, ResolvedGenerationConfig } from '../config/resolve.js';
import type { LanguageModel } from '../model/languageModel.js';
import type { DecodeRequest, TokenGenerator } from '../output.js';

/** What decides which fields a recipe uses. */
export type ConfigShape = Pick<GenerationConfig, 'strategy' | 'doSample'>;

/** The fields of a strategy, in the order of a form: those that make it what it is, and those changed now and then. */
export interface FieldGroups {
  first: FieldName[];
  more: FieldName[];
}

/** All that is to be known of a strategy beside its texts: `config/` and the forms derive from it. */
export interface StrategySpec {
  /**
   * Lists the fields that change what it does. Those of `commonFields` that it does not name, and the seed where it draws,
   * come after the others; `numReturnSequences` is there where it can be more than 1.
   */
  fields: (shape: ConfigShape) => FieldGroups;
  /** Says whether tokens are drawn, at any temperature above 0. */
  draws: (shape: ConfigShape) => boolean;
  /** What a new recipe begins with. The amateur is added where it is one of the fields. */
  initial: Omit<GenerationConfig, 'strategy'>;
  /** Finds what contradicts another field, ranges aside; null when nothing does. */
  findContradiction?: (config: ResolvedGenerationConfig, given: GivenConfig, limits: ConfigLimits) => FieldIssue | null;
  /** Finds what was accepted but is not as it may seem. */
  warnings?: (config: ResolvedGenerationConfig, given: GivenConfig) => GenerationWarning[];
  /** what it becomes at temperature 0; greedy when left out */
  atTemperatureZero?: Strategy;
  /** Names Hugging Face's repository of the method, where `generate` does not have it; null where it does. */
  customGenerate?: (config: GenerationConfig) => string | null;
}

/** The models of one run. */
export interface DecodingModels {
  main: LanguageModel;
  /** contrastive decoding */
  amateur?: LanguageModel;
}

/** Creates what yields the tokens of a run. */
export type CreateTokenGenerator = (
  models: DecodingModels,
  request: DecodeRequest,
  config: ResolvedGenerationConfig,
  signal?: AbortSignal,
) => TokenGenerator;

/** The fields that every strategy uses, beside `numReturnSequences`. */
export const commonFields: FieldName[] = ['repetitionPenalty', 'noRepeatNgramSize', 'minNewTokens'];

/** The filters after the three that everyone knows. */
export const RARE_WARPERS: FieldName[] = ['minP', 'typicalP', 'epsilonCutoff', 'etaCutoff'];
