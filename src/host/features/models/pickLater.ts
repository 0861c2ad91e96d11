import type * as vscode from 'vscode';
import { createQuickPick } from '../../core/messages.js';

/** A row of a list; one that is inert only tells something. */
export interface LaterRow extends vscode.QuickPickItem {
  isInert?: true;
}

/** What a list is opened with. */
export interface LaterOptions {
  title: string;
  placeHolder: string;
  buttons?: readonly (vscode.QuickInputButton & { run(): unknown })[];
}

/**
 * Shows a list whose rows are looked up, or grow, while it is already there. Leaving it ends the looking-up.
 * @param fill shows rows, as often as it likes; the list is busy until it settles
 * @returns undefined where the user left. @throws what `fill` throws while the list is open
 */
export async function pickLater<T extends LaterRow>(
  { title, placeHolder, buttons = [] }: LaterOptions,
  fill: (show: (rows: readonly T[], placeHolder?: string) => void, signal: AbortSignal) => Promise<void>,
): Promise<T | undefined> {
  const list = createQuickPick<T>();
  const left = new AbortController();
  list.title = title;
  list.placeholder = placeHolder;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.keepScrollPosition = true;
  list.busy = true;
  list.buttons = buttons;
  const show = (rows: readonly T[], text?: string) => {
    const active = list.activeItems[0]?.label;
    list.items = rows;
    const same = rows.length > 0 && active !== undefined && list.items.find((row) => row.label === active);
    if (same) list.activeItems = [same];
    if (text !== undefined) list.placeholder = text;
  };
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      list.onDidHide(() => resolve(undefined));
      list.onDidTriggerButton((button) => void buttons.find((one) => one === button)?.run());
      list.onDidAccept(() => {
        const [row] = list.selectedItems;
        if (row && !row.isInert) resolve(row);
      });
      list.show();
      fill(show, left.signal).then(() => (list.busy = false), reject);
    });
  } finally {
    left.abort();
    list.dispose();
  }
}
