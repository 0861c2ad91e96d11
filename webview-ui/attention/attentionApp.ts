import * as l10n from '@vscode/l10n';
import type {
  AttentionContract,
  AttentionSubject,
  AttentionView,
  FromAttentionWebview,
  KeptSide,
  PersistedAttentionState,
  ToAttentionWebview,
} from '../../src/protocol/webviews/index.js';
import { initialView, fitViewToModel, withPromptPrefix } from '../../src/attention/viewState.js';
import { html } from '../kit/dom.js';
import { shellOf } from '../../src/protocol/engine/shell.js';
import { numbersFor } from '../kit/numbers.js';
import type { HostConnection } from '../kit/hostConnection.js';
import { toaster } from '../kit/toast.js';
import { EngineProxy } from './model/engineProxy.js';
import { AttentionLayout } from './layout/attentionLayout.js';
import type { AttentionPage } from './model/attentionPage.js';

type Show = Extract<ToAttentionWebview, { type: 'show' }>;

/** The page as a whole: messages in, state, messages out. What is seen is the board's. */
export class AttentionApp {
  readonly #engine: EngineProxy;
  readonly #toast = html('div.told', { attributes: { role: 'status' } });
  readonly #announce = toaster((text) => (this.#toast.textContent = text));
  #layout: AttentionLayout | null = null;
  #page: AttentionPage | null = null;

  readonly #root: HTMLElement;
  readonly #line: Pick<
    HostConnection<AttentionContract, PersistedAttentionState>,
    'send' | 'request' | 'getState' | 'setState'
  >;

  constructor(
    root: HTMLElement,
    line: Pick<
      HostConnection<AttentionContract, PersistedAttentionState>,
      'send' | 'request' | 'getState' | 'setState'
    >,
  ) {
    this.#root = root;
    this.#line = line;

    this.#engine = new EngineProxy((request, options) => line.request('engine', request, options));
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
        return this.#moveCursor(message.cursor);
      case 'saved':
        return this.#page?.announce(l10n.t('Saved: {0}', message.name));
      case 'copied':
        return this.#page?.announce(l10n.t('Copied'));
    }
  }

  /** Everything anew: the page was opened, or the window was reloaded. */
  #show({ models, subject, view, language, shell, picture, isRepeat }: Show): void {
    if (isRepeat && this.#page) return;
    this.#layout?.dispose();
    if (picture) this.#engine.prime('attention', picture.params, picture.value);
    const remembered = this.#line.getState();
    const known = this.#page?.state ?? remembered?.view;
    const state = initialView(view, known, models, subject);
    const kept = this.#page?.other ?? remembered?.other ?? null;
    const other = models.some(({ id }) => id === kept?.view.model) ? kept : null;
    const page = this.#makePage({ models, subject, state, other, language, shell });
    this.#page = page;
    this.#layout = new AttentionLayout(page, {
      pin: (pinned) => this.#line.send({ type: 'pin', pinned }),
      settings: () => this.#line.send({ type: 'settings' }),
      part: () => this.#line.send({ type: 'part', model: page.state.model }),
    });
    this.#root.replaceChildren(this.#layout.element, this.#toast);
    this.#saveState();
    const isSame = remembered?.subject?.text === subject?.text;
    this.#layout.start(isSame || view.focus !== undefined ? page.state.focus : null);
  }

  #makePage(
    given: Pick<Show, 'models' | 'subject' | 'language' | 'shell'> & { state: AttentionView; other: KeptSide | null },
  ): AttentionPage {
    const { models, subject, state, other, language, shell } = given;
    const send = (message: FromAttentionWebview) => this.#line.send(message);
    const isThere = () => page.subject !== null && !page.subject.detached;
    const page: AttentionPage = {
      numbers: numbersFor(language),
      shell: shellOf(shell),
      models,
      subject,
      state,
      other,
      setOther: (kept) => {
        page.other = kept;
        this.#saveState();
        this.#layout?.update();
      },
      setState: (change) => {
        const isOther = change.model !== undefined && change.model !== page.state.model;
        // A layer that comes with another model, as a link may have it, is that model's.
        const before = change.layer === undefined ? page.state.model : undefined;
        const next = fitViewToModel({ ...page.state, ...change }, models, before);
        page.state = isOther ? withPromptPrefix(next, models, page.subject, change.prefix !== undefined) : next;
        this.#saveState();
        this.#layout?.update();
      },
      setStateSilently: (change) => {
        page.state = { ...page.state, ...change };
        this.#saveState();
      },
      request: (slot, method, params, measured) => this.#engine.request(slot, method, params, measured),
      cancel: (slot) => this.#engine.cancel(slot),
      markInEditor: (span, reader = null) => {
        if (isThere()) send({ type: 'point', span, reader });
      },
      reveal: (span) => {
        if (isThere()) send({ type: 'reveal', span });
      },
      openLaboratory: () => send({ type: 'laboratory' }),
      save: (format, name, content) => send({ type: 'save', format, name, content }),
      copy: (what, text) => send({ type: 'copy', what, text }),
      announce: (text) => this.#announce(text),
    };
    return page;
  }

  #goTo(view: Partial<AttentionView>): void {
    this.#page?.setState(view);
    if (view.focus !== undefined) this.#layout?.start(view.focus);
  }

  #follow(subject: AttentionSubject | null): void {
    const page = this.#page;
    if (!page) return;
    const isSame = page.subject?.id === subject?.id && page.subject?.text === subject?.text;
    page.subject = subject;
    // A target belongs to its text.
    if (!isSame) page.state = { ...page.state, focus: null, target: null };
    this.#saveState();
    if (isSame) this.#layout?.update();
    else this.#layout?.start(null);
  }

  #moveCursor(cursor: number | null): void {
    const page = this.#page;
    if (!page?.subject) return;
    page.subject = { ...page.subject, cursor };
    this.#layout?.moveCursor();
  }

  #saveState(): void {
    if (!this.#page) return;
    const { state, subject, other } = this.#page;
    this.#line.setState({ view: state, subject, ...(other && { other }) });
  }
}
