import type {
  PersistedAttentionState,
  AttentionSubject,
  AttentionView,
  FromAttentionWebview,
  ToAttentionWebview,
} from '../../src/protocol/webviews/index.js';
import { initialView, fitViewToModel, withPromptPrefix } from '../../src/attention/viewState.js';
import { html } from '../shared/elements.js';
import { shellOf } from '../../src/protocol/engine/shell.js';
import { numbersIn } from '../shared/numbers.js';
import { filled } from '../shared/texts.js';
import type { Line } from '../shared/transport.js';
import { Asks } from './asks.js';
import { Board } from './board.js';
import type { Page } from './page.js';

type Show = Extract<ToAttentionWebview, { type: 'show' }>;

/** How long something told stands. */
const TOLD_MS = 2000;

/** The page as a whole: messages in, state, messages out. What is seen is the board's. */
export class App {
  readonly #asks: Asks;
  readonly #told = html('div.told', { attributes: { role: 'status' } });
  #board: Board | null = null;
  #page: Page | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly root: HTMLElement,
    private readonly line: Line<FromAttentionWebview, PersistedAttentionState>,
  ) {
    this.#asks = new Asks((message) => line.send(message));
  }

  receive(message: ToAttentionWebview): void {
    switch (message.type) {
      case 'show':
        return this.#show(message);
      case 'subject':
        return this.#follow(message.subject);
      case 'view':
        return this.#goTo(message.view);
      case 'cursor':
        return this.#cursor(message.cursor);
      case 'answer':
        return this.#asks.answered(message);
      case 'measured':
        return this.#asks.measured(message.id, message.done, message.count);
      case 'failed':
        return this.#asks.failed(message.id, message.error);
      case 'saved':
        return this.#page?.announce(this.#page.say('saved', message.name));
      case 'copied':
        return this.#page?.announce(this.#page.say('copied'));
    }
  }

  /** Everything anew: the page was opened, or the window was reloaded. */
  #show({ models, subject, view, texts, language, shell, picture, isRepeat }: Show): void {
    if (isRepeat && this.#page) return;
    this.#board?.dispose();
    if (picture) this.#asks.keep('attention', picture.params, picture.value);
    const remembered = this.line.recall();
    const known = this.#page?.state ?? remembered?.view;
    const state = initialView(view, known, models, subject);
    const page = this.#makePage({ models, subject, state, texts, language, shell });
    this.#page = page;
    this.#board = new Board(page, {
      pin: (pinned) => this.line.send({ type: 'pin', pinned }),
      settings: () => this.line.send({ type: 'settings' }),
      part: () => this.line.send({ type: 'part', model: page.state.model }),
    });
    this.root.replaceChildren(this.#board.element, this.#told);
    this.#keep();
    const isSame = remembered?.subject?.text === subject?.text;
    this.#board.start(isSame || view.focus !== undefined ? page.state.focus : null);
  }

  #makePage(given: Pick<Show, 'models' | 'subject' | 'texts' | 'language' | 'shell'> & { state: AttentionView }): Page {
    const { models, subject, state, texts, language, shell } = given;
    const send = (message: FromAttentionWebview) => this.line.send(message);
    const isThere = () => page.subject !== null && !page.subject.detached;
    const page: Page = {
      say: (text, ...values) => filled(texts[text], ...values),
      numbers: numbersIn(language),
      shell: shellOf(shell),
      models,
      subject,
      state,
      change: (change) => {
        const isOther = change.model !== undefined && change.model !== page.state.model;
        // A layer that comes with another model, as a link may have it, is that model's.
        const before = change.layer === undefined ? page.state.model : undefined;
        const next = fitViewToModel({ ...page.state, ...change }, models, before);
        page.state = isOther ? withPromptPrefix(next, models, page.subject, change.prefix !== undefined) : next;
        this.#keep();
        this.#board?.changed();
      },
      remember: (change) => {
        page.state = { ...page.state, ...change };
        this.#keep();
      },
      ask: (slot, method, params, measured) => this.#asks.ask(slot, method, params, measured),
      cancel: (slot) => this.#asks.cancel(slot),
      point: (span, reader = null) => {
        if (isThere()) send({ type: 'point', span, reader });
      },
      reveal: (span) => {
        if (isThere()) send({ type: 'reveal', span });
      },
      save: (format, name, content) => send({ type: 'save', format, name, content }),
      copy: (what, text) => send({ type: 'copy', what, text }),
      announce: (text) => this.#announce(text),
    };
    return page;
  }

  #goTo(view: Partial<AttentionView>): void {
    this.#page?.change(view);
    if (view.focus !== undefined) this.#board?.start(view.focus);
  }

  #follow(subject: AttentionSubject | null): void {
    const page = this.#page;
    if (!page) return;
    const isSame = page.subject?.id === subject?.id && page.subject?.text === subject?.text;
    page.subject = subject;
    // A target belongs to its text.
    if (!isSame) page.state = { ...page.state, focus: null, target: null };
    this.#keep();
    if (isSame) this.#board?.changed();
    else this.#board?.start(null);
  }

  #cursor(cursor: number | null): void {
    const page = this.#page;
    if (!page?.subject) return;
    page.subject = { ...page.subject, cursor };
    this.#board?.cursor();
  }

  #keep(): void {
    if (this.#page) this.line.remember({ view: this.#page.state, subject: this.#page.subject });
  }

  #announce(text: string): void {
    this.#told.textContent = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#told.textContent = ''), TOLD_MS);
  }
}
