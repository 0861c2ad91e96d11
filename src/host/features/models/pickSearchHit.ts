import * as vscode from 'vscode';
import type { Hub } from '../../../hub/index.js';
import { userNumber } from '../../core/userNumber.js';
import { pickLater, type LaterRow } from './pickLater.js';

/** Asks a hub for models by their name. @returns the id that was taken. @throws what the hub throws */
export async function pickSearchHit(hub: Hub, words: string): Promise<string | undefined> {
  const { host } = new URL(hub.endpoint);
  const title = vscode.l10n.t('Models on {0}', host);
  const placeHolder = vscode.l10n.t('Asking {0} for “{1}”', host, words);
  const row = await pickLater<LaterRow>({ title, placeHolder }, async (show, signal) => {
    const hits = await hub.search(words, signal);
    const rows = hits.map(({ id, task, downloads }) => ({
      label: id,
      description: [...(task === null ? [] : [task]), vscode.l10n.t('downloads: {0}', userNumber()(downloads))].join(' · '),
    }));
    const none: LaterRow = { label: vscode.l10n.t('{0} has no model with “{1}” in its name.', host, words), isInert: true };
    show(rows.length > 0 ? rows : [none], vscode.l10n.t('Which model?'));
  });
  return row?.label;
}
