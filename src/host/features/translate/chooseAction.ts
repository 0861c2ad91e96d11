import * as vscode from 'vscode';
import { createQuickPick } from '../../core/messages.js';
import { type SettingValue } from '../../core/settingTable.js';
import { updateSetting } from '../../core/updateSetting.js';
import { clipEnd } from '../../../text/excerpt.js';

type Action = Exclude<SettingValue<'translate.action'>, 'ask'>;
/** What the list offers: what can be a setting, and a look at each sentence first. */
export type ChosenAction = Action | 'review';
type Item = vscode.QuickPickItem & { action: ChosenAction };

/** As much of a translation as a row of the list shows, in UTF-16 units. */
const SHOWN = 300;

function rows(translation: string): Item[] {
  const always = { iconPath: new vscode.ThemeIcon('pin'), tooltip: vscode.l10n.t('Always do this') };
  const detail = clipEnd(translation.trim().replace(/\s+/g, ' '), SHOWN);
  const row = (icon: string, label: string, action: Action): Item => ({
    label,
    iconPath: new vscode.ThemeIcon(icon),
    action,
    buttons: [always],
  });
  return [
    { ...row('replace', vscode.l10n.t('Replace'), 'replace'), detail },
    row('arrow-down', vscode.l10n.t('Insert Below'), 'insertBelow'),
    row('split-horizontal', vscode.l10n.t('Open Beside'), 'openBeside'),
    row('copy', vscode.l10n.t('Copy'), 'copy'),
    {
      label: vscode.l10n.t('Review Sentence by Sentence'),
      iconPath: new vscode.ThemeIcon('checklist'),
      action: 'review',
    },
  ];
}

/**
 * Shows a translation and asks what to do with it; the pin of a row makes its choice the setting.
 * @param title what was done, by which model, in what time
 * @param onActive called with the row under the list's cursor
 * @param onFault called when the setting could not be written; the choice counts all the same
 * @returns undefined when the user left
 */
export async function chooseAction(
  translation: string,
  title: string,
  onActive: (action: ChosenAction | null) => void,
  onFault: (error: unknown) => void,
): Promise<ChosenAction | undefined> {
  const pick = createQuickPick<Item>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t('What to do with the translation?');
  pick.ignoreFocusOut = true;
  pick.items = rows(translation);
  try {
    return await new Promise((resolve) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => pick.activeItems[0] !== undefined && resolve(pick.activeItems[0].action));
      pick.onDidChangeActive(([active]) => onActive(active?.action ?? null));
      pick.onDidTriggerItemButton(({ item: { action } }) => {
        // Its row has no pin: a review is for one translation.
        if (action !== 'review') updateSetting('translate.action', action).catch(onFault);
        resolve(action);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}
