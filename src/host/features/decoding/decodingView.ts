import * as vscode from 'vscode';
import type { DecodingController } from './decodingController.js';
import type { Services } from '../../core/services.js';

/** True while runs go on; the view's title then offers to stop them. */
const BUSY = 'glassbox.decodingBusy';

/**
 * The Decoding view in the side bar, and the same wide in an editor tab. The comparison itself is kept by one controller,
 * made when the first page is; its code is loaded with it.
 */
export class DecodingViews implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable {
  #controller: Promise<DecodingController> | null = null;
  #panel: vscode.WebviewPanel | null = null;

  /** @param id the view's in package.json, and the type of the editor tab */
  constructor(
    private readonly id: string,
    private readonly services: Services,
    private readonly context: vscode.ExtensionContext,
  ) {}

  /** Opens the view in the side bar, where the keyboard then is. */
  async open(): Promise<void> {
    await vscode.commands.executeCommand(`${this.id}.focus`);
  }

  /** Opens the view in an editor tab, or brings the open one to the front. */
  openWide(): void {
    if (this.#panel) return this.#panel.reveal();
    const title = vscode.l10n.t('Decoding');
    void this.#adopt(vscode.window.createWebviewPanel(this.id, title, vscode.ViewColumn.Active));
  }

  async run(): Promise<void> {
    if (!this.#controller) await this.open();
    await (await this.#theController()).run();
  }

  async stop(): Promise<void> {
    (await this.#controller)?.stop();
  }

  async openSession(): Promise<void> {
    const opened = await (await this.#theController()).files.openSession();
    if (opened && !this.#panel) await this.open();
  }

  async saveSession(): Promise<void> {
    await (await this.#theController()).files.saveSession();
  }

  async importRecipes(): Promise<void> {
    await (await this.#theController()).files.importRecipes();
  }

  async exportRecipes(): Promise<void> {
    await (await this.#theController()).files.exportAs('json');
  }

  resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    return this.#connect(view, false);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    return this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    void this.#controller?.then((controller) => controller.dispose());
  }

  async #adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = null;
    });
    const { withIcon } = await import('../../webviews/webviewPage.js');
    withIcon(panel, this.context.extensionUri);
    await this.#connect(panel, true);
  }

  async #connect(view: vscode.WebviewView | vscode.WebviewPanel, wide: boolean): Promise<void> {
    let isGone = false;
    let page: vscode.Disposable | null = null;
    view.onDidDispose(() => {
      isGone = true;
      page?.dispose();
    });
    try {
      const controller = this.#theController();
      const { decodingPage } = await import('./decodingPage.js');
      if (isGone) return;
      page = decodingPage(view.webview, this.context.extensionUri, this.services, controller, wide);
      await controller;
    } catch (error) {
      this.services.report(error);
    }
  }

  #theController(): Promise<DecodingController> {
    this.#controller ??= import('./decodingController.js').then((module) =>
      module.DecodingController.open(this.services, this.context, {
        openWide: () => this.openWide(),
        onBusy: (busy) => void vscode.commands.executeCommand('setContext', BUSY, busy),
      }),
    );
    return this.#controller;
  }
}
