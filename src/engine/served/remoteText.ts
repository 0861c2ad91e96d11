import type { FinishReason, GlassboxError } from '../../protocol/engine/index.js';
import type { TextEvent } from '../../servers/index.js';
import { wellFormed, withoutUnseen } from '../../text/wholeCharacters.js';
import { StopCutter } from '../generation/stopStrings.js';

/** UTF-16 units that a text of so many tokens surely does not pass: what goes on beyond is no answer to what was asked. */
const mostUnits = (tokens: number) => 64 * tokens + 4096;

/** The first half of a pair, whose other half comes with the next piece. */
const HALF = /[\uD800-\uDBFF]$/;

/** What became of a text that a server wrote. */
export interface RemoteText {
  text: string;
  finish: FinishReason;
  /** as the server counts them; null where it does not say */
  tokens: number | null;
  /** it has � in it, as the server sent it */
  isBroken: boolean;
  /** the server wrote far more than was asked for, and was ended */
  isOverlong: boolean;
  /** as the server calls the model that wrote; null where it does not say */
  model: string | null;
}

/** A text while a server writes it: in whole characters, up to a stop string, and no longer than it may be. Pure. */
export class GrowingText {
  #text = '';
  #half = '';
  #finish: string | null = null;
  #tokens: number | null = null;
  #model: string | null = null;
  readonly #cutter: StopCutter;

  constructor(
    private readonly limit: number,
    stop: readonly string[],
  ) {
    this.#cutter = new StopCutter(stop);
  }

  get text(): string {
    return this.#text;
  }

  get hasStopped(): boolean {
    return this.#cutter.stopped;
  }

  get isTooLong(): boolean {
    return this.#text.length > mostUnits(this.limit);
  }

  /** @returns what can be shown of it now */
  add({ text, finish, tokens, model }: TextEvent): string {
    this.#model = model ?? this.#model;
    this.#finish = finish ?? this.#finish;
    // More than were asked for are no count.
    if (tokens !== null && tokens <= this.limit) this.#tokens = tokens;
    const all = this.#half + text.slice(0, mostUnits(this.limit) + 1 - this.#text.length);
    this.#half = HALF.exec(all)?.[0] ?? '';
    return this.#grow(all.slice(0, all.length - this.#half.length), false);
  }

  /** @returns what was kept back */
  end(): string {
    const rest = this.#half;
    this.#half = '';
    return this.#grow(rest, true);
  }

  /** @param fault the server broke off; @param ended the user ended it */
  result({ fault, ended }: { fault: GlassboxError | null; ended: boolean }): RemoteText {
    const text = this.#text;
    return {
      ...{ text, finish: this.#reason(fault, ended), tokens: this.#tokens },
      ...{ isBroken: text.includes('\uFFFD'), isOverlong: this.isTooLong, model: this.#model },
    };
  }

  #grow(text: string, last: boolean): string {
    const ready = this.#cutter.pass(withoutUnseen(wellFormed(text)), last);
    this.#text += ready;
    return ready;
  }

  #reason(fault: GlassboxError | null, ended: boolean): FinishReason {
    if (this.#cutter.stopped) return 'stop';
    if (fault) return 'cut';
    if (ended || this.isTooLong || this.#finish === 'length') return 'length';
    if (this.#finish === null) return (this.#tokens ?? 0) >= this.limit ? 'length' : 'eos';
    // Whatever else it says, as that its filter did not like the text.
    return this.#finish === 'stop' ? 'eos' : 'cut';
  }
}
