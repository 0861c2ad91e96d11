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

/** Lets a text pass piece by piece up to a stop string, and keeps back what may be the beginning of one. */
export class StopCutter {
  #held = '';
  #stopped = false;

  /** @param stop may be empty: then all passes */
  constructor(private readonly stop: readonly string[]) {}

  /** Whether a stop string has come: nothing passes any more. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** @param last nothing comes behind it */
  pass(text: string, last: boolean): string {
    if (this.#stopped) return '';
    const { stop } = this;
    const held = this.#held + text;
    const before = truncateAtStop(held, stop);
    this.#stopped = before.length < held.length;
    const ready = this.#stopped || last ? before : held.slice(0, safeLength(held, stop));
    this.#held = held.slice(ready.length);
    return ready;
  }
}

/** Streams text, keeps back what may be the beginning of a stop string, and ends before one. */
export function streamUntilStop(stream: TextStreamer, stop: readonly string[]): TextStreamer {
  const cutter = new StopCutter(stop);
  return { push: (id) => cutter.pass(stream.push(id), false), end: () => cutter.pass(stream.end(), true) };
}

/** How much of a text cannot be part of a stop string that is not complete yet. */
function safeLength(text: string, stop: readonly string[]): number {
  const longest = Math.max(0, ...stop.map(({ length }) => length));
  for (let start = Math.max(0, text.length - longest + 1); start < text.length; start++) {
    if (stop.some((one) => one.startsWith(text.slice(start)))) return start;
  }
  return text.length;
}
