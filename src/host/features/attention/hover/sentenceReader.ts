import { LruCache } from '../../../../attention/lruCache.js';
import { throwIfCancelled, type ModelInfo, type Params } from '../../../../protocol/engine/index.js';
import type { EngineService } from '../../../core/services.js';
import type { HoverSubject } from './hoverContent.js';
import { sentenceAttention, type SentenceAttention } from './wordAttention.js';

/** Sentences whose attention is kept: as many as a user reads in a while. A sentence of 30 words takes 4 KB. */
const KEPT = 64;

/** Asks the engine what a sentence's words attend to; the whole sentence at once, kept for its other words. */
export class SentenceReader {
  readonly #sentences = new LruCache<SentenceAttention>(KEPT);
  #models: Promise<ModelInfo[]> | null = null;

  constructor(private readonly engine: EngineService) {}

  /**
   * @returns null when the model has no map between the words of one text
   * @throws GlassboxError the engine's, `cancelled` when the signal is aborted
   */
  async read(model: string, text: string, shown: HoverSubject, signal: AbortSignal): Promise<SentenceAttention | null> {
    const key = JSON.stringify([model, shown.layer, shown.head, text]);
    const known = this.#sentences.get(key);
    if (known) return known;
    const params = await this.#params(model, text, shown, signal);
    const value = await this.engine.call('attention', params, { priority: 'visible' }, signal);
    const attention = sentenceAttention(value, text, shown.layer, shown.head);
    if (attention) this.#sentences.set(key, attention);
    return attention;
  }

  /** The model or the settings have changed. */
  forget(): void {
    this.#sentences.clear();
    this.#models = null;
  }

  async #params(
    model: string,
    text: string,
    { layer, head }: HoverSubject,
    signal: AbortSignal,
  ): Promise<Params<'attention'>> {
    // Not cancelled with the hover: the next one asks for the same list.
    this.#models ??= this.engine.call('models', {}, { priority: 'visible' });
    const models = await this.#models.catch((error: unknown) => {
      this.#models = null;
      throw error;
    });
    throwIfCancelled(signal);
    // Of an encoder-decoder only what reads the sentence: its decoder would have to write a text first.
    const isPair = models.find(({ id }) => id === model)?.architecture === 'encoder-decoder';
    return {
      model,
      text,
      ...(isPair && { kinds: ['encoder' as const] }),
      ...(layer !== null && { layerIndices: [layer] }),
      ...(head !== null && { headIndices: [head] }),
      average: head !== null ? 'none' : layer !== null ? 'heads' : 'all',
    };
  }
}
