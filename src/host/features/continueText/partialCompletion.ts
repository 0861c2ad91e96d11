import type { Params } from '../../../protocol/engine/index.js';
import { joinBehind } from './joinBehind.js';
import { endOfFirstSentence, type ContinuationPrompt } from '../../editor/promptText.js';

/** A continuation while the model writes it, and what of it goes in at the cursor. Pure. */
export class PartialCompletion {
  #raw = '';
  #tokens = 0;
  #finished = false;

  /**
   * @param params what the model was asked
   * @param leadingBreak a line break that the model wanted first; it was put into the prompt and belongs to the continuation
   * @param oneSentence the continuation ends with its first sentence
   * @param after what stands behind the cursor in its line
   * @param shown it is ghost text first: the editor shows none that ends with a line break before other text
   */
  constructor(
    readonly params: Params<'generate'>,
    private readonly prompt: ContinuationPrompt,
    private readonly leadingBreak: string,
    private readonly oneSentence: boolean,
    private readonly after = '',
    private readonly shown = false,
  ) {}

  /** More has come. */
  add(text: string, tokens: number): void {
    this.#raw += text;
    this.#tokens += tokens;
  }

  /** All has come. */
  finish(text: string): void {
    this.#raw = text;
    this.#finished = true;
  }

  /** how many tokens have come */
  get tokens(): number {
    return this.#tokens;
  }

  /** Whether it goes on within a word although a space, which the model was not told of, stands before the cursor. */
  get splitsWord(): boolean {
    const { trailing, beginning } = this.prompt;
    return (
      trailing !== '' &&
      !trailing.includes('\n') &&
      !beginning &&
      this.leadingBreak === '' &&
      /^[\p{L}\p{N}]/u.test(this.#raw)
    );
  }

  /** Whether what is still to come would be cut off. */
  get complete(): boolean {
    return this.#end !== null;
  }

  /** As it goes in at the cursor: without the white space that already stands there, apart from what follows. */
  get text(): string {
    const { trailing, beginning } = this.prompt;
    return joinBehind(this.#own, this.after, !this.shown && (beginning || trailing.includes('\n')));
  }

  get #own(): string {
    const { trailing, beginning } = this.prompt;
    const written = this.#raw.slice(0, this.#end ?? this.#raw.length);
    if (beginning || trailing.includes('\n')) return written.trimStart();
    if (this.leadingBreak !== '') return written.trim() === '' ? '' : this.leadingBreak + written.trimStart();
    // Who typed a space goes on in the line, even where the model would begin another.
    return trailing === '' ? written : written.trimStart();
  }

  get #end(): number | null {
    return this.oneSentence ? endOfFirstSentence(this.#raw, this.#finished) : null;
  }
}
