import { GlassboxError, type ModelInfo } from '../../../protocol/engine/index.js';
import {
  type AttentionSubject,
  type AttentionView,
  type ToAttentionWebview,
} from '../../../protocol/webviews/index.js';
import { attentionParams, initialView, hasMaps } from '../../../attention/viewState.js';
import type { EngineRequestHandler } from './engineRequests.js';

type Show = Extract<ToAttentionWebview, { type: 'show' }>;

/** What the page is told from. */
export interface InitialStateSources {
  asks: EngineRequestHandler;
  send: (message: ToAttentionWebview) => void;
  /** those that can show attention */
  listModels: () => Promise<ModelInfo[]>;
  subject: () => AttentionSubject | null;
  /** the model that the settings name */
  ownModel: () => string;
  words: () => Pick<Show, 'language' | 'shell'>;
  /** tells of a fault, with a way to try again */
  report: (fault: unknown, again?: () => void) => void;
}

/**
 * What the page hears first. Making a page takes the editor longer than the engine needs for a picture, so the engine is
 * asked at once; its answer is posted with the rest before the page says `ready`, and the editor keeps it until the page
 * listens. Where the engine is slower than the page, the page asks, and gets what was begun for it.
 */
export class InitialState {
  #models: Promise<ModelInfo[]>;
  /** what a link or command asked for and no page has been told yet */
  #asked: Partial<AttentionView> = {};
  #known: AttentionView | undefined;
  /** `ahead`: told before it said that it is there */
  #page: 'none' | 'ahead' | 'starting' | 'there' = 'none';
  #attempt = 0;

  constructor(private readonly sources: InitialStateSources) {
    this.#models = this.#listModels();
  }

  /** A view that a link or command asks for; told at once where there is a page to tell. */
  async ask(view: Partial<AttentionView>): Promise<void> {
    this.#asked = { ...this.#asked, ...view };
    // What is being asked for is of the view before.
    if (this.#page === 'none' && this.#attempt > 0) return this.#tellAhead();
    if (!this.#isTold) return;
    const models = await this.#models.catch(() => []);
    // A page that is made anew meanwhile gets it with `show`.
    if (!this.#isTold) return;
    const asked = this.#allowed(models);
    if (this.#page === 'there') this.#asked = {};
    this.sources.send({ type: 'view', view: asked });
  }

  /** What the page showed before a reload, which it will remember. */
  remember(view: AttentionView): void {
    this.#known = view;
  }

  /** Another text, or something else about it. */
  changed(subject: AttentionSubject | null): void {
    if (this.#isTold) this.sources.send({ type: 'subject', subject });
    // A page that says `ready` now gets it with `show`.
    else if (this.#page === 'none') void this.#tellAhead();
  }

  /** The cursor moved within the text. */
  moved(cursor: number | null): void {
    if (this.#isTold) this.sources.send({ type: 'cursor', cursor });
  }

  /** The page stands, for the first time or anew. */
  async ready(): Promise<void> {
    const { sources } = this;
    const isRepeat = this.#page === 'ahead';
    if (this.#page === 'there') sources.asks.cancelPrepared();
    if (!isRepeat) this.#page = 'starting';
    const models = await this.#models.catch((error: unknown) => {
      // The page stands without models; asked again, the list is fetched again.
      this.#models = this.#listModels();
      sources.report(error, () => void this.ready());
      return [];
    });
    const view = this.#allowed(models);
    this.#asked = {};
    this.#page = 'there';
    this.#show(models, view, null, isRepeat);
  }

  get #isTold(): boolean {
    return this.#page === 'ahead' || this.#page === 'there';
  }

  /** Asks for the first picture, and tells the page if it is there before the page. */
  async #tellAhead(): Promise<void> {
    const attempt = ++this.#attempt;
    const isLate = () => attempt !== this.#attempt || this.#page !== 'none';
    try {
      const models = await this.#models;
      if (isLate()) return;
      const asked = this.#allowed(models);
      const picture = await this.#picture(initialView(asked, this.#known, models, this.sources.subject()));
      if (isLate()) return;
      this.#page = 'ahead';
      this.#show(models, asked, picture, false);
    } catch (error) {
      // The engine's faults are shown in the page: its own question is answered with them.
      if (!(error instanceof GlassboxError)) this.sources.report(error);
    }
  }

  async #picture(view: AttentionView): Promise<Show['picture']> {
    const { asks } = this.sources;
    const subject = this.sources.subject();
    if (!subject || !hasMaps(view)) {
      asks.cancelPrepared();
      return null;
    }
    // All heads are left to the page: their runs would hold up its making, and they are not what is looked at first.
    const params = attentionParams(view, subject);
    return { params, value: await asks.prepare('attention', 'attention', params) };
  }

  #show(models: ModelInfo[], view: Partial<AttentionView>, picture: Show['picture'], isRepeat: boolean): void {
    const { sources } = this;
    sources.send({ type: 'show', models, subject: sources.subject(), view, ...sources.words(), picture, isRepeat });
  }

  /** What was asked for. A link names no model but those that are known: it may come from anywhere. */
  #allowed(models: readonly ModelInfo[]): Partial<AttentionView> {
    const { model, ...rest } = this.#asked;
    const isKnown = model === this.sources.ownModel() || models.some(({ id }) => id === model);
    return model !== undefined && isKnown ? { ...rest, model } : rest;
  }

  #listModels(): Promise<ModelInfo[]> {
    const models = this.sources.listModels();
    // Told when the page asks for it; the panel may be closed before.
    models.catch(() => undefined);
    return models;
  }
}
