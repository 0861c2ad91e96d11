import * as v from 'valibot';
import * as vscode from 'vscode';
import {
  fromExplainWebviewSchema,
  type FromExplainWebview,
  type ToExplainWebview,
} from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import { fillPage, pageOptions, panelIcon } from '../../webviews/webviewPage.js';

/**
 * The view of *Explain Last Result*; it follows the last result while it is open. Its page is dropped while it is hidden
 * and asks again with `ready` when it is back.
 */
export class ExplainPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #listeners: vscode.Disposable[];

  /** @param onClose called once, when the person closed it or it was disposed of */
  constructor(
    private readonly services: Services,
    extensionUri: vscode.Uri,
    onClose: () => void,
  ) {
    const title = vscode.l10n.t('Last Result');
    this.#panel = vscode.window.createWebviewPanel(
      'glassbox.explain',
      title,
      // The text keeps the keyboard: a writer goes on, and the panel follows.
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      pageOptions(extensionUri),
    );
    this.#panel.iconPath = panelIcon(extensionUri);
    const { webview } = this.#panel;
    this.#listeners = [
      webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      services.results.onDidChange(() => this.#show()),
      this.#panel.onDidDispose(() => {
        vscode.Disposable.from(...this.#listeners).dispose();
        onClose();
      }),
    ];
    fillPage(webview, extensionUri, { name: 'explain', title });
  }

  /** Brings the panel to the front and the keyboard into it. */
  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #receive(message: unknown): void {
    const checked = v.safeParse(fromExplainWebviewSchema, message);
    if (checked.success) this.#answer(checked.output).catch((error: unknown) => this.services.report(error));
    else this.services.log.warn('A message of the page Last Result was not understood.');
  }

  async #answer(message: FromExplainWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.#show();
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return this.#send({ type: 'copied', what: message.what });
    }
  }

  #show(): void {
    const { last } = this.services.results;
    const { language, shell } = vscode.env;
    this.#send({ type: 'show', result: last, language, shell });
  }

  /** A hidden page does not get it, and does not need it: it asks when it is back. */
  #send(message: ToExplainWebview): void {
    void this.#panel.webview.postMessage(message);
  }
}
