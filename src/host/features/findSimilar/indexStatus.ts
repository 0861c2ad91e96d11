import * as vscode from 'vscode';
import { percentDone } from '../../core/workFigures.js';
import { workText } from './indexTexts.js';
import type { IndexProgress } from './indexProgress.js';

/** Making that is done sooner is not told of in the status bar, in milliseconds: a file was saved. */
const QUIET = 2000;

/** Says in the status bar how far the index is; a click leads to the view. */
export class IndexStatus implements vscode.Disposable {
  #item: vscode.StatusBarItem | null = null;
  #since: number | null = null;

  /** @param work null: nothing is being made */
  show(work: IndexProgress | null): void {
    if (work === null) {
      this.#since = null;
      this.#item?.hide();
      return;
    }
    this.#since ??= Date.now();
    if (Date.now() - this.#since < QUIET) return;
    const item = (this.#item ??= this.#made());
    const said = workText(work);
    const share = vscode.l10n.t('{0} %', percentDone(work.done, work.total));
    item.text = `$(database) ${work.stage === 'looking' ? '…' : share}`;
    item.tooltip = vscode.l10n.t('Index of the workspace: {0}', said);
    item.accessibilityInformation = { label: item.tooltip, role: 'button' };
    item.show();
  }

  dispose(): void {
    this.#item?.dispose();
  }

  #made(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('glassbox.index', vscode.StatusBarAlignment.Right, 89);
    item.name = vscode.l10n.t('Index of Find Similar');
    item.command = 'glassbox.similar.focus';
    return item;
  }
}
