import type { FinishReason, GenerationWarning, Params } from '../../../protocol/engine/index.js';
import { firstBroken, wholeBeginning } from '../../../text/wholeCharacters.js';
import { joinBehind } from './joinBehind.js';
import { endOfFirstSentence, endOfSentenceFrom, type ContinuationPrompt } from '../../editor/promptText.js';

/** Where a continuation ends. */
export interface EndRule {
  /** with its first sentence */
  oneSentence: boolean;
  /** behind so many tokens with the sentence that is being written; null: it ends where the model does */
  budget: number | null;
}

export interface CompletionPlace {
  prompt: ContinuationPrompt;
  /** the rest of a word that the prompt ends within; what the model writes follows it */
  wordRest: string;
  /** a line break that the model wanted first, or an item's marker; it was put into the prompt and belongs to the continuation */
  lead: string;
  end: EndRule;
  /** what stands behind the cursor in its line */
  after: string;
  /** it is ghost text first: the editor shows none that ends with a line break before other text */
  shown: boolean;
}

/** A continuation while the model writes it, and what of it goes in at the cursor. Pure. */
export class PartialCompletion {
  #raw: string;
  #tokens = 0;
  #finish: FinishReason | null = null;
  /** how much had come when its tokens were used up */
  #budgetAt: number | null = null;
  #decoded: readonly GenerationWarning[] | null = null;

  /** @param params what the model was asked */
  constructor(
    readonly params: Params<'generate'>,
    private readonly place: CompletionPlace,
  ) {
    this.#raw = place.wordRest;
  }

  /** A server decodes it: what comes has no tokens. */
  decodedByServer(warnings: readonly GenerationWarning[]): void {
    this.#decoded = warnings;
  }

  /** where a server decodes it: what is to be known of that; null where it does not */
  get decoded(): readonly GenerationWarning[] | null {
    return this.#decoded;
  }

  /** what the model wrote, as far as it is known */
  get written(): string {
    return this.#raw.slice(this.place.wordRest.length);
  }

  /** More has come. */
  add(text: string, tokens: number): void {
    this.#raw += text;
    this.#tokens += tokens;
    const { budget } = this.place.end;
    if (this.#budgetAt === null && budget !== null && this.#tokens >= budget) this.#budgetAt = this.#raw.length;
  }

  /** All has come. */
  finish(text: string, reason: FinishReason): void {
    this.#raw = this.place.wordRest + text;
    this.#finish = reason;
    if (reason === 'length' && this.place.end.budget !== null) this.#budgetAt ??= this.#raw.length;
  }

  /** how many tokens have come */
  get tokens(): number {
    return this.#tokens;
  }

  /** Whether it goes on within a word although a space or an emoji, which the model was not told of, stands before the cursor. */
  get splitsWord(): boolean {
    const { trailing, beginning, apart } = this.place.prompt;
    return (
      (trailing !== '' || apart) &&
      !trailing.includes('\n') &&
      !beginning &&
      this.place.lead === '' &&
      /^[\p{L}\p{N}]/u.test(this.#raw)
    );
  }

  /** Whether it begins with what is no character, so that nothing of it can be taken. */
  get isBroken(): boolean {
    return this.#raw !== '' && wholeBeginning(this.#raw).trim() === '' && firstBroken(this.#raw) !== null;
  }

  /** Whether what is still to come would be cut off. */
  get complete(): boolean {
    return this.#end !== null;
  }

  /** As it goes in at the cursor: without the white space that already stands there, apart from what follows. */
  get text(): string {
    const { prompt, after, shown } = this.place;
    return joinBehind(this.#own, after, !shown && startsLine(prompt));
  }

  get #own(): string {
    const { prompt, lead } = this.place;
    const written = wholeBeginning(this.#raw.slice(0, this.#end ?? this.#raw.length));
    if (lead !== '') {
      if (written.trim() === '') return '';
      const led = lead + withoutMarks(written.trimStart());
      return startsLine(prompt) ? led.replace(/^\n+/, '') : led;
    }
    // Who typed a space goes on in the line, even where the model would begin another.
    if (startsLine(prompt) || prompt.trailing !== '') return withoutMarks(written.trimStart());
    if (prompt.apart && /^[\p{L}\p{N}]/u.test(written)) return ` ${written}`;
    return written;
  }

  get #end(): number | null {
    const broken = firstBroken(this.#raw);
    if (broken !== null) return broken;
    if (this.place.end.oneSentence) return endOfFirstSentence(this.#raw, this.#finish !== null);
    if (this.#budgetAt === null || (this.#finish !== null && this.#finish !== 'length')) return null;
    return endOfSentenceFrom(this.#raw, this.#budgetAt, this.#finish !== null);
  }
}

const startsLine = ({ trailing, beginning }: ContinuationPrompt) => beginning || trailing.includes('\n');

/** Combining marks belong to the character before them, and there is none. */
const withoutMarks = (text: string) => text.replace(/^[\p{M}\u200D]+/u, '');
