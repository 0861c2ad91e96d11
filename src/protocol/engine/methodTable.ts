import type { AdaptValue } from './adaptingValues.js';
import type {
  AttentionSummaryValue,
  AttentionValue,
  HeadAblationValue,
  InputVectorsValue,
  OcclusionValue,
  PredictionsValue,
  RightContextValue,
  SaliencyValue,
} from './attentionValues.js';
import type { HiddenValue, LogitLensValue } from './layerValues.js';
import type { MethodName } from './methods.js';
import type { GenerateValue, CompareValue, DistributionValue, DivergenceValue } from './generationValues.js';
import type { Architecture, ModelInfo } from './modelValues.js';
import type {
  FillMaskValue,
  BetterWordsValue,
  TokensValue,
  ScoreValue,
  EmbedValue,
  IdentifyValue,
  EngineState,
} from './values.js';
import type {
  AnswerValue,
  ClassifyValue,
  EntitiesValue,
  NextSentenceValue,
  RankValue,
  ReplacedValue,
  SummarizeValue,
  ZeroShotValue,
} from './headValues.js';
import type { AnatomyValue, AssessValue, InspectValue } from './inspectionValues.js';
import type { ComparePrecisionValue } from './precisionValues.js';
import type { BuildIndexValue, IndexStateValue, SearchValue } from './searchValues.js';
import type { PlanManyValue, ScoreManyValue } from './manyValues.js';
import type { PretrainValue } from './pretrainingValues.js';
import type { GradientsValue } from './gradientValues.js';
import type { TrainNamesValue } from './nameTrainingValues.js';
import type { TrainValue } from './trainingValues.js';
import type { TranslateValue } from './translationValues.js';
import type { Priority } from './transport.js';

/** What an encoder's head can be made for. */
export type HeadTask = 'classify' | 'entities' | 'answer' | 'nextSentence' | 'replaced';

/** What a method needs to be served. */
export interface Task {
  /** kinds of models that serve it */
  architectures: readonly Architecture[];
  /** of an encoder, it needs the head of a masked language model: a prediction to look at */
  needsHead: boolean;
  /** the only task that such a model is made for; null where it is none of these */
  head: HeadTask | null;
  /** the embedded model of a call that names none; null where none can do it */
  defaultModel: string | null;
  /** it runs the model's graph, and not its tokenizer alone */
  runsGraph: boolean;
  /** of a call that names none; what is background work is so whatever it was called as, since nobody waits for it */
  priority: Priority;
  /** it trains a model: where a person asks meanwhile, in a thread of its own */
  learns: boolean;
}

const ANY = ['encoder', 'decoder', 'encoder-decoder'] as const satisfies readonly Architecture[];
const READERS = ['encoder', 'decoder'] as const satisfies readonly Architecture[];
const WRITERS = ['decoder', 'encoder-decoder'] as const satisfies readonly Architecture[];

const task = (architectures: Task['architectures'], defaultModel: string | null, more: Partial<Task> = {}): Task => ({
  architectures,
  defaultModel,
  needsHead: false,
  head: null,
  runsGraph: true,
  priority: 'interactive',
  learns: false,
  ...more,
});

/** It takes minutes: whatever a person waits for goes before its next step. */
const LEARNS = { priority: 'background', learns: true } as const;

