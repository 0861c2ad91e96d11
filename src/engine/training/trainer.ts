import { batches } from '../../training/chance.js';
import { IGNORED } from '../../training/graph.js';
import { longestOf } from '../../training/longest.js';
import { Parameters } from '../../training/parameters.js';
import { createSession, type Feeds, type Session } from '../onnx/session.js';
import { floatTensor, int64Rows, int64Vector, requireOutput } from '../onnx/tensors.js';
import { LABELS, LOGITS, lossGraph, USED_ROWS, wordTable, type LossGraph, type UsedRows } from './lossGraph.js';
import type { TrainableModel } from './trainableModel.js';

/**
 * Products of a token and a number of a matrix that a run may have: some 80 ms on one thread of a processor of 2022, so that
 * what a person asks for meanwhile waits no longer.
 */
export const MOST_WORK = 1.2e9;
/** How much less work it is without gradients. */
const FORWARD = 3;

/** Rows of token ids; shorter ones are padded. */
export interface Batch {
  rows: readonly (readonly number[])[];
}

/** A model's weights in training: what it gives and its gradients, both of the same arrays. */
export class Trainer {
  readonly parameters: Parameters;
  readonly #weights: Feeds;
  readonly #fetches: Feeds;
  readonly #matrixNumbers: number;
  #forward: Session | null = null;
  /** gradients of parts, summed up; there only once a batch was read in parts */
  #sum: Float32Array | null = null;

  private constructor(
    readonly model: TrainableModel,
    readonly graph: LossGraph,
    private readonly session: Session,
    private readonly options: { used: UsedRows | null; threads: number; padding: number; tokens: number | undefined },
    state: { parameters: Parameters; weights: Feeds; fetches: Feeds },
  ) {
    this.parameters = state.parameters;
    this.#matrixNumbers = matrixNumbers(model);
    this.#weights = state.weights;
    this.#fetches = state.fetches;
  }

  /**
   * @param trained names of weights; the others stay
   * @param ids all tokens that will be read: of a table of words only their rows are trained. Null: all of it
   * @param padding the id of what fills rows up, which is not seen
   * @param tokens that are read at once at most, rows of one length; left out: as many as a person can wait for
   * @throws NoRuleError, GlassboxError `model-broken`, `out-of-memory`
   */
  static async create(
    model: TrainableModel,
    trained: readonly string[],
    options: { ids: ReadonlySet<number> | null; threads: number; padding: number; tokens?: number },
  ): Promise<Trainer> {
    const { ids, threads, padding, tokens } = options;
    const table = ids && wordTable(model);
    const used = table !== null && trained.includes(table) ? usedRows(table, ids ?? new Set(), padding) : null;
    const graph = await lossGraph(model, trained, used, threads);
    const { weights } = model;
    const shapeOf = (name: string) => {
      const shape = weights.get(name)?.shape ?? [];
      return name === used?.table ? [used.ids.length, ...shape.slice(1)] : shape;
    };
    const parameters = new Parameters(trained.map((name) => ({ name, shape: shapeOf(name) })));
    const feeds: Feeds = {};
    const fetches: Feeds = { [graph.loss]: await floatTensor(new Float32Array(1), []) };
    for (const [name, { shape, values }] of weights)
      if (!trained.includes(name)) feeds[name] = await floatTensor(values, shape);
    for (const { name, shape } of parameters.list) {
      const values = parameters.valuesOf(name);
      const all = weights.get(name)!.values;
      if (name === used?.table) copyRows(all, used.ids, values);
      else values.set(all);
      feeds[name] = await floatTensor(values, shape);
      fetches[graph.gradients.get(name)!] = await floatTensor(parameters.gradientOf(name), shape);
    }
    const session = await createSession({ bytes: graph.gradient, folder: null }, threads);
    return new Trainer(
      model,
      graph,
      session,
      { used, threads, padding, tokens },
      { parameters, weights: feeds, fetches },
    );
  }

