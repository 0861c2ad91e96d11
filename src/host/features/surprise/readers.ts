import type * as vscode from 'vscode';
import { LruCache } from '../../../attention/lruCache.js';
import { GlassboxError, type ModelInfo, type Params, type Priority } from '../../../protocol/engine/index.js';
import type { CallOf } from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import { wordBits, type WordBits } from './wordBits.js';

/** Which of the two models a figure is of: that of `surprise.model`, or of `surprise.otherModel`. */
export type Which = 'first' | 'second';

/** How a model comes to its figures: from what stands before a word, or from both sides of it. */
export type ReadingMethod = 'causal' | 'pseudo';

export interface Reader {
  model: string;
  method: ReadingMethod;
  /** on a server that is asked for each token by itself */
  byTokens?: true;
}

/** What is scored, and what the model reads around it. */
export interface Stretch {
  before: string;
  text: string;
  after: string;
}

/** How much is scored at once, and read around it, in UTF-16 units. */
export interface Reach {
  most: number;
  before: number;
  after: number;
}

/**
 * About 200 tokens behind 80 others from left to right. From both sides each token takes a row of its own, so that time
 * goes with the square of what is read: about 90 tokens between 25 others.
 */
const REACH: Record<ReadingMethod, Reach> = {
  causal: { most: 800, before: 320, after: 0 },
  pseudo: { most: 320, before: 100, after: 100 },
};

export const reachOf = ({ method }: Reader): Reach => REACH[method];

/** Passages whose words are kept: 2 MB of text. */
const KEPT = 2500;

/** Asks the engine for the bits of stretches of text, and keeps what it said. */
export class Readers implements vscode.Disposable {
  readonly #known = new LruCache<WordBits[]>(KEPT);
  #models: Promise<ModelInfo[]> | null = null;
  #last: CallOf<'score'> | null = null;
  readonly #listener: vscode.Disposable;

  constructor(private readonly services: Services) {
    this.#listener = services.settings.onDidChange(() => (this.#models = null));
  }

  /** @throws GlassboxError `wrong-architecture` for a model that neither continues texts nor fills gaps, and the engine's */
  async of(which: Which): Promise<Reader> {
    const model = this.services.settings.get(which === 'first' ? 'surprise.model' : 'surprise.otherModel');
    this.#models ??= this.services.engine.call('models', {}, { priority: 'visible' });
    const models = await this.#models.catch((error: unknown) => {
      this.#models = null;
      throw error;
    });
    const info = models.find(({ id, hubId, folder }) => [id, hubId, folder].includes(model));
    if (info?.architecture === 'encoder-decoder') {
      const { architecture, type } = info;
      throw new GlassboxError('wrong-architecture', `${model} scores a text given another one, not a text alone.`, {
        details: { kind: 'task', model, architecture, type },
      });
    }
    // Of a model that the list does not have the engine says what is wrong.
    const isEncoder = info === undefined ? which === 'second' : info.architecture === 'encoder';
    const told = info?.server?.abilities.promptLogProbabilities ?? 'asked';
    return { model, method: isEncoder ? 'pseudo' : 'causal', ...(told !== 'asked' && { byTokens: true }) };
  }

  /** Other models are there, or have the names of former ones. */
  forget(): void {
    this.#models = null;
    this.#known.clear();
  }

  /** What was asked last, and the answer. */
  get last(): CallOf<'score'> | null {
    return this.#last;
  }

  known(reader: Reader, stretch: Stretch): WordBits[] | null {
    return this.#known.get(keyOf(reader, stretch)) ?? null;
  }

  /** @throws GlassboxError the engine's, `cancelled` */
  async read(reader: Reader, stretch: Stretch, priority: Priority, signal: AbortSignal): Promise<WordBits[]> {
    const known = this.known(reader, stretch);
    if (known !== null) return known;
    const { before, text } = stretch;
    const params = scoreParams(reader, stretch);
    const value = await this.services.engine.call('score', params, { priority }, signal);
    this.#last = { method: 'score', params, value };
    const words = wordBits(value, params.text, { start: before.length, end: before.length + text.length });
    this.#known.set(keyOf(reader, stretch), words);
    return words;
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

/** What is asked of a stretch. */
export const scoreParams = ({ model, method }: Reader, { before, text, after }: Stretch): Params<'score'> => ({
  model,
  text: before + text + after,
  stride: true,
  from: before.length,
  ...(method === 'pseudo' && { withinWord: true }),
});

const keyOf = ({ model, method }: Reader, { before, text, after }: Stretch) =>
  JSON.stringify([model, method, before, text, after]);
