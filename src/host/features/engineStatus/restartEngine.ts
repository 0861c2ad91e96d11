import * as vscode from 'vscode';
import { showInformationMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';

/** *Restart Engine*: ends the process; the next command starts a new one, also for a model it had died on. */
export const restartEngineCommand = (services: Services) => async () => {
  const wasRunning = services.engine.state !== null || services.engine.silence !== null;
  await services.engine.restart();
  const message = wasRunning
    ? vscode.l10n.t('The engine has ended. It starts again with the next command.')
    : vscode.l10n.t('The engine was not running. It starts with the next command.');
  void showInformationMessage(message);
};
