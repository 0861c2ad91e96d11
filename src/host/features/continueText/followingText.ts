import type { Engine } from '../../../protocol/engine/index.js';

/** What stands before and behind a continuation is looked at so far, in UTF-16 units. */
const REACH = { before: 400, after: 60 };

/** A continuation is tried with at most so many ends. */
const MOST_ENDS = 6;

const WORD = /[^\s]*[\p{L}\p{N}][^\s]*/gu;

/** Whether what follows goes on a sentence: it begins with a small letter or a mark. */
export const goesOn = (after: string): boolean => /^\s*(?:\p{Ll}|[,;:)\]}»”’–—-])/u.test(after);

/** Takes off a continuation's end what follows it already, whole words only: nothing stands there twice. */
export function withoutOverlap(written: string, after: string): string {
  const following = after.trimStart();
  const words = [...written.matchAll(WORD)];
  for (const { index } of words) {
    const end = written.slice(index).trimEnd();
    const isWhole = !/^[\p{L}\p{N}]/u.test(following.slice(end.length));
    if (following.startsWith(end) && isWhole) return written.slice(0, index).trimEnd();
  }
  return written;
}

/** The ends that a continuation may have before text that goes on its sentence: behind its words, without a final stop. */
export function endsWithin(written: string): string[] {
  const sentence = written.replace(/[.!?…。！？]+["'”’»)]*\s*$/u, '');
  const ends = [...sentence.matchAll(WORD)].map(({ 0: word, index }) => sentence.slice(0, index + word.length));
  const step = Math.max(1, Math.ceil(ends.length / MOST_ENDS));
  const some = ends.filter((_, index) => (ends.length - 1 - index) % step === 0);
  return some.map((end) => end.replace(/[,;:]$/, ''));
}

/** The ends that a continuation may have before a text: where it goes on the sentence several, none with its first words. */
export const endsBefore = (written: string, after: string): string[] =>
  goesOn(after) ? endsWithin(written).filter((end) => withoutOverlap(end, after) === end) : [written];

/**
 * How well a text leads on to what follows it: the log-probability of the first of it, nats.
 * @returns null where the model does not read from left to right
 */
export async function leadsOn(
  engine: Engine,
  model: string,
  before: string,
  after: string,
  signal: AbortSignal,
): Promise<number | null> {
  const start = before.slice(-REACH.before);
  const text = start + after.slice(0, REACH.after);
  const { method, tokens } = await engine.call('score', { model, text, from: start.length }, {}, signal);
  if (method !== 'causal') return null;
  const following = tokens.filter(({ end }) => end !== null && end > start.length);
  return following.reduce((sum, { logProbability }) => sum + (logProbability ?? 0), 0);
}
