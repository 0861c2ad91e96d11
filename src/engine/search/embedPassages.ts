import type { Progress } from '../../protocol/engine/index.js';
import type { SentenceEncoder } from './sentenceEncoder.js';

/** Passages of one portion. Many together find more that are equally long, which are read at once; for a server they are a request. */
const PORTION = 128;
/** Milliseconds between two reports. */
const PERIOD = 100;

/**
 * A vector for each passage, in portions, so that no more of them are held than a caller keeps. Between batches more urgent
 * work goes first. A passage that is longer than the model is read up to there.
 * @param keep takes a portion's vectors; `first` is the index of its first passage
 * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`, `server-failed`
 */
export async function embedPassages(
  encoder: SentenceEncoder,
  texts: readonly string[],
  keep: (vectors: readonly Float64Array[], first: number) => void | Promise<void>,
  report: (progress: Progress) => void,
  signal?: AbortSignal,
): Promise<void> {
  let told = 0;
  for (let first = 0; first < texts.length; first += PORTION) {
    const now = performance.now();
    if (now - told >= PERIOD) {
      told = now;
      report({ kind: 'index', stage: 'embedding', done: first, total: texts.length });
    }
    await keep(await encoder.passages(texts.slice(first, first + PORTION), signal), first);
  }
}
