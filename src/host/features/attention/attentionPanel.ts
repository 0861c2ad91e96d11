import * as vscode from 'vscode';
import type { ModelInfo, Span } from '../../../protocol/engine/index.js';
import {
  engineRequestSchema,
  fromAttentionWebviewSchema,
  type AttentionContract,
  type AttentionSubject,
  type AttentionView,
  type FromAttentionWebview,
  type PersistedAttentionState,
} from '../../../protocol/webviews/index.js';
import { fitSentences } from '../../../text/index.js';
import { trimSpan } from '../../../text/span.js';
import { EngineRequestHandler } from './engineRequests.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage } from '../../core/messages.js';
import { saveFile } from '../../core/saveFile.js';
import { SubjectTracker } from './subjectTracker.js';
import { EditorDecorations, revealInEditor } from './editorDecorations.js';
import { InitialState } from './initialState.js';
import type { AttentionRequest } from './requestSchema.js';
import { toEditorRange } from '../../editor/trackedText.js';
import type { Services } from '../../core/services.js';
import { openSettings } from '../../core/settings.js';
import { panelBeside, WebviewPage, withIcon } from '../../webviews/webviewPage.js';

/** The panel's type, by which the editor finds it again after a reload. */
export const ATTENTION_VIEW = 'glassbox.attention';

/** Tokens that are read at once by a model without a limit of its own: as many as T5 was trained with. */
const UNBOUNDED = 512;

