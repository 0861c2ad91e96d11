import * as v from 'valibot';
import * as vscode from 'vscode';
import {
  fromAttentionSchema,
  type AttentionSubject,
  type AttentionView,
  type FromAttention,
  type ModelInfo,
  type Span,
  type ToAttention,
} from '../../protocol/index.js';
import { Asks } from '../attention/asks.js';
import { saveFile } from '../attention/files.js';
import { fitting } from '../attention/fitting.js';
import { Follower } from '../attention/follower.js';
import { Marks, reveal } from '../attention/marks.js';
import type { AttentionRequest } from '../attention/request.js';
import { rangeOf } from '../text/tracked.js';
import type { Services } from '../services.js';
import { openSettings } from '../settings.js';
import { attentionTexts } from './attentionTexts.js';
import { fillPage, pageOptions, panelIcon } from './page.js';

/** The panel's type, by which the editor finds it again after a reload. */
export const ATTENTION_VIEW = 'glassbox.attention';

/** Tokens that are read at once by a model without a limit of its own: as many as T5 was trained with. */
const UNBOUNDED = 512;

/**
 * The view of *Show Attention*, tied to a text. Its page is dropped while it is hidden and asks again with `ready` when it
 * is back; what it showed, it remembers itself.
 */
export class AttentionPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #follower: Follower;
  readonly #marks = new Marks();
  readonly #asks: Asks;
  readonly #listeners: vscode.Disposable[];
  readonly #closed = new AbortController();
  #models: Promise<ModelInfo[]>;
  /** what a link or command asked for and the page has not been told yet */
  #asked: Partial<AttentionView>;
  #isReady = false;
  #pointed: { span: Span | null; reader: Span | null } = { span: null, reader: null };

  /**
   * @param panel an empty one, or the one that the editor restores
   * @param onClose called once, when the person closed it or it was disposed of
   */
  constructor(
    private readonly services: Services,
    extensionUri: vscode.Uri,
    panel: vscode.WebviewPanel | null,
    onClose: () => void,
  ) {
    const title = vscode.l10n.t('Attention');
    // The text keeps the keyboard: a writer goes on, and the panel follows.
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#models = this.#listModels();
    this.#panel = panel ?? vscode.window.createWebviewPanel(ATTENTION_VIEW, title, where);
    this.#panel.iconPath = panelIcon(extensionUri);
    const { webview } = this.#panel;
    webview.options = pageOptions(extensionUri);
    this.#asked = panel ? {} : { model: services.settings.get('attention.model') };
    this.#follower = new Follower(() => services.settings.get('attention.text'));
    this.#asks = new Asks(services.engine, (message) => this.#send(message));
    this.#listeners = [
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      this.#follower.onDidChange((subject) => this.#changed(subject)),
      this.#follower.onDidMoveCursor((cursor) => this.#isReady && this.#send({ type: 'cursor', cursor })),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#mark()),
      this.#panel.onDidChangeViewState(() => this.#mark()),
      this.#panel.onDidDispose(() => {
        this.#closed.abort();
        this.#asks.cancelAll();
        vscode.Disposable.from(...this.#listeners, this.#follower, this.#marks).dispose();
        onClose();
      }),
    ];
    fillPage(webview, extensionUri, { name: 'attention', title, pictures: true });
  }

  /** Shows the text at an editor's selection. */
  showEditor(editor: vscode.TextEditor): void {
    this.#follower.take(editor);
  }

  /** Shows what a link asks for; a text that stands there no more is left out, and the panel keeps the one it has. */
  showRequest({ view, place }: AttentionRequest): void {
    const document = place && vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === place.uri);
    if (document && place.end > place.start) {
      const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
      this.#follower.takeSpan(document, place, 'chosen', editor);
    }
    this.#asked = { ...this.#asked, ...view };
    if (this.#isReady) this.#tellAsked().catch((error: unknown) => this.services.report(error));
  }

  /** Takes up what the panel showed before the window was reloaded. */
  restore(subject: AttentionSubject): void {
    this.#follower.restore(subject);
  }

  /** Brings the panel to the front, and the keyboard into it if it is there already. */
  reveal(): void {
    this.#panel.reveal(undefined, !this.#panel.visible);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #receive(message: unknown): void {
    const checked = v.safeParse(fromAttentionSchema, message);
    if (checked.success) this.#answer(checked.output).catch((error: unknown) => this.services.report(error));
    else this.services.log.warn('A message of the page Attention was not understood.');
  }

  async #answer(message: FromAttention): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show();
      case 'ask':
        return this.#asks.ask(message);
      case 'cancel':
        return this.#asks.cancel(message.slot);
      case 'point':
        this.#pointed = { span: message.span, reader: message.reader };
        return this.#mark();
      case 'reveal':
        return reveal(this.#follower.place, message.span);
      case 'pin':
        return this.#follower.pin(message.pinned);
      case 'part':
        return this.#takePart(message.model);
      case 'save':
        return this.#save(message);
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return this.#send({ type: 'copied', what: message.what });
      case 'settings':
        return openSettings('attention');
    }
  }

  async #show(): Promise<void> {
    this.#asks.cancelAll();
    this.#isReady = false;
    const models = await this.#models.catch((error: unknown) => {
      // The page stands without models; asked again, the list is fetched again.
      this.#models = this.#listModels();
      this.services.report(error, () => void this.#show());
      return [];
    });
    const view = await this.#takeAsked();
    this.#isReady = true;
    const { subject } = this.#follower;
    this.#send({
      type: 'show',
      models,
      subject,
      view,
      texts: attentionTexts(vscode.l10n),
      language: vscode.env.language,
    });
    this.#mark();
  }

  async #tellAsked(): Promise<void> {
    this.#send({ type: 'view', view: await this.#takeAsked() });
  }

  /** What was asked for, once. A link names no model but those that are known: it may come from anywhere. */
  async #takeAsked(): Promise<Partial<AttentionView>> {
    const { model, ...rest } = this.#asked;
    this.#asked = {};
    if (model === undefined) return rest;
    const known =
      model === this.services.settings.get('attention.model') ||
      (await this.#models.catch(() => [])).some(({ id }) => id === model);
    return known ? { ...rest, model } : rest;
  }

  #listModels(): Promise<ModelInfo[]> {
    const models = this.services.engine
      .call('models', {}, { priority: 'visible' }, this.#closed.signal)
      .then((all) => all.filter(({ tasks }) => tasks.includes('attention')));
    // Told when the page asks for it; the panel may be closed before.
    models.catch(() => undefined);
    return models;
  }

  #changed(subject: AttentionSubject | null): void {
    this.#pointed = { span: null, reader: null };
    this.#mark();
    // A page that is not there yet gets it with `show`.
    if (this.#isReady) this.#send({ type: 'subject', subject });
  }

  #mark(): void {
    if (this.#closed.signal.aborted) return;
    if (this.#panel.visible) this.#marks.show(this.#follower.place, this.#pointed.span, this.#pointed.reader);
    else this.#marks.clear();
  }

  /** Looks at as much of the text around the cursor as the model takes. */
  async #takePart(model: string): Promise<void> {
    const { subject, place } = this.#follower;
    const at = place?.where();
    if (!subject || !at) return;
    const reading = await this.services.engine.call(
      'tokens',
      { model, text: subject.text },
      { priority: 'visible' },
      this.#closed.signal,
    );
    if (this.#follower.subject?.id !== subject.id) return;
    const part = fitting(subject.text, this.#follower.subject.cursor ?? 0, reading, UNBOUNDED);
    const span = { start: at.span.start + part.start, end: at.span.start + part.end };
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === at.document);
    if (at.document.getText(rangeOf(at.document, span)).trim() === '') return;
    this.#follower.takeSpan(at.document, span, 'chosen', editor, true);
  }

  async #save({ name, format, content }: Extract<FromAttention, { type: 'save' }>): Promise<void> {
    const saved = await saveFile(name, format, content);
    if (saved !== null) this.#send({ type: 'saved', name: saved });
  }

  /** A hidden page does not get it, and does not need it: it asks when it is back. A closed one is none any more. */
  #send(message: ToAttention): void {
    if (this.#closed.signal.aborted) return;
    void this.#panel.webview.postMessage(message);
  }
}
