/** How a token is to be drawn where the model is: fields that are neutral are left out. */
export interface RemoteDraw {
  /** 0: the likeliest */
  temperature: number;
  topK?: number;
  topP?: number;
  minP?: number;
  typicalP?: number;
  repetitionPenalty?: number;
  /** tokens that may not come */
  banned: readonly number[];
  /** uniform in [0, 1): makes the seed */
  uniform: number;
}

/** A token that was drawn elsewhere. */
export interface DrawnToken {
  id: number;
  /** the model's own, natural logarithm */
  logProbability: number;
}

/** The likeliest tokens of a step, where a model elsewhere tells no others. */
export interface KnownTokens {
  /** by falling log-probability */
  ids: Int32Array;
  /** the model's own, natural logarithms */
  logProbabilities: Float64Array;
  /** probability that all others have together, never shared out among these; 0 where these are all */
  rest: number;
  /** whether one of the others can be drawn by themselves where the model is */
  drawsRest: boolean;
  /** Asks for more of them; null where no more are to be had. */
  widen(signal?: AbortSignal): Promise<KnownTokens | null>;
  /**
   * Has the token drawn where the model is, which knows all of them.
   * @returns null where it does not understand what is asked for
   */
  draw(how: RemoteDraw, signal?: AbortSignal): Promise<DrawnToken | null>;
}
