import { GlassboxError } from '../../protocol/engine/index.js';
import { createBufferedDecoderStep, computeCrossAttentionCache } from './bufferedDecoderStep.js';
import { rewriteBufferedStep } from './rewrite/bufferedStep.js';
import { MOST_WIDTH } from './rewrite/knownSizes.js';
import { rewriteCrossAttentionCache } from './rewrite/crossAttentionCache.js';
import { createSession, editedGraph, loadOnnxRuntime, type GraphSource, type Session } from './session.js';

/** A decoder's step with buffers and, for an encoder-decoder, what makes its source's keys and values. */
export interface BufferedSessions {
  step: Session;
  source: Session | null;
}

/**
 * Loads the graphs made by `rewriteBufferedStep` and `rewriteCrossAttentionCache`, and tries them on a few tokens.
 * @param sourceFile null for a decoder without an encoder
 * @returns null when the files are written in a way that they cannot be made from; the plain graphs serve then
 * @throws GlassboxError `model-broken` when a file is no graph at all, `out-of-memory`
 */
export async function loadBufferedSessions(
  stepFile: GraphSource,
  sourceFile: GraphSource | null,
  threads: number,
): Promise<BufferedSessions | null> {
  const stepGraph = await editedGraph(stepFile, rewriteBufferedStep);
  const sourceGraph =
    stepGraph && sourceFile !== null ? await editedGraph(sourceFile, rewriteCrossAttentionCache) : null;
  if (!stepGraph || (sourceFile !== null && !sourceGraph)) return null;
  const loaded: Session[] = [];
  try {
    const step = await createSession(stepGraph, threads);
    loaded.push(step);
    const source = sourceGraph && (await createSession(sourceGraph, threads));
    if (source) loaded.push(source);
    await verifySessions({ step, source });
    return { step, source };
  } catch (error) {
    for (const session of loaded) await session.release();
    // What onnxruntime does not take of the plain graph either will show when that is loaded.
    if (error instanceof GlassboxError && error.code === 'model-broken') return null;
    throw error;
  }
}

/**
 * Loads graphs that were written with buffers from the start.
 * @throws GlassboxError `model-broken`, `out-of-memory`
 */
export async function loadWrittenSessions(
  step: GraphSource,
  source: GraphSource | null,
  threads: number,
): Promise<BufferedSessions> {
  return {
    step: await createSession(step, threads),
    source: source === null ? null : await createSession(source, threads),
  };
}

/** Two steps of two rows at most: a graph that onnxruntime cannot run is found before it is needed. */
async function verifySessions({ step, source }: BufferedSessions): Promise<void> {
  const { Tensor } = await loadOnnxRuntime();
  const lease = { yield: async () => {} };
  const states = source?.inputMetadata.find(({ name }) => name === 'encoder_hidden_states');
  const declared = states?.isTensor ? states.shape.at(-1) : undefined;
  const width = typeof declared === 'number' && declared > 0 && declared <= MOST_WIDTH ? declared : 0;
  const zeros = new Tensor('float32', new Float32Array(2 * width), [1, 2, width]);
  const run = createBufferedDecoderStep(
    step,
    lease,
    source && (await computeCrossAttentionCache(source, zeros, lease)),
    false,
  );
  const first = await run({ past: null, tokens: [source ? [0] : [0, 0]] });
  await run({ past: first.past.select([0, 0]), tokens: [[0], [0]], best: 1 });
}
