import path from 'node:path';
import * as vscode from 'vscode';
import { parseServedId } from '../../../servers/parseServedId.js';
import { showInformationMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import type { ModelChoice } from './modelChoice.js';

/** Models of servers are removed while a window works with them, or before it has come back to them. */
export const servedChoice = ({ servers, settings }: Pick<Services, 'servers' | 'settings'>): ModelChoice => ({
  // No folder's name is one of a server's model, however it looks.
  isRemoved: (model) => !path.isAbsolute(model) && parseServedId(model) !== null && !servers.find(model),
  usual: () => settings.get('continueText.model'),
  left: (removed, now) =>
    void showInformationMessage(
      vscode.l10n.t('{0} is not among the models any more. The Decoding view works with {1} now.', removed, now),
    ),
});
