import * as vscode from 'vscode';
import {
  fromSentencesWebviewSchema,
  type FromSentencesWebview,
  type ReadingResult,
  type SentenceComparison,
  type SentencesContract,
} from '../../../protocol/webviews/index.js';
import { saveFile } from '../../core/saveFile.js';
import type { Services } from '../../core/services.js';
import { copyReadingCommand, explainReading } from '../../editor/explainRows.js';
import { toEditorRange, type TrackedText } from '../../editor/trackedText.js';
import { panelBeside, WebviewPage } from '../../webviews/webviewPage.js';
import { comparisonCsv } from './comparisonCsv.js';

/** What is shown, and where its sentences stand. */
export interface ShownComparison {
  comparison: SentenceComparison;
  places: readonly TrackedText[];
  /** what was asked for it */
  result: ReadingResult | null;
}

/** The view of compared sentences, beside their text. */
export class SentencesPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: WebviewPage<SentencesContract>;

  /** @param onClose called once, when the user closed it */
  constructor(
    private readonly services: Services,
    { extensionUri }: vscode.ExtensionContext,
    private shown: ShownComparison,
    onClose: () => void,
  ) {
    const title = vscode.l10n.t('Compared Sentences');
    this.#panel = panelBeside('glassbox.sentences', title, extensionUri);
    const definition = { name: 'sentences', title, messages: fromSentencesWebviewSchema, requests: {} };
    this.#page = new WebviewPage<SentencesContract>(this.#panel.webview, extensionUri, services, definition, {
      ready: () => this.#send(),
      receive: (message) => this.#receive(message),
      requests: {},
    });
    this.#panel.onDidDispose(() => {
      vscode.Disposable.from(this.#page, ...this.shown.places).dispose();
      onClose();
    });
  }

  /** Shows other sentences in place of those. */
  show(shown: ShownComparison): void {
    vscode.Disposable.from(...this.shown.places).dispose();
    this.shown = shown;
    this.#send();
    this.#panel.reveal(undefined, true);
  }

  #send(): void {
    this.#page.send({ type: 'show', comparison: this.shown.comparison, language: vscode.env.language });
  }

  async #receive(message: FromSentencesWebview): Promise<void> {
    const { result } = this.shown;
    switch (message.type) {
      case 'explain':
        return result ? explainReading(this.services, result) : undefined;
      case 'copyCommand':
        return result ? copyReadingCommand(result) : undefined;
      case 'reveal':
        return this.#reveal(message.index);
      case 'export':
        await saveFile('sentences', 'csv', comparisonCsv(this.shown.comparison));
    }
  }

  async #reveal(index: number): Promise<void> {
    const at = this.shown.places[index]?.where();
    if (!at) return;
    const { document, span } = at;
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const viewColumn = visible?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { selection: toEditorRange(document, span), viewColumn });
  }
}
