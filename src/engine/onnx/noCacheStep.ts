import type { StepFn } from '../../decoding/model/languageModel.js';
import { TokenHistory } from '../../decoding/model/tokenHistory.js';

/**
 * Creates a step that keeps no keys and values, such as that of an export for one pass: all tokens are read anew each time.
 * @param pass reads tokens with nothing before them
 */
export function createNoCacheStep(pass: StepFn): StepFn {
  return async ({ past, tokens, best, bestOnly }, signal) => {
    const wanted = { ...(best !== undefined && { best }), ...(bestOnly !== undefined && { bestOnly }) };
    const history = TokenHistory.after(past, tokens);
    const { tokens: all } = history;
    const { hiddenStates, ...output } = await pass({ ...wanted, past: null, tokens: all }, signal);
    return {
      ...output,
      ...(hiddenStates && { hiddenStates: lastTokens(hiddenStates, all, tokens[0]?.length ?? 0) }),
      past: history,
    };
  };
}

/** States of each row's last `count` tokens, flat [rows, count, width]. */
function lastTokens(states: Float32Array, tokens: readonly (readonly number[])[], count: number): Float32Array {
  const row = states.length / tokens.length;
  const kept = (row / (tokens[0]?.length ?? 1)) * count;
  const result = new Float32Array(tokens.length * kept);
  tokens.forEach((_, index) => result.set(states.subarray((index + 1) * row - kept, (index + 1) * row), index * kept));
  return result;
}
