import type {
  AttentionSummaryValue,
  AttentionValue,
  HeadAblationValue,
  OcclusionValue,
  RightContextValue,
} from './attentionValues.js';
import type {
  FillMaskValue,
  TokensValue,
  GenerateValue,
  CompareValue,
  DistributionValue,
  TranslateValue,
  ModelInfo,
  EngineState,
} from './values.js';

/** What each method returns. */
export interface Values {
  fillMask: FillMaskValue;
  tokens: TokensValue;
  generate: GenerateValue;
  compare: CompareValue;
  distribution: DistributionValue;
  translate: TranslateValue;
  attention: AttentionValue;
  attentionSummary: AttentionSummaryValue;
  occlusion: OcclusionValue;
  headAblation: HeadAblationValue;
  rightContext: RightContextValue;
  models: ModelInfo[];
  state: EngineState;
  unload: { unloaded: string[] };
  endRun: { ended: boolean };
}
