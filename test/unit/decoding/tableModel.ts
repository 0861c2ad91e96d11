import { logSumExp } from '../../../src/maths/softmax.js';
import { topK } from '../../../src/maths/topK.js';
import type {
  BestLogits,
  LanguageModel,
  KVCache,
  StepInput,
  StepOutput,
} from '../../../src/decoding/model/languageModel.js';

/** Logits by the last token and by the one before it; token 0 stands before the first. */
export interface Tables {
  last: readonly (readonly number[])[];
  before: readonly (readonly number[])[];
}

class TablePast implements KVCache {
  constructor(
    readonly lastTokens: readonly number[],
    readonly length: number,
  ) {}

  get rows(): number {
    return this.lastTokens.length;
  }

  select(rows: readonly number[]): TablePast {
    return new TablePast(
      rows.map((row) => this.lastTokens[row]!),
      this.length,
    );
  }
}

export interface TableModel extends LanguageModel {
  /** rows of every step so far */
  readonly batches: number[];
}

/** Of flat [rows, width] logits the best of each row. */
function bestOf(logits: Float32Array, width: number, count: number): BestLogits {
  const rows = Array.from({ length: logits.length / width }, (_, row) =>
    logits.subarray(row * width, (row + 1) * width),
  );
  const ids = rows.map((row) => topK(row, count));
  return {
    ids: Int32Array.from(ids.flatMap((row) => [...row])),
    logits: Float32Array.from(ids.flatMap((row, at) => Array.from(row, (id) => rows[at]![id]!))),
    totals: Float64Array.from(rows, logSumExp),
  };
}

/**
 * A language model of two tables. It needs its past to give the right logits, and says so when it is misused.
 * @param ranks whether it gives the best logits only, where a decoder says that they are enough
 */
export function tableModel(
  tables: Tables,
  {
    eosIds = [],
    padId,
    maxLength = null,
    ranks = false,
  }: { eosIds?: number[]; padId?: number; maxLength?: number | null; ranks?: boolean } = {},
): TableModel {
  const width = tables.last.length;
  const batches: number[] = [];
  const step = (input: StepInput): Promise<StepOutput> => {
    const past = input.past as TablePast | null;
    const rows = input.tokens.length;
    if (past && past.rows !== rows) throw new Error(`${rows} rows of tokens, ${past.rows} rows of past`);
    const length = (past?.length ?? 0) + input.tokens[0]!.length;
    if (maxLength !== null && length > maxLength) throw new Error(`token ${length} of ${maxLength}`);
    batches.push(rows);
    const logits = new Float32Array(rows * width);
    input.tokens.forEach((tokens, row) => {
      const all = [past?.lastTokens[row] ?? 0, ...tokens];
      const [before, last] = all.slice(-2) as [number, number];
      for (let id = 0; id < width; id++) {
        logits[row * width + id] = Math.fround(tables.last[last]![id]!) + Math.fround(tables.before[before]![id]!);
      }
    });
    const { best, bestOnly } = input;
    return Promise.resolve({
      logits: ranks && best !== undefined && bestOnly ? new Float32Array(0) : logits,
      ...(ranks && best !== undefined && { best: bestOf(logits, width, best) }),
      past: new TablePast(
        input.tokens.map((tokens) => tokens.at(-1)!),
        length,
      ),
    });
  };
  return {
    id: 'table',
    vocabularySize: width,
    eosIds,
    ...(padId !== undefined && { padId }),
    maxLength,
    step,
    batches,
  };
}

/** Tables of reproducible logits, roughly normal with this deviation. */
export function randomTables(width: number, seed: number, deviation = 2): Tables {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const normal = () => (uniform() + uniform() + uniform() + uniform() - 2) * 1.73 * deviation;
  const table = () => Array.from({ length: width }, () => Array.from({ length: width }, normal));
  return { last: table(), before: table() };
}
