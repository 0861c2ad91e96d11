import * as vscode from 'vscode';
import type { LaboratoryOpening } from '../../../protocol/webviews/index.js';
import type { Services } from '../../core/services.js';
import type { LaboratoryPage } from './laboratoryPage.js';
import { LearningRuns } from './learningRuns.js';

/** The Laboratory in the side bar, and the same wide in an editor tab; their page's code is loaded when one of them is shown. */
export class LaboratoryViews implements vscode.WebviewViewProvider, vscode.WebviewPanelSerializer, vscode.Disposable {
  #panel: vscode.WebviewPanel | null = null;
  readonly #pages = new Map<vscode.WebviewView | vscode.WebviewPanel, Promise<LaboratoryPage | null>>();
  /** for the page that is about to be made */
  #opening: Partial<LaboratoryOpening> | null = null;
  readonly #learning: LearningRuns;

  /** @param id the view's in package.json, and the type of the editor tab */
  constructor(
    private readonly id: string,
    private readonly services: Services,
    private readonly context: vscode.ExtensionContext,
  ) {
    this.#learning = new LearningRuns(services, context);
  }

  /**
   * Opens the Laboratory with the text at the cursor: in the tab where there is one, in the side bar where the view is in
   * sight, else in a tab beside the text, where there is more room. @param asked of a link
   */
  async open(asked?: unknown): Promise<void> {
    const { openingFrom } = await import('./laboratoryPage.js');
    const opening = openingFrom(asked);
    if (this.#panel) {
      this.#panel.reveal();
      (await this.#pages.get(this.#panel))?.open(opening);
      return;
    }
    const visible = [...this.#pages].find(([view]) => view.visible);
    if (visible) {
      const [view, page] = visible;
      if ('show' in view) view.show();
      (await page)?.open(opening);
      return;
    }
    await this.openWide(opening, vscode.ViewColumn.Beside);
  }

  /** Opens the view in an editor tab, or brings the open one to the front. */
  async openWide(opening: Partial<LaboratoryOpening> | null, column = vscode.ViewColumn.Active): Promise<void> {
    if (this.#panel) {
      this.#panel.reveal();
      if (opening) (await this.#pages.get(this.#panel))?.open(opening);
      return;
    }
    this.#opening = opening;
    const title = vscode.l10n.t('Laboratory');
    await this.#adopt(vscode.window.createWebviewPanel(this.id, title, column));
  }

  resolveWebviewView(view: vscode.WebviewView): Promise<void> {
    return this.#connect(view, false);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    return this.#adopt(panel);
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#learning.dispose();
  }

  async #adopt(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel = panel;
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = null;
    });
    await this.#connect(panel, true);
  }

  async #connect(view: vscode.WebviewView | vscode.WebviewPanel, wide: boolean): Promise<void> {
    const opening = this.#opening;
    this.#opening = null;
    let isGone = false;
    const made = this.#make(view, wide, opening, () => isGone);
    this.#pages.set(view, made);
    view.onDidDispose(() => {
      isGone = true;
      this.#pages.delete(view);
      void made.then((page) => page?.dispose());
    });
    await made;
  }

  async #make(
    view: vscode.WebviewView | vscode.WebviewPanel,
    wide: boolean,
    opening: Partial<LaboratoryOpening> | null,
    isGone: () => boolean,
  ): Promise<LaboratoryPage | null> {
    try {
      const { LaboratoryPage } = await import('./laboratoryPage.js');
      const { withIcon } = await import('../../webviews/webviewPage.js');
      if (isGone()) return null;
      const { extensionUri } = this.context;
      if ('iconPath' in view) withIcon(view, extensionUri);
      return new LaboratoryPage(view.webview, extensionUri, this.services, {
        wide,
        opening,
        learning: this.#learning,
        openWide: (shown) => void this.openWide(shown).catch((error: unknown) => this.services.report(error)),
      });
    } catch (error) {
      this.services.report(error);
      return null;
    }
  }
}
