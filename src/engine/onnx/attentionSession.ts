import { GlassboxError, type MapKind } from '../../protocol/engine/index.js';
import type { Lease } from '../scheduling/scheduler.js';
import { buildAttentionGraph, type AttentionGraphSource } from './attention/attentionGraph.js';
import {
  inputOutput,
  LOGITS,
  scoresOutput,
  sizesOutput,
  HIDDEN_STATES,
  weightsOutput,
} from './attention/attentionOutputs.js';
import type { InputPart } from './attention/inputParts.js';
import type { AttentionLayer } from './attention/attentionNode.js';
import { attentionFeeds, type AttentionInputs, type RequestedOutputs } from './attentionFeeds.js';
import { createSession, editedGraph, graphName, runSession, type Session } from './session.js';
import { floatsOf, requireOutput } from './tensors.js';

/** The maps of one kind that a graph has. */
export interface MapSizes {
  layers: number;
  heads: number;
  /** whether the scores before the mask can be given */
  hasScores: boolean;
  /** whether scores carry a learned bias, and whether they are scaled */
  isBiased: boolean;
  isScaled: boolean;
}

export interface AttentionOutputs {
  /** flat [rows, layers, heads, queries, keys] */
  weights: Map<MapKind, Float32Array>;
  scores: Map<MapKind, Float32Array>;
  /** flat [rows, places, width] */
  states: Float32Array | null;
  logits: Float32Array | null;
  /** what tokens' vectors are summed from, and `sum`, flat [rows or 1, tokens or 1, width]; empty where not asked for */
  inputs: ReadonlyMap<InputPart | 'sum', Float32Array>;
}

/** A model's graph with its attention to be read and its heads to be silenced. */
export class AttentionSession {
  constructor(
    readonly session: Session,
    readonly layers: readonly AttentionLayer[],
    /** rows read together change each other's last digits */
    readonly quantizesPerBatch: boolean,
    readonly sizes: ReadonlyMap<MapKind, MapSizes>,
  ) {}

  get hasStates(): boolean {
    return this.session.outputNames.includes(HIDDEN_STATES);
  }

  /** What tokens' vectors are summed from, where that can be given out. */
  get inputParts(): InputPart[] {
    return (['token', 'segment', 'position'] as const).filter((part) =>
      this.session.outputNames.includes(inputOutput(part)),
    );
  }

  get hasLogits(): boolean {
    return this.session.outputNames.includes(LOGITS);
  }

  /** Whether tokens can be hidden by a mask. */
  get hidesTokens(): boolean {
    return this.session.inputNames.some((name) => /attention_mask$/.test(name));
  }

  /** @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory` */
  async run(
    reading: AttentionInputs,
    wanted: RequestedOutputs,
    lease: Lease,
    signal?: AbortSignal,
  ): Promise<AttentionOutputs> {
    const { weights = [], scores = [], states = false, logits = false, inputs = false } = wanted;
    const parts = inputs && this.inputParts.length > 0 ? ([...this.inputParts, 'sum'] as const) : [];
    const fetches = [
      ...weights.map(({ kind }) => weightsOutput(kind)),
      ...scores.map(({ kind }) => scoresOutput(kind)),
      ...(states ? [HIDDEN_STATES] : []),
      ...(logits ? [LOGITS] : []),
      ...parts.map(inputOutput),
    ];
    const outputs = await runSession(this.session, await attentionFeeds(this, reading, wanted), fetches, lease, signal);
    const values = (name: string) => floatsOf(outputs, name);
    return {
      weights: new Map(weights.map(({ kind }) => [kind, values(weightsOutput(kind))])),
      scores: new Map(scores.map(({ kind }) => [kind, values(scoresOutput(kind))])),
      states: states ? values(HIDDEN_STATES) : null,
      logits: logits ? values(LOGITS) : null,
      inputs: new Map(parts.map((part) => [part, values(inputOutput(part))] as const)),
    };
  }
}

/** A sum of weights further from 1 than this is no softmax; 8-bit and half-precision graphs stay well within it. */
const ROW_TOLERANCE = 0.02;

