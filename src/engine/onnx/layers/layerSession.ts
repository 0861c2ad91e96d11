import type { PartSource } from '../attention/attentionGraph.js';
import { attentionFeeds, type AttentionInputs } from '../attentionFeeds.js';
import type { Lease } from '../../scheduling/scheduler.js';
import {
  createSession,
  editedGraph,
  graphName,
  runSession,
  type Feeds,
  type Outputs,
  type Session,
} from '../session.js';
import { floatsOf, int64Vector, requireOutput } from '../tensors.js';
import { buildLayerGraph, positionsInput, stateOutput, unreadable, type StateIndex } from './layerGraph.js';

/** A model's graph up to its last state, with those between its layers to be read. */
export class LayerSession {
  constructor(
    readonly session: Session,
    private readonly states: readonly StateIndex[],
    readonly width: number,
  ) {}

  /** States by layers: the embeddings' output, and what each layer gives. */
  get stateCount(): number {
    return this.states.filter((state) => state !== 'lens').length;
  }

  /** What the lens takes for a layer: its state, the last one before the final norm. */
  lensIndex(layer: number): StateIndex {
    return layer === this.stateCount - 1 && this.states.includes('lens') ? 'lens' : layer;
  }

  /**
   * @param reading one row
   * @param positions of the states, in their order
   * @returns the states by their indices, each flat [positions, width]
   * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
   */
  async run(
    reading: AttentionInputs,
    states: readonly StateIndex[],
    positions: readonly number[],
    lease: Lease,
    signal?: AbortSignal,
  ): Promise<Map<StateIndex, Float32Array>> {
    const feeds = await layerFeeds(
      this.session,
      reading,
      (state) => (states.includes(state) ? positions : []),
      this.states,
    );
    const outputs = await runSession(this.session, feeds, states.map(stateOutput), lease, signal);
    return new Map(states.map((state) => [state, floatsOf(outputs, stateOutput(state))]));
  }
}

/** @param positionsOf each state those that are given out */
function layerFeeds(
  session: Session,
  reading: AttentionInputs,
  positionsOf: (state: StateIndex) => readonly number[],
  states: readonly StateIndex[],
): Promise<Feeds> {
  const picked = states.map((state) => [positionsInput(state), () => int64Vector(positionsOf(state))] as const);
  return attentionFeeds(withoutAttention(session), reading, {}, Object.fromEntries(picked));
}

/** A session whose attention is not looked at. */
export const withoutAttention = (session: Session) => ({ session, layers: [], sizes: new Map() });

/**
 * Loads a graph for reading its states and tries it on two tokens, which also tells their width. It has a session of its own,
 * as for looking at attention: inner tensors named as outputs are kept in every run.
 * @param sourceWidth of the states that a decoder reads; null for a graph that reads none
 * @throws GlassboxError `model-broken` with what was looked for, `out-of-memory`
 */
export async function loadLayerSession(
  source: PartSource,
  sourceWidth: number | null,
  threads: number,
): Promise<LayerSession> {
  let states: readonly StateIndex[] = [];
  const edit = (bytes: Uint8Array) => {
    const graph = buildLayerGraph(bytes, source);
    ({ states } = graph);
    return graph.bytes;
  };
  const session = await createSession(await editedGraph(source.file, edit), threads);
  try {
    const encoded =
      sourceWidth === null
        ? {}
        : { source: { states: new Float32Array(2 * sourceWidth), width: sourceWidth, seen: [[1, 1]] } };
    const feeds = await layerFeeds(session, { rows: [[0, 0]], ...encoded }, () => [0, 1], states);
    const outputs = await runSession(session, feeds, session.outputNames, { yield: async () => {} });
    return new LayerSession(session, states, widthOf(outputs, states, graphName(source.file)));
  } catch (error) {
    await session.release();
    throw error;
  }
}

/** What was taken for states must be numbers of both tokens, and all of one width. */
function widthOf(outputs: Outputs, states: readonly StateIndex[], file: string): number {
  const sizes = states.map((state) => {
    floatsOf(outputs, stateOutput(state));
    return requireOutput(outputs, stateOutput(state)).dims;
  });
  const [first = []] = sizes;
  const [rows, tokens, width = 0] = first;
  if (first.length !== 3 || rows !== 1 || tokens !== 2 || sizes.some((one) => one.join() !== first.join())) {
    throw unreadable(file)(`the states of two tokens have the sizes ${sizes.map((one) => one.join(' × ')).join(', ')}`);
  }
  return width;
}
