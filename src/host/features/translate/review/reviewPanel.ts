import * as vscode from 'vscode';
import {
  fromReviewWebviewSchema,
  reviewRequestSchemas,
  type FromReviewWebview,
  type ReviewContract,
} from '../../../../protocol/webviews/index.js';
import { GlassboxError } from '../../../../protocol/engine/index.js';
import type { Services } from '../../../core/services.js';
import { toEditorRange } from '../../../editor/trackedText.js';
import { panelBeside, WebviewPage } from '../../../webviews/webviewPage.js';
import type { TextInDocument, TranslationRequest } from '../translationRequest.js';
import { ProposedDiff } from './proposedTexts.js';
import { putIn } from './putIn.js';
import type { ListedSentence } from './sentenceList.js';
import type { ReviewSession } from './reviewSession.js';
import { SentenceSearch } from './sentenceSearch.js';

/** What a review is of. */
export interface ReviewSubject {
  session: ReviewSession;
  request: TranslationRequest;
  texts: readonly TextInDocument[];
}

/** The view of a translation under review, beside its text. */
export class ReviewPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: WebviewPage<ReviewContract>;
  readonly #search: SentenceSearch;
  readonly #diff: ProposedDiff;
  #isPut = false;

  /** @param onClose called once; `isPut`: the translation went in */
  constructor(
    private readonly services: Services,
    context: vscode.ExtensionContext,
    private readonly subject: ReviewSubject,
    onClose: (isPut: boolean) => void,
  ) {
    const { session, request, texts } = subject;
    const { extensionUri } = context;
    this.#search = new SentenceSearch(services.engine, request, texts);
    this.#diff = new ProposedDiff(context, session.document, () => session.proposedText());
    const title = vscode.l10n.t('Translation of {0}', this.#fileName());
    this.#panel = panelBeside('glassbox.review', title, extensionUri);
    const definition = { name: 'review', title, messages: fromReviewWebviewSchema, requests: reviewRequestSchemas };
    this.#page = new WebviewPage<ReviewContract>(this.#panel.webview, extensionUri, services, definition, {
      ready: () => this.#show(),
      receive: (message) => this.#receive(message),
      requests: {
        alternatives: ({ id, targetPrefix }, { signal }) =>
          this.#search.alternatives(this.#sentence(id), targetPrefix, signal),
        again: ({ id, seen }, { signal }) => this.#search.again(this.#sentence(id), seen, signal),
      },
    });
    const changes = session.onDidChange((message) => {
      this.#page.send(message);
      this.#diff.renew();
    });
    this.#panel.onDidDispose(() => {
      vscode.Disposable.from(changes, this.#page, this.#diff).dispose();
      onClose(this.#isPut);
    });
  }

  /** Brings the keyboard into the panel. */
  reveal(): void {
    this.#panel.reveal();
  }

  #fileName(): string {
    const { path } = this.subject.session.document.uri;
    return path.split('/').at(-1) || path;
  }

  #show(): void {
    const { session, request } = this.subject;
    const { from, to, model } = request;
    const { place, status } = session;
    session.lookUp();
    const sentences = session.list.all();
    this.#page.send({ type: 'show', sentences, from, to, model, place, status, language: vscode.env.language });
  }

  /** @throws GlassboxError `cancelled` when it is no more, since its whole was translated in another way */
  #sentence(id: number): ListedSentence {
    const sentence = this.subject.session.list.get(id);
    if (sentence === undefined) throw new GlassboxError('cancelled', 'The sentence is no more.');
    return sentence;
  }

  async #receive(message: FromReviewWebview): Promise<void> {
    const { session } = this.subject;
    switch (message.type) {
      case 'write':
        session.list.write(message.id, message.written);
        return this.#diff.renew();
      case 'place':
        session.place = message.place;
        return this.#diff.renew();
      case 'showInText':
        return this.#showInText(message.id);
      case 'showDiff':
        return this.#showDiff();
      case 'cancel':
        return session.abort.abort();
      case 'put':
        return this.#put();
    }
  }

  async #put(): Promise<void> {
    const { session, request } = this.subject;
    this.#isPut = await putIn(this.services, request, session);
    if (this.#isPut) this.#panel.dispose();
  }

  async #showDiff(): Promise<void> {
    await this.#diff.show(vscode.l10n.t('{0} and its translation', this.#fileName()));
  }

  async #showInText(id: number): Promise<void> {
    const { session } = this.subject;
    const at = session.standingOf(id);
    if (at === null) return;
    const { document, span } = at;
    const selection = toEditorRange(document, span);
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    if (visible && visible.viewColumn === undefined) {
      // A cell of a notebook: shown as a text it would be opened beside its notebook.
      visible.selection = new vscode.Selection(selection.start, selection.end);
      visible.revealRange(selection);
      return;
    }
    const { viewColumn = vscode.ViewColumn.One } = visible ?? {};
    await vscode.window.showTextDocument(document, { selection, viewColumn });
  }
}
