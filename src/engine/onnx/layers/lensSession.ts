import type { PartSource } from '../attention/attentionGraph.js';
import { attentionFeeds } from '../attentionFeeds.js';
import type { Lease } from '../../scheduling/scheduler.js';
import { createSession, editedGraph, graphName, runSession, type Session } from '../session.js';
import { floatsOf, floatTensor, int64Vector, requireOutput } from '../tensors.js';
import { unreadable } from './layerGraph.js';
import { withoutAttention } from './layerSession.js';
import {
  buildLensGraph,
  LENS_COUNT,
  LENS_ENTROPY,
  LENS_IDS,
  LENS_LOG_PROBABILITIES,
  LENS_SIZES,
  LENS_STATE,
} from './lensGraph.js';

/** What a model's head makes of states. */
export interface LensOutputs {
  /** of each position's distribution, nats */
  entropies: Float32Array;
  /** the most probable tokens of each, best first, and their log-probabilities: flat [positions, count] */
  ids: number[];
  logProbabilities: Float32Array;
  count: number;
}

/** The way from a layer's state to the logits by itself. */
export class LensSession {
  constructor(
    readonly session: Session,
    readonly quantizesTogether: boolean,
    private readonly width: number,
    readonly vocabularySize: number,
  ) {}

  /**
   * @param states flat [positions, width]
   * @param topK predictions for each; not more than there are tokens
   * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
   */
  async run(states: Float32Array, topK: number, lease: Lease, signal?: AbortSignal): Promise<LensOutputs> {
    const count = Math.min(topK, this.vocabularySize);
    const outputs = await runLens(this.session, states, { width: this.width, count }, lease, signal);
    return {
      entropies: floatsOf(outputs, LENS_ENTROPY),
      ids: Array.from(requireOutput(outputs, LENS_IDS).data as BigInt64Array, Number),
      logProbabilities: floatsOf(outputs, LENS_LOG_PROBABILITIES),
      count,
    };
  }
}

async function runLens(
  session: Session,
  states: Float32Array,
  { width, count }: { width: number; count: number },
  lease: Lease,
  signal?: AbortSignal,
) {
  const positions = states.length / width;
  // Where sizes are read from the tokens, any tokens do.
  const rows = [Array<number>(positions).fill(0)];
  const feeds = await attentionFeeds(
    withoutAttention(session),
    { rows },
    {},
    {
      [LENS_STATE]: () => floatTensor(states, [1, positions, width]),
      [LENS_COUNT]: () => int64Vector([count]),
    },
  );
  return runSession(session, feeds, session.outputNames, lease, signal);
}

/**
 * Loads a model's head and tries it on two states, which also tells the size of the vocabulary.
 * @param width of the states
 * @throws GlassboxError `model-broken` with what was looked for, `out-of-memory`
 */
export async function loadLensSession(source: PartSource, width: number, threads: number): Promise<LensSession> {
  let quantizesTogether = false;
  const edit = (bytes: Uint8Array) => {
    const graph = buildLensGraph(bytes, source);
    ({ quantizesTogether } = graph);
    return graph.bytes;
  };
  const session = await createSession(await editedGraph(source.file, edit), threads);
  try {
    // A state of one and the same number has no norm.
    const states = Float32Array.from({ length: 2 * width }, (_, at) => (at % 2 === 0 ? 1 : -1));
    const outputs = await runLens(session, states, { width, count: 1 }, { yield: async () => {} });
    const sizes = Array.from(requireOutput(outputs, LENS_SIZES).data as BigInt64Array, Number);
    const [rows, positions, vocabularySize = 0] = sizes;
    if (sizes.length !== 3 || rows !== 1 || positions !== 2) {
      throw unreadable(graphName(source.file))(`the logits of two states have the sizes ${sizes.join(' × ')}`);
    }
    return new LensSession(session, quantizesTogether, width, vocabularySize);
  } catch (error) {
    await session.release();
    throw error;
  }
}
