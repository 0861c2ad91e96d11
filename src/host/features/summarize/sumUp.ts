import type { Engine, Span } from '../../../protocol/engine/index.js';
import { wholeCharacters } from '../../../text/wholeCharacters.js';
import { documentSpan, type WordReading } from '../../../documents/wordReading.js';
import { readWindows } from '../../core/readWindows.js';
import type { WorkProgress } from '../../core/workProgress.js';

/** Tokens of the prefix that a model may have for this task. */
const PREFIX = 8;

/** A sentence of the document as a person reads it, in one line, and how much it was looked at. */
export interface SumSource extends Span {
  text: string;
  share: number;
}

/** A sentence of a summary, and what of the document it looked at, the most first; shares add up to 1 in each part. */
export interface SumSentence {
  text: string;
  sources: SumSource[];
}

/** A summary with its sentences. */
export interface Sum {
  text: string;
  sentences: SumSentence[];
}

/**
 * Sums a text up, a long one in parts of whole sentences, one after the other.
 * @throws GlassboxError of the engine
 */
export async function sumUp(
  engine: Engine,
  model: string,
  reading: WordReading,
  { onProgress, signal, done }: WorkProgress,
): Promise<Sum> {
  const parts: string[] = [];
  const sentences: SumSentence[] = [];
  for await (const { start, end, share } of readWindows(engine, model, reading.text, onProgress, signal, PREFIX)) {
    const text = reading.text.slice(start, end);
    const value = await engine.call('summarize', { model, text }, { onProgress }, signal);
    const whole = (words: string) => wholeCharacters(words, text);
    if (value.text !== '') parts.push(whole(value.text));
    sentences.push(
      ...value.sentences.map((one) => ({
        text: whole(value.text.slice(one.start, one.end)),
        sources: one.sources.map((source) => ({
          ...documentSpan(reading, { start: source.start + start, end: source.end + start }),
          text: text.slice(source.start, source.end).replace(/\s+/g, ' '),
          share: source.weight,
        })),
      })),
    );
    done(share);
  }
  return { text: parts.join(' '), sentences };
}