/** A row for each method: what serves it. Null: it looks at the engine or the text alone, and waits for no turn. */
export const METHOD_TASKS: Readonly<Record<MethodName, Task | null>> = {
  tokens: task(ANY, 'bert-mini', { runsGraph: false }),
  fillMask: task(['encoder'], 'bert-mini', { needsHead: true }),
  betterWords: task(['encoder'], 'bert-mini', { needsHead: true }),
  generate: task(WRITERS, 'gpt2-mini'),
  compare: task(WRITERS, 'gpt2-mini'),
  distribution: task(WRITERS, 'gpt2-mini'),
  divergence: task(WRITERS, 'gpt2-mini'),
  translate: task(['encoder-decoder'], 't5-mini'),
  attention: task(ANY, 'bert-mini'),
  attentionSummary: task(ANY, 'bert-mini'),
  occlusion: task(ANY, 'bert-mini', { needsHead: true }),
  headAblation: task(ANY, 'bert-mini', { needsHead: true }),
  saliency: task(ANY, 'bert-mini', { needsHead: true }),
  rightContext: task(ANY, 'bert-mini'),
  inputVectors: task(ANY, 'bert-mini'),
  predictions: task(READERS, 'bert-mini', { needsHead: true }),
  comparePrecision: task(READERS, 'bert-mini', { needsHead: true }),
  gradients: task(READERS, 'bert-mini', { needsHead: true }),
  hidden: task(ANY, 'bert-mini'),
  logitLens: task(ANY, 'gpt2-mini', { needsHead: true }),
  score: task(ANY, 'gpt2-mini', { needsHead: true }),
  embed: task(ANY, 'e5-mini'),
  identify: null,
  classify: task(READERS, null, { head: 'classify' }),
  entities: task(['encoder'], null, { head: 'entities' }),
  answer: task(['encoder'], null, { head: 'answer' }),
  nextSentence: task(['encoder'], null, { head: 'nextSentence' }),
  replaced: task(['encoder'], null, { head: 'replaced' }),
  rank: task(['encoder'], 'e5-mini'),
  zeroShot: task(ANY, 'e5-mini'),
  summarize: task(['encoder-decoder'], null),
  search: task(['encoder'], 'e5-mini'),
  buildIndex: task(['encoder'], 'e5-mini', { priority: 'background' }),
  indexState: null,
  removeIndex: null,
  train: task(READERS, 'bert-mini', LEARNS),
  trainNames: task(['encoder'], 'bert-mini', LEARNS),
  adapt: task(['decoder'], 'gpt2-mini', LEARNS),
  // Which models serve them depends on what is asked of each text.
  planMany: task([], null),
  scoreMany: task([], null, { priority: 'background' }),
  // No model serves it: it makes its own.
  pretrain: task([], null, LEARNS),
  models: null,
  inspect: null,
  anatomy: null,
  assess: null,
  state: null,
  unload: null,
  endRun: null,
};

/** How urgent a call is. @param asked what it says itself */
export function priorityOf(method: MethodName, asked?: Priority): Priority {
  const { priority = 'interactive' } = METHOD_TASKS[method] ?? {};
  return priority === 'background' ? priority : (asked ?? priority);
}

/** The methods that a model serves, in the order in which they are told. */
export const SERVED_METHODS = Object.entries(METHOD_TASKS).filter(([, task]) => task !== null) as [MethodName, Task][];

/** What each method returns. */
export interface Values {
  fillMask: FillMaskValue;
  betterWords: BetterWordsValue;
  tokens: TokensValue;
  generate: GenerateValue;
  compare: CompareValue;
  distribution: DistributionValue;
  divergence: DivergenceValue;
  translate: TranslateValue;
  attention: AttentionValue;
  attentionSummary: AttentionSummaryValue;
  occlusion: OcclusionValue;
  headAblation: HeadAblationValue;
  saliency: SaliencyValue;
  rightContext: RightContextValue;
  inputVectors: InputVectorsValue;
  predictions: PredictionsValue;
  comparePrecision: ComparePrecisionValue;
  gradients: GradientsValue;
  hidden: HiddenValue;
  logitLens: LogitLensValue;
  score: ScoreValue;
  embed: EmbedValue;
  identify: IdentifyValue;
  classify: ClassifyValue;
  entities: EntitiesValue;
  answer: AnswerValue;
  nextSentence: NextSentenceValue;
  replaced: ReplacedValue;
  rank: RankValue;
  zeroShot: ZeroShotValue;
  summarize: SummarizeValue;
  search: SearchValue;
  buildIndex: BuildIndexValue;
  indexState: IndexStateValue;
  /** what was freed on the disk */
  removeIndex: { bytes: number };
  planMany: PlanManyValue;
  scoreMany: ScoreManyValue;
  train: TrainValue;
  trainNames: TrainNamesValue;
  adapt: AdaptValue;
  pretrain: PretrainValue;
  models: ModelInfo[];
  inspect: InspectValue;
  anatomy: AnatomyValue;
  assess: AssessValue;
  state: EngineState;
  /** `freed`: bytes on the disk */
  unload: { unloaded: string[]; freed: number };
  endRun: { ended: boolean };
}