/**
 * Loads a graph for looking into it and tries it on two tokens, which also tells the number of heads.
 *
 * It has a session of its own, loaded when it is first asked for. Measured with BERT-base in single precision, 512 tokens,
 * one thread: the plain graph runs in 680 ms and 750 MB; with its maps named as outputs it keeps all of them in every run,
 * also when none is fetched (880 MB); this graph gives one head in 550 ms, for it computes no logits, and 640 MB. So what
 * fills in or writes is left as it is, and need not be in memory for looking. Both together cost the weights twice.
 * @param width of the states that a decoder reads; null for a graph that reads none
 * @throws GlassboxError `model-broken` with what was looked for, `out-of-memory`
 */
export async function loadAttentionSession(
  inspected: AttentionGraphSource,
  width: number | null,
  threads: number,
): Promise<AttentionSession> {
  try {
    return await openSession(inspected, width, threads);
  } catch (error) {
    const broken = error instanceof GlassboxError && error.code === 'model-broken';
    if (!broken || !inspected.predicts) throw error;
    // Logits of some positions only are not possible where a graph works out sizes behind its last hidden state.
    return openSession({ ...inspected, predicts: false }, width, threads);
  }
}

async function openSession(
  inspected: AttentionGraphSource,
  width: number | null,
  threads: number,
): Promise<AttentionSession> {
  let layers: AttentionLayer[] = [];
  let rounds = false;
  const edit = (bytes: Uint8Array) => {
    const graph = buildAttentionGraph(bytes, inspected);
    ({ layers, quantizesPerBatch: rounds } = graph);
    return graph.bytes;
  };
  const session = await createSession(await editedGraph(inspected.file, edit), threads);
  try {
    const source = width === null ? {} : { source: { states: new Float32Array(2 * width), width, seen: [[1, 1]] } };
    const sizes = await verifySession(session, layers, { rows: [[0, 0]], ...source }, inspected);
    return new AttentionSession(session, layers, rounds, sizes);
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** Reads two tokens and checks that what was taken for attention, where it is wanted, is a distribution over them. */
async function verifySession(
  session: Session,
  layers: readonly AttentionLayer[],
  reading: AttentionInputs,
  { file: source }: AttentionGraphSource,
): Promise<Map<MapKind, MapSizes>> {
  const file = graphName(source);
  const broken = (what: string) =>
    new GlassboxError('model-broken', `${file}: ${what}. Take another form of the model for looking at attention.`, {
      details: { kind: 'attentionForm', name: file },
    });
  const kinds = [...new Set(layers.map(({ kind }) => kind))];
  if (kinds.length === 0) {
    const feeds = await attentionFeeds({ session, layers, sizes: new Map() }, reading, {});
    const outputs = await runSession(session, feeds, session.outputNames, { yield: async () => {} });
    session.outputNames.forEach((name) => floatsOf(outputs, name));
    return new Map();
  }
  const weights = kinds.map((kind) => ({ kind, layers: layers.map(({ layer }) => layer), heads: [0] }));
  const feeds = await attentionFeeds({ session, layers, sizes: new Map() }, reading, { weights });
  const fetches = [...layers.map(sizesOutput), ...kinds.map(weightsOutput)];
  const outputs = await runSession(session, feeds, fetches, { yield: async () => {} });
  const sizes = new Map<MapKind, MapSizes>();
  for (const kind of kinds) {
    const of = layers.filter((layer) => layer.kind === kind);
    const shapes = of.map((layer) =>
      Array.from(requireOutput(outputs, sizesOutput(layer)).data as BigInt64Array, Number),
    );
    const [rows, heads = 0, queries, keys] = shapes[0] ?? [];
    if (rows !== 1 || queries !== 2 || keys !== 2 || shapes.some((shape) => shape.join() !== shapes[0]?.join())) {
      throw broken(`the ${kind} attention of two tokens has the sizes ${shapes.map((s) => s.join(' × ')).join(', ')}`);
    }
    const values = floatsOf(outputs, weightsOutput(kind));
    for (let at = 0; at < values.length; at += 2) {
      const sum = (values[at] ?? 0) + (values[at + 1] ?? 0);
      if (!(Math.abs(sum - 1) < ROW_TOLERANCE)) throw broken(`a row of the ${kind} attention sums to ${sum}, not to 1`);
    }
    sizes.set(kind, {
      layers: of.length,
      heads,
      hasScores: session.outputNames.includes(scoresOutput(kind)),
      isBiased: of.some(({ isBiased }) => isBiased),
      isScaled: of.some(({ isScaled }) => isScaled),
    });
  }
  return sizes;
}
