import { GlassboxError } from '../../protocol/index.js';
import { bufferedDecoderStep, readSource } from './bufferedDecoderStep.js';
import { bufferedStep } from './graph/bufferedStep.js';
import { sourceKeys } from './graph/sourceKeys.js';
import { createSession, onnxRuntime, type Session } from './runtime.js';

/** A decoder's step with buffers and, for an encoder-decoder, what makes its source's keys and values. */
export interface BufferedSessions {
  step: Session;
  source: Session | null;
}

/**
 * Loads the graphs made by `bufferedStep` and `sourceKeys`, and tries them on a few tokens.
 * @param sourceFile null for a decoder without an encoder
 * @returns null when the files are written in a way that they cannot be made from; the plain graphs serve then
 * @throws GlassboxError `out-of-memory`
 */
export async function loadBuffered(
  stepFile: string,
  sourceFile: string | null,
  threads: number,
): Promise<BufferedSessions | null> {
  const loaded: Session[] = [];
  try {
    const step = await createSession(stepFile, threads, bufferedStep);
    if (step) loaded.push(step);
    const source = step && sourceFile !== null ? await createSession(sourceFile, threads, sourceKeys) : null;
    if (source) loaded.push(source);
    if (!step || (sourceFile !== null && !source)) throw new GlassboxError('model-broken', 'The graph is unknown.');
    await tryOut({ step, source });
    return { step, source };
  } catch (error) {
    for (const session of loaded) await session.release();
    // What is wrong with the file itself will show when the plain graph is loaded.
    if (error instanceof GlassboxError && error.code === 'model-broken') return null;
    throw error;
  }
}

/** Two steps of two rows at most: a graph that onnxruntime cannot run is found before it is needed. */
async function tryOut({ step, source }: BufferedSessions): Promise<void> {
  const { Tensor } = await onnxRuntime();
  const turn = { pass: async () => {} };
  const states = source?.inputMetadata.find(({ name }) => name === 'encoder_hidden_states');
  const width = states?.isTensor ? states.shape.at(-1) : undefined;
  const zeros = new Tensor('float32', new Float32Array(2 * Number(width ?? 0)), [1, 2, Number(width ?? 0)]);
  const run = bufferedDecoderStep(step, turn, source && (await readSource(source, zeros, turn)), false);
  const first = await run({ past: null, tokens: [source ? [0] : [0, 0]] });
  await run({ past: first.past.select([0, 0]), tokens: [[0], [0]], best: 1 });
}
