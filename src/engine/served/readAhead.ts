import { TokenHistory } from '../../decoding/model/tokenHistory.js';
import type { KVCache } from '../../decoding/model/languageModel.js';
import type { ServerStep } from '../../servers/index.js';

/** What a server has told of a row beyond the step that was asked for. */
export interface Ahead {
  /** the token that its steps stand behind; null: nothing is told */
  id: number | null;
  steps: readonly ServerStep[];
  /** so many steps are asked for at once the next time */
  size: number;
  /** it tells fewer steps than it writes: one at a time */
  isHalting: boolean;
}

/** The first token is not waited for. */
export const UNREAD: Ahead = { id: null, steps: [], size: 1, isHalting: false };

/** Tokens of each row with what may come behind them, where the row goes on as the server did. */
export class ReadAhead extends TokenHistory {
  constructor(
    tokens: readonly (readonly number[])[],
    readonly aheads: readonly Ahead[],
  ) {
    super(tokens);
  }

  override select(rows: readonly number[]): ReadAhead {
    return new ReadAhead(
      rows.map((row) => this.tokens[row]!),
      rows.map((row) => this.aheads[row]!),
    );
  }

  /** All tokens of each row, and what is told behind those before. */
  static of(past: KVCache | null, fresh: readonly (readonly number[])[]) {
    const { tokens: histories } = TokenHistory.after(past, fresh);
    const aheads = (past as ReadAhead | null)?.aheads ?? histories.map(() => UNREAD);
    return { histories, aheads };
  }
}
