import * as vscode from 'vscode';
import type { ToDecodingWebview } from '../../../protocol/webviews/index.js';
import type { DecodingController, DecodingWebview } from './decodingController.js';
import type { Services } from '../../core/services.js';
import { fillPage, pageOptions, panelIcon } from '../../webviews/webviewPage.js';

/** The view's id in package.json, and the type of the editor tab, by which the editor finds it again after a reload. */
export const DECODING_VIEW = 'glassbox.decoding';

/** True while runs go on; the view's title then offers to stop them. */
const BUSY = 'glassbox.decodingBusy';

/**
 * The Decoding view in the side bar, and the same wide in an editor tab. A page is dropped while it is hidden and asks
 * again with `ready` when it is back; the comparison itself is kept by one desk, made when the first page is.
 */
export class DecodingViews implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable {
  #desk: Promise<DecodingController> | null = null;
  #panel: vscode.WebviewPanel | null = null;

  constructor(
    private readonly services: Services,
    private readonly context: vscode.ExtensionContext,
  ) {}

  /** Opens the view in the side bar, where the keyboard then is. */
  async open(): Promise<void> {
    await vscode.commands.executeCommand(`${DECODING_VIEW}.focus`);
  }

  /** Opens the view in an editor tab, or brings the open one to the front. */
  openWide(): void {
    if (this.#panel) return this.#panel.reveal();
    const options = pageOptions(this.context.extensionUri);
    const title = vscode.l10n.t('Decoding');
    this.#adopt(vscode.window.createWebviewPanel(DECODING_VIEW, title, vscode.ViewColumn.Active, options));
  }

  async run(): Promise<void> {
    if (!this.#desk) await this.open();
    await (await this.#theDesk()).run();
  }

  async stop(): Promise<void> {
    (await this.#desk)?.stop();
  }

  async importRecipes(): Promise<void> {
    await (await this.#theDesk()).importRecipes();
  }

  async exportRecipes(): Promise<void> {
    await (await this.#theDesk()).exportAs('json');
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    view.webview.options = pageOptions(this.context.extensionUri);
    const leave = this.#connect(view.webview, false);
    view.onDidDispose(leave);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    panel.webview.options = pageOptions(this.context.extensionUri);
    this.#adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.#panel?.dispose();
    void this.#desk?.then((desk) => desk.dispose());
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = panelIcon(this.context.extensionUri);
    const leave = this.#connect(panel.webview, true);
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = null;
      leave();
    });
  }

  /** @returns to be called when the page is gone for good */
  #connect(webview: vscode.Webview, wide: boolean): () => void {
    const post = (message: ToDecodingWebview) => void webview.postMessage(message);
    const page: DecodingWebview = { wide, post };
    const desk = this.#theDesk();
    const added = desk.then((one) => one.add(page));
    const report = (error: unknown) => this.services.report(error);
    const loaded = Promise.all([desk, import('./parseWebviewMessage.js')]);
    const receive = async (message: unknown) => {
      const [one, { parseWebviewMessage: received }] = await loaded;
      const known = received(message);
      if (known) await one.receive(page, known);
      else this.services.log.warn('A message of the page Decoding was not understood.');
    };
    const listener = webview.onDidReceiveMessage((message: unknown) => void receive(message).catch(report));
    fillPage(webview, this.context.extensionUri, { name: 'decoding', title: vscode.l10n.t('Decoding') });
    return () => {
      listener.dispose();
      void added.then((one) => void one.dispose());
    };
  }

  #theDesk(): Promise<DecodingController> {
    this.#desk ??= import('./decodingController.js').then((module) =>
      module.DecodingController.open(this.services, this.context, {
        openWide: () => this.openWide(),
        onBusy: (busy) => void vscode.commands.executeCommand('setContext', BUSY, busy),
      }),
    );
    return this.#desk;
  }
}

/** Registers the view and its editor tab; nothing is made before one of them is shown. */
export function decodingViews(services: Services, context: vscode.ExtensionContext): DecodingViews {
  const views = new DecodingViews(services, context);
  context.subscriptions.push(
    views,
    vscode.window.registerWebviewViewProvider(DECODING_VIEW, views),
    vscode.window.registerWebviewPanelSerializer(DECODING_VIEW, views),
  );
  return views;
}