  /**
   * The mean loss of a batch; its gradients lie in `parameters` afterwards. A batch that would hold this process up for long
   * is read in parts, rows of like length together.
   * @param labels of the rows, or of each token of each row in turn, as many as the longest row has
   * @param pause between parts: lets more urgent work in
   */
  async gradients(
    batch: Batch,
    labels: readonly number[],
    pause: () => Promise<void> = () => Promise.resolve(),
  ): Promise<number> {
    const length = longestOf(batch.rows);
    const parts = this.#parts(batch.rows, length);
    if (parts.length === 1) return this.#gradientsOf(batch, labels);
    const counted = (some: readonly number[]) => some.filter((label) => label !== IGNORED).length;
    const all = counted(labels);
    const { gradients } = this.parameters;
    const sum = (this.#sum ??= new Float32Array(gradients.length));
    sum.fill(0);
    let loss = 0;
    for (const [at, part] of parts.entries()) {
      if (at > 0) await pause();
      const rows = part.map((row) => batch.rows[row]!);
      const own = this.#labelsOf(labels, part, length, longestOf(rows));
      const share = counted(own) / all;
      // The mean over nothing is no number.
      if (share === 0) continue;
      loss += share * (await this.#gradientsOf({ rows }, own));
      for (let place = 0; place < sum.length; place++) sum[place]! += share * gradients[place]!;
    }
    gradients.set(sum);
    return loss;
  }

  async #gradientsOf(batch: Batch, labels: readonly number[]): Promise<number> {
    const feeds = { ...(await this.#texts(batch)), ...this.#weights, [LABELS]: await int64Vector(labels) };
    await this.session.run(feeds, this.#fetches);
    return Number(this.#fetches[this.graph.loss]!.data[0]);
  }

  /** Rows by their places, so many of them together that a run is no more than its most. */
  #parts(rows: Batch['rows'], length: number): number[][] {
    const places = rows.map((_, at) => at);
    const count = Math.max(1, Math.floor(this.#tokens / length));
    if (count >= rows.length) return [places];
    return batches(
      places.sort((one, other) => rows[one]!.length - rows[other]!.length || one - other),
      count,
    );
  }

  /** Rows of a length that can be told at once without holding this process up for long: no gradients take a third. */
  rowsAtOnce(length: number): number {
    return Math.max(1, Math.floor((FORWARD * this.#tokens) / length));
  }

  get #tokens(): number {
    return this.options.tokens ?? MOST_WORK / this.#matrixNumbers;
  }

  /** Labels of some rows, which are shorter now. */
  #labelsOf(labels: readonly number[], rows: readonly number[], length: number, now: number): number[] {
    if (!this.model.isPerToken) return rows.map((row) => labels[row]!);
    return rows.flatMap((row) => labels.slice(row * length, row * length + now));
  }

  /** Logits, flat [rows, classes] or [rows, tokens, classes]. */
  logits(batch: Batch): Promise<Float32Array> {
    return this.#run(batch, LOGITS);
  }

  /** What the last matrix is multiplied by, flat [rows, width]. */
  features(batch: Batch): Promise<Float32Array> {
    return this.#run(batch, this.graph.output?.features ?? LOGITS);
  }

  /** Puts what was learnt back among the model's weights. */
  finish(): void {
    const { used } = this.options;
    for (const { name } of this.parameters.list) {
      const { shape, values } = this.model.weights.get(name)!;
      const learnt = this.parameters.valuesOf(name);
      const all = values.slice();
      if (name === used?.table) pasteRows(learnt, used.ids, all);
      else all.set(learnt);
      this.model.weights.set(name, { shape, values: all });
    }
  }

  async dispose(): Promise<void> {
    await this.session.release();
    await this.#forward?.release();
  }

  async #run(batch: Batch, output: string): Promise<Float32Array> {
    this.#forward ??= await createSession({ bytes: this.graph.forward, folder: null }, this.options.threads);
    const outputs = await this.#forward.run({ ...(await this.#texts(batch)), ...this.#weights }, [output]);
    return requireOutput(outputs, output).data as Float32Array;
  }

  /** What the graph reads of a text: rows of one length, and which tokens are seen. */
  async #texts({ rows }: Batch): Promise<Feeds> {
    const { used, padding } = this.options;
    const length = longestOf(rows);
    const padded = (row: readonly number[], filling: number) => [
      ...row,
      ...new Array<number>(length - row.length).fill(filling),
    ];
    const feeds: Feeds = {};
    for (const name of this.graph.inputs) {
      if (name === 'input_ids') feeds[name] = await int64Rows(rows.map((row) => padded(row, padding)));
      else if (name === 'attention_mask')
        feeds[name] = await int64Rows(rows.map((row) => padded(new Array<number>(row.length).fill(1), 0)));
      else if (name === 'token_type_ids')
        feeds[name] = await int64Rows(rows.map(() => new Array<number>(length).fill(0)));
      else if (name === USED_ROWS && used) {
        const places = new Map(used.ids.map((id, at) => [id, at]));
        feeds[name] = await int64Rows(rows.map((row) => padded(row, padding).map((id) => places.get(id) ?? 0)));
      }
    }
    return feeds;
  }
}

/** Numbers of the matrices that each token is multiplied by. */
function matrixNumbers(model: TrainableModel): number {
  const table = wordTable(model);
  return [...model.weights].reduce(
    (sum, [name, { shape, values }]) => (shape.length > 1 && name !== table ? sum + values.length : sum),
    1,
  );
}

const usedRows = (table: string, ids: ReadonlySet<number>, padding: number): UsedRows => ({
  table,
  ids: [...new Set([...ids, padding])].sort((a, b) => a - b),
});

function copyRows(from: Float32Array, rows: readonly number[], to: Float32Array): void {
  const width = to.length / rows.length;
  rows.forEach((row, at) => to.set(from.subarray(row * width, (row + 1) * width), at * width));
}

function pasteRows(from: Float32Array, rows: readonly number[], to: Float32Array): void {
  const width = from.length / rows.length;
  rows.forEach((row, at) => to.set(from.subarray(at * width, (at + 1) * width), row * width));
}
