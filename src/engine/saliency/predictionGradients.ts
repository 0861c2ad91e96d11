import { Random } from '../../decoding/sampling/random.js';
import type { Model } from '../models/model.js';
import { createSession, type Feeds, type Session } from '../onnx/session.js';
import { floatsOf, floatTensor, int64Filled, int64Rows, int64Vector } from '../onnx/tensors.js';
import { familyOfModel, noGradients, refusalOf, requireGradientMemory } from '../training/gradientModel.js';
import { LABELS, LOGITS } from '../training/lossGraph.js';
import { modelWeights, type Weight } from '../training/modelWeights.js';
import { trainableModel, type TrainableModel } from '../training/trainableModel.js';
import {
  PLACES,
  predictionGraph,
  TARGET_IDS,
  WORD_VECTORS,
  type ModelGraphs,
  type PredictionGraph,
} from './predictionGraph.js';
import { predictionBytes, predictingRoles, predictionSizes, rowsAtOnce, type ReadSizes } from './predictionMemory.js';

/** What a model reads, in all rows the same but for the vectors of its words. */
export interface VectorReading {
  ids: readonly number[];
  tokenTypeIds?: readonly number[];
  /** what the decoder of an encoder-decoder reads */
  target?: readonly number[];
  /** places of the part that predicts, and the token whose probability counts at each */
  positions: readonly number[];
  labels: readonly number[];
}

/** A model that is gone back through, from the probability of a token to the vectors of the words: in 32 bit, beside the model that serves. */
export class PredictionGradients {
  readonly #table: Weight;
  /** numbers of all matrices */
  readonly #matrices: number;

  private constructor(
    private readonly model: Model,
    private readonly graph: PredictionGraph,
    private readonly session: Session,
    private readonly weights: Feeds,
    all: ReadonlyMap<string, Weight>,
  ) {
    this.#table = all.get(graph.table)!;
    const matrices = [...all.values()].filter(({ shape }) => shape.length > 1);
    this.#matrices = matrices.reduce((sum, { values }) => sum + values.length, 0);
  }

  /**
   * What it takes is asked by `requirePredictionMemory`.
   * @throws GlassboxError `wrong-architecture` for a model whose graph or weights are not known by their names,
   * `out-of-memory`, `model-broken`
   */
  static async open(model: Model, threads: number): Promise<PredictionGradients> {
    if (model.folder.refusal) throw model.folder.refusal;
    try {
      const graphs = await readGraphs(model);
      const feeds: Feeds = {};
      for (const [name, { shape, values }] of graphs.weights) feeds[name] = await floatTensor(values, shape);
      const graph = await predictionGraph(graphs, feeds, threads);
      await model.yield();
      const session = await createSession({ bytes: graph.bytes, folder: null }, threads);
      const read = new Set(session.inputNames);
      const weights = Object.fromEntries(Object.entries(feeds).filter(([name]) => read.has(name)));
      return new PredictionGradients(model, graph, session, weights, graphs.weights);
    } catch (error) {
      throw refusalOf(model, error);
    }
  }

  /** Numbers of a word's vector. */
  get width(): number {
    return this.#table.shape.at(-1) ?? 0;
  }

  /** The vectors of tokens as the table has them, [tokens, width]. */
  vectorsOf(ids: readonly number[]): Float32Array {
    const { width } = this;
    const vectors = new Float32Array(ids.length * width);
    ids.forEach((id, at) => vectors.set(this.#table.values.subarray(id * width, (id + 1) * width), at * width));
    return vectors;
  }

  /** Rows of this many tokens that are read at once. */
  rowsAtOnce(tokens: number): number {
    return rowsAtOnce(this.#matrices, tokens);
  }

  /**
   * @param vectors of the words, row after row, [rows, tokens, width]
   * @returns logits [rows, places, vocabulary], and the gradient of Σ ln p over a row's places by its vectors
   * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
   */
  async run(
    vectors: Float32Array,
    { ids, tokenTypeIds, target, positions, labels }: VectorReading,
    signal?: AbortSignal,
  ): Promise<{ logits: Float32Array; gradients: Float32Array }> {
    const rows = vectors.length / ids.length / this.width;
    const each = <T>(row: T): T[] => Array.from({ length: rows }, () => row);
    const read = target ?? ids;
    const places = new Float32Array(positions.length * read.length);
    positions.forEach((position, at) => (places[at * read.length + position] = 1));
    const allPlaces = new Float32Array(rows * places.length);
    for (let row = 0; row < rows; row++) allPlaces.set(places, row * places.length);
    const all: Feeds = {
      input_ids: await int64Rows(each(ids)),
      attention_mask: await int64Filled(1, rows, ids.length),
      token_type_ids: await int64Rows(each(tokenTypeIds ?? ids.map(() => 0))),
      [TARGET_IDS]: await int64Rows(each(read)),
      [PLACES]: await floatTensor(allPlaces, [rows, positions.length, read.length]),
      [LABELS]: await int64Vector(each(labels).flat()),
      [WORD_VECTORS]: await floatTensor(vectors, [rows, ids.length, this.width]),
    };
    const { graph, session } = this;
    const texts = Object.fromEntries(Object.entries(all).filter(([name]) => graph.inputs.has(name)));
    const outputs = await this.model.run(session, { ...this.weights, ...texts }, [LOGITS, graph.gradient], signal);
    // The graph has the mean of −ln p over all places of all rows, none of which reads another.
    const count = rows * positions.length;
    return {
      logits: floatsOf(outputs, LOGITS),
      gradients: floatsOf(outputs, graph.gradient).map((value) => -count * value),
    };
  }

  dispose(): Promise<void> {
    return this.session.release();
  }
}

/**
 * Refuses what takes more memory than models may have, before anything is loaded.
 * @param read the longest reading; `rows`: as many as are wanted, of which a run has no more than a person can wait for
 * @throws GlassboxError `out-of-memory`, `wrong-architecture` for a model whose graph or weights are not known by their names
 */
export async function requirePredictionMemory(model: Model, read: ReadSizes, limit: number): Promise<void> {
  const { folder } = model;
  if (folder.refusal) throw folder.refusal;
  try {
    const sizes = predictionSizes(await familyOfModel(model));
    const rows = Math.min(read.rows, rowsAtOnce(sizes.matrices, read.tokens));
    // What an export has in 8 bit is there while its weights are read.
    const beside = folder.isCheckpoint ? 0 : folder.info.bytes;
    requireGradientMemory(model, beside + predictionBytes(sizes, { ...read, rows }), limit);
  } catch (error) {
    throw refusalOf(model, error);
  }
}

async function readGraphs(model: Model): Promise<ModelGraphs> {
  const { info } = model.folder;
  const family = await familyOfModel(model);
  const roles = predictingRoles(family);
  const stored = await modelWeights(model.folder);
  await model.yield();
  const [main, decoder] = roles.map((role) => trainableModel(family, stored, info.id, new Random(0), role)) as [
    TrainableModel,
    TrainableModel?,
  ];
  const made = [main, decoder].flatMap((part) => part?.made ?? []);
  if (made.length > 0) throw noGradients(info.id, `its files have no ${made.join(', ')}`);
  return {
    main: main.graph,
    decoder: decoder?.graph ?? null,
    weights: new Map([...(decoder?.weights ?? []), ...main.weights]),
  };
}
