import type { TextStreamer } from '../tokenizer/textStreamer.js';
import type { TokenTexts } from '../models/writingModel.js';

/** Tokens that surely hold `units` UTF-16 units of text, unfinished characters at both ends included. */
const tokensFor = (units: number) => 4 * units + 8;

/**
 * Creates a check whether the newest tokens complete one of the stop strings. Each token is asked about once, so only the end of the
 * text is decoded.
 */
export function createStopChecker(tokenizer: TokenTexts, stop: readonly string[]): (ids: readonly number[]) => boolean {
  const tail = tokensFor(Math.max(...stop.map(({ length }) => length)));
  return (ids) => {
    const text = tokenizer.decode(ids.slice(-tail), { skipSpecialTokens: true });
    return stop.some((one) => text.includes(one));
  };
}

/** Cuts a text before the first stop string. */
export function truncateAtStop(text: string, stop: readonly string[]): string {
  const found = stop.map((one) => text.indexOf(one)).filter((index) => index >= 0);
  return found.length > 0 ? text.slice(0, Math.min(...found)) : text;
}

/** Streams text, keeps back what may be the beginning of a stop string, and ends before one. */
export function streamUntilStop(stream: TextStreamer, stop: readonly string[]): TextStreamer {
  let held = '';
  let stopped = false;
  const release = (text: string, last: boolean): string => {
    if (stopped) return '';
    held += text;
    const before = truncateAtStop(held, stop);
    stopped = before.length < held.length;
    const ready = stopped || last ? before : held.slice(0, safeLength(held, stop));
    held = held.slice(ready.length);
    return ready;
  };
  return { push: (id) => release(stream.push(id), false), end: () => release(stream.end(), true) };
}

/** How much of a text cannot be part of a stop string that is not complete yet. */
function safeLength(text: string, stop: readonly string[]): number {
  const longest = Math.max(...stop.map(({ length }) => length));
  for (let start = Math.max(0, text.length - longest + 1); start < text.length; start++) {
    if (stop.some((one) => one.startsWith(text.slice(start)))) return start;
  }
  return text.length;
}
