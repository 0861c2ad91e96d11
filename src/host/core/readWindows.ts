import type { Engine, Progress, Span } from '../../protocol/engine/index.js';
import { splitSentences } from '../../text/index.js';
import { sentenceWindows } from '../../text/sentenceWindows.js';

/** So much of a text is cut into tokens at once, in UTF-16 units. */
const AT_ONCE = 20_000;

/** Of a model without a limit so many tokens are read at once: its work grows with their square. */
const UNLIMITED = 512;

/** Tokens that a stretch may have more when it is read by itself. */
const SPARE = 4;

/** A stretch of a text, and how much of the text is behind its end, from 0 to 1. */
export interface ReadWindow extends Span {
  share: number;
}

/**
 * A text in stretches of whole sentences, each as long as a model takes; long texts do not have to be cut into tokens as a
 * whole before the first of them is read.
 * @param beside tokens that are read beside each stretch
 * @throws GlassboxError of the engine
 */
export async function* readWindows(
  engine: Engine,
  model: string,
  text: string,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
  beside = 0,
): AsyncGenerator<ReadWindow> {
  const sentences = splitSentences(text);
  let at = 0;
  while (at < sentences.length) {
    const { start } = sentences[at]!;
    let to = at + 1;
    while (to < sentences.length && sentences[to]!.end <= start + AT_ONCE) to++;
    const { end } = sentences[to - 1]!;
    const { tokens, maxLength } = await engine.call(
      'tokens',
      { model, text: text.slice(start, end) },
      { onProgress },
      signal,
    );
    const placed = tokens.flatMap((token) =>
      token.start === null || token.end === null ? [] : [{ start: token.start, end: token.end }],
    );
    const room = (maxLength ?? UNLIMITED) - (tokens.length - placed.length) - beside;
    const own = sentences.slice(at, to).map((one) => ({ start: one.start - start, end: one.end - start }));
    for (const window of sentenceWindows(text.slice(start, end), own, placed, Math.max(1, room - SPARE))) {
      yield { start: start + window.start, end: start + window.end, share: (start + window.end) / text.length };
    }
    at = to;
  }
}