/** The view of *Show Attention*, tied to a text. What its page showed, it remembers itself while it is hidden. */
export class AttentionPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: WebviewPage<AttentionContract>;
  readonly #follower: SubjectTracker;
  readonly #marks = new EditorDecorations();
  readonly #asks: EngineRequestHandler;
  readonly #opening: InitialState;
  readonly #listeners: vscode.Disposable[];
  readonly #closed = new AbortController();
  #pointed: { span: Span | null; reader: Span | null } = { span: null, reader: null };

  /**
   * @param panel an empty one, or the one that the editor restores
   * @param onClose called once, when the user closed it or it was disposed of
   */
  constructor(
    private readonly services: Services,
    extensionUri: vscode.Uri,
    panel: vscode.WebviewPanel | null,
    onClose: () => void,
  ) {
    const title = vscode.l10n.t('Attention');
    this.#panel = panel ? withIcon(panel, extensionUri) : panelBeside(ATTENTION_VIEW, title, extensionUri);
    this.#follower = new SubjectTracker(() => services.settings.get('attention.text'));
    this.#asks = new EngineRequestHandler(services.engine);
    this.#opening = new InitialState({
      asks: this.#asks,
      send: (message) => this.#page.send(message),
      listModels: () => this.#listModels(),
      subject: () => this.#follower.subject,
      ownModel: () => services.settings.get('attention.model'),
      words: () => ({
        language: vscode.env.language,
        shell: vscode.env.shell,
      }),
      report: (fault, again) => services.report(fault, again),
    });
    const definition = {
      name: 'attention',
      title,
      pictures: true,
      messages: fromAttentionWebviewSchema,
      requests: { engine: engineRequestSchema },
    };
    this.#page = new WebviewPage<AttentionContract>(this.#panel.webview, extensionUri, services, definition, {
      ready: async () => {
        await this.#opening.ready();
        this.#mark();
      },
      receive: (message) => this.#receive(message),
      requests: { engine: (request, context) => this.#asks.ask(request, context) },
    });
    if (!panel) void this.#ask({ model: services.settings.get('attention.model') });
    this.#listeners = [
      this.#follower.onDidChange((subject) => this.#changed(subject)),
      this.#follower.onDidMoveCursor((cursor) => this.#opening.moved(cursor)),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#mark()),
      this.#panel.onDidChangeViewState(() => this.#mark()),
      this.#panel.onDidDispose(() => {
        this.#closed.abort();
        this.#asks.cancelPrepared();
        vscode.Disposable.from(...this.#listeners, this.#page, this.#follower, this.#marks).dispose();
        onClose();
      }),
    ];
  }

  /** Shows the text at the cursor of the editor that the user writes in, if there is one. */
  showCursor(): void {
    this.#follower.takeCursor();
  }

  /** Shows what a link asks for; a text that stands there no more is left out, and the panel keeps the one it has. */
  showRequest({ view, place, text }: AttentionRequest): void {
    const document = place && vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === place.uri);
    if (document && place.end > place.start) {
      const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
      this.#follower.takeSpan(document, place, 'chosen', editor);
    }
    if (text) this.#follower.takeText(text.text, text.label);
    this.#ask(view).catch((error: unknown) => this.services.report(error));
  }

  /** Takes up what the panel showed before the window was reloaded. */
  restore({ view, subject }: PersistedAttentionState): void {
    this.#opening.remember(view);
    if (subject) this.#follower.restore(subject);
  }

  /** Brings the panel to the front, and the keyboard into it if it is there already. */
  reveal(): void {
    this.#panel.reveal(undefined, !this.#panel.visible);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: FromAttentionWebview): Promise<void> {
    switch (message.type) {
      case 'point':
        this.#pointed = { span: message.span, reader: message.reader };
        return this.#mark();
      case 'reveal':
        return revealInEditor(this.#follower.place, message.span);
      case 'pin':
        return this.#follower.pin(message.pinned);
      case 'part':
        return this.#takePart(message.model);
      case 'save':
        return this.#save(message);
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return this.#page.send({ type: 'copied', what: message.what });
      case 'settings':
        return openSettings('attention');
      case 'laboratory': {
        const opening = { experiment: 'masks', text: this.#follower.subject?.text ?? '' };
        await vscode.commands.executeCommand(commandIds.openLaboratory, opening);
        return;
      }
    }
  }

  /** Shows what is asked for. A model on a server is not looked into: another stands there then, which is said. */
  #ask(view: Partial<AttentionView>): Promise<void> {
    const { model = '' } = view;
    if (this.services.servers.find(model)) {
      const told = vscode.l10n.t(
        '{0} is on a server, which tells neither attention nor hidden states: a model on this machine is shown.',
        model,
      );
      void showInformationMessage(told);
    }
    return this.#opening.ask(view);
  }

  #listModels(): Promise<ModelInfo[]> {
    return this.services.engine
      .call('models', {}, { priority: 'visible' }, this.#closed.signal)
      .then((all) => all.filter(({ tasks }) => tasks.includes('attention')));
  }

  #changed(subject: AttentionSubject | null): void {
    this.#pointed = { span: null, reader: null };
    this.#mark();
    this.#opening.changed(subject);
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
    if (!subject || (!at && subject.place !== null)) return;
    const { tokens, maxLength } = await this.services.engine.call(
      'tokens',
      { model, text: subject.text },
      { priority: 'visible' },
      this.#closed.signal,
    );
    if (this.#follower.subject?.id !== subject.id) return;
    const cursor = this.#follower.subject.cursor ?? 0;
    const part = trimSpan(subject.text, fitSentences(subject.text, cursor, tokens, maxLength ?? UNBOUNDED));
    if (part === null) return;
    if (!at) return this.#follower.takeText(subject.text.slice(part.start, part.end), subject.label, true);
    const span = { start: at.span.start + part.start, end: at.span.start + part.end };
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document === at.document);
    if (at.document.getText(toEditorRange(at.document, span)).trim() === '') return;
    this.#follower.takeSpan(at.document, span, 'chosen', editor, true);
  }

  async #save({ name, format, content }: Extract<FromAttentionWebview, { type: 'save' }>): Promise<void> {
    const saved = await saveFile(name, format, content);
    if (saved !== null) this.#page.send({ type: 'saved', name: saved });
  }
}
