import type { Progress } from '../../protocol/engine/index.js';
import { sentenceVectors } from '../methods/shared/sentenceVectors.js';
import type { Model } from '../models/model.js';
import { promptOf, readSentencePrompts } from '../models/sentencePrompts.js';

/**
 * Tokens that are read at once: with the embedded model some 70 ms in one thread, so that whoever asks for something else
 * meanwhile waits no longer.
 */
const BATCH_TOKENS = 384;
/** Passages of one portion. Many together find more that are equally long, which are read at once. */
const PORTION = 128;
/** Milliseconds between two reports. */
const PERIOD = 100;

/**
 * A vector for each passage, in portions, so that no more of them are held than a caller keeps. Between batches more urgent
 * work goes first. A passage that is longer than the model is read up to there.
 * @param keep takes a portion's vectors; `first` is the index of its first passage
 * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
 */
export async function embedPassages(
  model: Model,
  texts: readonly string[],
  keep: (vectors: readonly Float64Array[], first: number) => void | Promise<void>,
  report: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<void> {
  const promptName = promptOf(await readSentencePrompts(model.info.folder), 'document');
  const reading = { promptName, batchTokens: BATCH_TOKENS, cutsLong: true };
  let told = 0;
  for (let first = 0; first < texts.length; first += PORTION) {
    const now = performance.now();
    if (now - told >= PERIOD) {
      told = now;
      report({ kind: 'index', stage: 'embedding', done: first, total: texts.length });
    }
    const { vectors } = await sentenceVectors(model, texts.slice(first, first + PORTION), reading, () => {}, signal);
    await keep(vectors, first);
  }
}
