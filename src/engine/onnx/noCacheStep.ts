import type { KVCache, StepFn } from '../../decoding/model/languageModel.js';

/** The tokens of each row, where there are no keys and values of them. */
class TokenHistory implements KVCache {
  constructor(readonly tokens: readonly (readonly number[])[]) {}

  get rows(): number {
    return this.tokens.length;
  }

  get length(): number {
    return this.tokens[0]?.length ?? 0;
  }

  select(rows: readonly number[]): TokenHistory {
    return new TokenHistory(rows.map((row) => this.tokens[row]!));
  }
}

/**
 * Creates a step that keeps no keys and values, such as that of an export for one pass: all tokens are read anew each time.
 * @param pass reads tokens with nothing before them
 */
export function createNoCacheStep(pass: StepFn): StepFn {
  return async ({ past, tokens, best, bestOnly }, signal) => {
    const wanted = { ...(best !== undefined && { best }), ...(bestOnly !== undefined && { bestOnly }) };
    const before = past as TokenHistory | null;
    const all = before ? tokens.map((row, index) => [...before.tokens[index]!, ...row]) : tokens;
    const { hiddenStates, ...output } = await pass({ ...wanted, past: null, tokens: all }, signal);
    return {
      ...output,
      ...(hiddenStates && { hiddenStates: lastTokens(hiddenStates, all, tokens[0]?.length ?? 0) }),
      past: new TokenHistory(all),
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
