import * as vscode from 'vscode';
import {
  fromExplainWebviewSchema,
  type ExplainContract,
  type FromExplainWebview,
} from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import { panelBeside, WebviewPage, withIcon } from '../../webviews/webviewPage.js';

/** The view of *Explain Last Result*; it follows the last result while it is open. */
export class ExplainPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #page: WebviewPage<ExplainContract>;

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
    const title = vscode.l10n.t('Last Result');
    this.#panel = panel ? withIcon(panel, extensionUri) : panelBeside('glassbox.explain', title, extensionUri);
    const definition = { name: 'explain', title, messages: fromExplainWebviewSchema, requests: {} };
    this.#page = new WebviewPage<ExplainContract>(this.#panel.webview, extensionUri, services, definition, {
      ready: () => this.#show(),
      receive: (message) => this.#receive(message),
      requests: {},
    });
    const results = services.results.onDidChange(() => this.#show());
    this.#panel.onDidDispose(() => {
      vscode.Disposable.from(results, this.#page).dispose();
      onClose();
    });
  }

  /** Brings the panel to the front and the keyboard into it. */
  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive({ what, text }: FromExplainWebview): Promise<void> {
    await vscode.env.clipboard.writeText(text);
    this.#page.send({ type: 'copied', what });
  }

  #show(): void {
    const { language, shell } = vscode.env;
    this.#page.send({ type: 'show', result: this.services.results.last, language, shell });
  }
}
