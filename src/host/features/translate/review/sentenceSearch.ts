import type { Doubt, Params, Sequence } from '../../../../protocol/engine/index.js';
import type { SentenceVersion } from '../../../../protocol/webviews/index.js';
import type { Services } from '../../../core/services.js';
import { type TextInDocument, translateParams, type TranslationRequest } from '../translationRequest.js';
import type { ListedSentence } from './sentenceList.js';

/** Alternatives shown for each token. */
const ALTERNATIVES = 8;

/** How another translation is drawn when the search has found none: among few tokens, flatter each time. */
const DRAWS = [0.7, 0.7, 1, 1].map((temperature) => ({ strategy: 'sample', topK: 20, temperature }) as const);

/** Looks for other translations of a sentence, read where it stands in its document. */
export class SentenceSearch {
  /** each draw of a review has a seed of its own */
  #seed = 0;

  constructor(
    private readonly engine: Services['engine'],
    private readonly request: TranslationRequest,
    private readonly texts: readonly TextInDocument[],
  ) {}

  /**
   * What the search finds behind the first tokens of a translation, best first.
   * @returns nothing where the sentence was read in another form than it stands in
   */
  async alternatives(
    sentence: ListedSentence,
    targetPrefix: readonly number[],
    signal: AbortSignal,
  ): Promise<Sequence[]> {
    const params = { ...this.#params(sentence), alternatives: ALTERNATIVES };
    const prefix = targetPrefix.length > 0 && { targetPrefix: [...targetPrefix] };
    const { segments } = await this.engine.call('translate', { ...params, ...prefix }, {}, signal);
    const [only] = segments;
    return (segments.length === 1 && only?.sequences) || [];
  }

  /** A translation other than those that were seen: the best that the search found, else a drawn one; null where there is none. */
  async again(sentence: ListedSentence, seen: readonly string[], signal: AbortSignal): Promise<SentenceVersion | null> {
    const avoid = [...seen, sentence.source];
    const drawn = DRAWS.map((decoding) => ({ ...decoding, seed: this.#seed++ }));
    for (const decoding of [this.request.decoding, ...drawn]) {
      const params = { ...this.#params(sentence), decoding, avoid };
      const { text, segments } = await this.engine.call('translate', params, {}, signal);
      if (avoid.includes(text)) continue;
      const doubts = [...new Set(segments.flatMap((one): Doubt[] => one.doubts ?? []))];
      return { target: text, doubts, kept: segments.every(({ kept }) => kept) };
    }
    return null;
  }

  #params({ text, start, end, source }: ListedSentence): Params<'translate'> {
    const { text: whole, around } = this.texts[text]!;
    const before = around.before + whole.slice(0, start);
    const after = whole.slice(end) + around.after;
    return translateParams(this.request, { text: source, around: { before, after } });
  }
}
