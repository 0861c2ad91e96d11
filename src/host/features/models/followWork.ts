import * as vscode from 'vscode';
import type { InstalledModel } from '../../../hub/index.js';
import { joinList, labelled } from '../../../wording/index.js';
import { showInformationMessage, withProgress } from '../../core/messages.js';
import { percentDone } from '../../core/workFigures.js';
import { progressParts } from './figures.js';
import type { Models } from './models.js';
import { useModelFor } from './useModelFor.js';
import { settingsFor } from './modelSettings.js';
import { tasksOf } from './modelTasks.js';

/**
 * Shows how far the work on a model is in a notification, which can be cancelled: that stops it, and what has come stays.
 * @param begin begins the work; null: it was stopped
 * @throws what `begin` throws
 */
export async function followWork<T>(
  models: Models,
  title: string,
  name: string,
  begin: () => Promise<T | null>,
): Promise<T | null> {
  return withProgress(title, async (progress, token) => {
    let told = 0;
    const listener = models.installs.onDidChange(() => {
      const work = models.installs.all().find((one) => one.name === name && one.state === 'running');
      if (!work?.progress) return;
      const percent = percentDone(work.received, work.total);
      progress.report({ message: joinList(progressParts(work.progress)), increment: Math.max(0, percent - told) });
      told = Math.max(told, percent);
    });
    const cancelled = token.onCancellationRequested(() => void models.installs.pause(name));
    try {
      return await begin();
    } finally {
      listener.dispose();
      cancelled.dispose();
    }
  });
}

/** Follows an install to its end, and offers what comes next; an error comes with another try. */
export async function followInstall(
  models: Models,
  { id, name }: { id: string; name: string },
  begin: () => Promise<InstalledModel | null>,
): Promise<void> {
  const title = vscode.l10n.t('Installing {0}', id);
  try {
    const installed = await followWork(models, title, name, begin);
    if (installed === null) return;
    await models.overview.refresh();
    await offerUse(models, installed);
  } catch (error) {
    const again = () => void followInstall(models, { id, name }, () => models.installs.resume(name));
    models.services.report(error, again, {
      label: vscode.l10n.t('Show in Models'),
      run: () => models.show(),
    });
  }
}

async function offerUse(models: Models, { name, id }: InstalledModel): Promise<void> {
  const found = models.overview.find(name);
  const [use, show] = [vscode.l10n.t('Use for…'), vscode.l10n.t('Show in Models')] as const;
  const tasks = found && tasksOf(found);
  // Of a model without a card the engine knows first what it does: it is asked when it is to be used.
  const isUsable = tasks !== undefined && (tasks.length === 0 ? found?.tasks === null : settingsFor(tasks).length > 0);
  const message = labelled(id, vscode.l10n.t('installed, and every file is as it was published.'));
  const answer = await showInformationMessage(message, ...(isUsable ? [use] : []), show);
  if (answer === use && found) await useModelFor(models, found);
  if (answer === show) await models.show(found);
}
