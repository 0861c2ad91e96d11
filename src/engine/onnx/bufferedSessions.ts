import { GlassboxError } from '../../protocol/index.js';
import { bufferedDecoderStep, readSource } from './bufferedDecoderStep.js';
import { bufferedStep } from './graph/bufferedStep.js';
import { MOST_WIDTH } from './graph/sizes.js';
import { sourceKeys } from './graph/sourceKeys.js';
import { createSession, editedGraph, onnxRuntime, type Session } from './runtime.js';

/** A decoder's step with buffers and, for an encoder-decoder, what makes its source's keys and values. */
export interface BufferedSessions {
  step: Session;
  source: Session | null;
}

/**
 * Loads the graphs made by `bufferedStep` and `sourceKeys`, and tries them on a few tokens.
 * @param sourceFile null for a decoder without an encoder
 * @returns null when the files are written in a way that they cannot be made from; the plain graphs serve then
 * @throws GlassboxError `model-broken` when a file is no graph at all, `out-of-memory`
 */
export async function loadBuffered(
  stepFile: string,
  sourceFile: string | null,
  threads: number,
): Promise<BufferedSessions | null> {
  const stepGraph = await editedGraph(stepFile, bufferedStep);
  const sourceGraph = stepGraph && sourceFile !== null ? await editedGraph(sourceFile, sourceKeys) : null;
  if (!stepGraph || (sourceFile !== null && !sourceGraph)) return null;
  const loaded: Session[] = [];
  try {
    const step = await createSession(stepGraph, threads);
    loaded.push(step);
    const source = sourceGraph && (await createSession(sourceGraph, threads));
    if (source) loaded.push(source);
    await tryOut({ step, source });
    return { step, source };
  } catch (error) {
    for (const session of loaded) await session.release();
    // What onnxruntime does not take of the plain graph either will show when that is loaded.
    if (error instanceof GlassboxError && error.code === 'model-broken') return null;
    throw error;
  }
}

/** Two steps of two rows at most: a graph that onnxruntime cannot run is found before it is needed. */
async function tryOut({ step, source }: BufferedSessions): Promise<void> {
  const { Tensor } = await onnxRuntime();
  const turn = { pass: async () => {} };
  const states = source?.inputMetadata.find(({ name }) => name === 'encoder_hidden_states');
  const declared = states?.isTensor ? states.shape.at(-1) : undefined;
  const width = typeof declared === 'number' && declared > 0 && declared <= MOST_WIDTH ? declared : 0;
  const zeros = new Tensor('float32', new Float32Array(2 * width), [1, 2, width]);
  const run = bufferedDecoderStep(step, turn, source && (await readSource(source, zeros, turn)), false);
  const first = await run({ past: null, tokens: [source ? [0] : [0, 0]] });
  await run({ past: first.past.select([0, 0]), tokens: [[0], [0]], best: 1 });
}
