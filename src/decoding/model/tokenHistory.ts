import type { KVCache } from './languageModel.js';

/** The tokens of each row in place of their keys and values: all are read anew, or somebody else keeps what was made of them. */
export class TokenHistory implements KVCache {
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

  /** These and new tokens of each row. */
  static after(past: KVCache | null, fresh: readonly (readonly number[])[]): TokenHistory {
    const before = past as TokenHistory | null;
    return new TokenHistory(before ? fresh.map((row, index) => [...before.tokens[index]!, ...row]) : fresh);
  }
}
