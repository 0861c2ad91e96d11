import type { CutReason, FinishReason, ServerFailure } from '../protocol/engine/index.js';

/** A token of a step with its chances; texts are added where the tokenizer is. */
export interface StepAlternative {
  id: number;
  /** the model's own */
  probability: number;
  /** after penalties, temperature and filters, renormalised; 0 when cut; null where a server drew, and does not tell it */
  filteredProbability: number | null;
  cut?: CutReason;
}

export interface TokenStep {
  id: number;
  /** the model's own */
  probability: number;
  /** what penalties, temperature and filters made of it; left out where they changed nothing */
  filteredProbability?: number;
  alternatives: StepAlternative[];
  /** tokens with a chance after bans and filters; left out where none was cut */
  left?: number;
  /** a server drew it: what is told of the other tokens was not enough to draw by */
  drawnByServer?: true;
}

export interface DecodedSequence {
  /** new tokens, a final end of sequence included */
  ids: number[];
  /** sum of the model's own log-probabilities, nats */
  logProbability: number;
  /** what the strategy ranked by */
  score: number;
  finish: FinishReason;
  /** one for each token when alternatives were asked for */
  steps?: TokenStep[];
}

export type BeamNodeState = 'live' | 'finished' | 'pruned' | 'returned';

/** A candidate of a beam step. Log-probability and score are those of the hypothesis that ends here. */
export interface BeamTreeNode {
  /** index among the nodes; −1 for a candidate of the first step */
  parent: number;
  /** from 0 */
  step: number;
  id: number;
  /** the model's own, of all tokens up to here, nats */
  logProbability: number;
  /** sum of what the processors left of the log-probabilities, divided by length ^ lengthPenalty */
  score: number;
  state: BeamNodeState;
  /** place among the candidates of its step (of its group's, in diverse beam search), from 0 */
  rank: number;
}

export interface DecodingOutput {
  /** best first */
  sequences: DecodedSequence[];
  /** beams, when alternatives were asked for */
  tree?: BeamTreeNode[];
  /** the server that told the steps failed: sequences that were not at their end are `cut` */
  fault?: ServerFailure;
}

/** A token that will not change any more, as a token generator makes it. */
export interface TokenEvent {
  sequence: number;
  id: number;
  /** when alternatives were asked for */
  step?: TokenStep;
}

/** Yields tokens as they are settled; returns the whole. */
export type TokenGenerator = AsyncGenerator<TokenEvent, DecodingOutput, void>;

/** Runs a token generator to its end. @param onToken called with each token as it is settled */
export async function generateAll(
  generator: TokenGenerator,
  onToken?: (token: TokenEvent) => void,
): Promise<DecodingOutput> {
  for (;;) {
    const { done, value } = await generator.next();
    if (done) return value;
    onToken?.(value);
  }
}

/** What all strategies need beside model and config. */
export interface DecodeRequest {
  /** what the decoder reads first, not empty */
  prompt: readonly number[];
  /** most new tokens: `maxNewTokens`, or what room the positions leave */
  limit: number;
  /** whether the text of these new tokens holds a stop string; absent when there are none */
  stops?: (ids: readonly number[]) => boolean;
  /** how many alternatives to record for each token; 0 for none */
  alternatives: number;
  /** asked after each token: whether to end here with what there is, as if the limit were reached */
  ended?: () => boolean;
  /** beams, when alternatives were asked for: the nodes that a step added, parents before children */
  onNodes?: (nodes: readonly BeamTreeNode[]) => void;
}
