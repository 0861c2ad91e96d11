import type { Doubt, Params, Sequence } from '../../../../protocol/engine/index.js';
import type { SentenceVersion } from '../../../../protocol/webviews/index.js';
import type { Services } from '../../../core/services.js';
import { type TextInDocument, translateParams, type TranslationRequest } from '../translationRequest.js';
import type { ListedSentence } from './sentenceList.js';

/** Alternatives shown for each token. */
const ALTERNATIVES = 8;

/** So many draws are made for another translation of a sentence. */
const DRAWS = 4;

/** Chance picks among this many tokens at each step. */
const TOP_K = 20;

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

  /** A translation other than those that were seen, by chance; null where a few draws give none. */
  async again(sentence: ListedSentence, seen: readonly string[], signal: AbortSignal): Promise<SentenceVersion | null> {
    const known = new Set([...seen, sentence.source]);
    for (let draw = 0; draw < DRAWS; draw++) {
      const params = { ...this.#params(sentence), decoding: this.#drawing() };
      const { text, segments } = await this.engine.call('translate', params, {}, signal);
      if (known.has(text)) continue;
      const doubts = [...new Set(segments.flatMap((one): Doubt[] => one.doubts ?? []))];
      return { target: text, doubts, kept: segments.every(({ kept }) => kept) };
    }
    return null;
  }

  /** Beams that are drawn: as fluent as the first translation, and another with each seed. */
  #drawing(): TranslationRequest['decoding'] {
    const { numBeams = 1 } = this.request.decoding;
    const chance = { temperature: 1, topK: TOP_K, seed: this.#seed++ };
    return numBeams > 1 ? { strategy: 'beam', numBeams, doSample: true, ...chance } : { strategy: 'sample', ...chance };
  }

  #params({ text, start, end, source }: ListedSentence): Params<'translate'> {
    const { text: whole, around } = this.texts[text]!;
    const before = around.before + whole.slice(0, start);
    const after = whole.slice(end) + around.after;
    return translateParams(this.request, { text: source, around: { before, after } });
  }
}
