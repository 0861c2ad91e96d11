import * as vscode from 'vscode';
import type { InstallProgress } from '../../../hub/index.js';
import { sizeText } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import { percentDone, timeLeft } from '../../core/workFigures.js';

/** Bytes, as the user reads them. */
export const sizeOf = (bytes: number): string => sizeText(bytes, userNumber());

/** How far a work is, in a few words: “45 %, 12 MB/s, 2 min left”. */
export function progressParts({ phase, done, total, bytesPerSecond, secondsLeft, waiting }: InstallProgress): string[] {
  const percent = vscode.l10n.t('{0} %', percentDone(done, total));
  switch (phase) {
    case 'installing':
      return [vscode.l10n.t('being put in place')];
    case 'waiting':
      return [
        percent,
        waiting
          ? vscode.l10n.t('tries again in {0} s', userNumber()(Math.ceil(waiting.seconds)))
          : vscode.l10n.t('waits'),
      ];
    case 'downloading':
    case 'copying':
    case 'verifying': {
      const isChecking = phase === 'verifying';
      return [
        isChecking ? vscode.l10n.t('checked: {0}', percent) : percent,
        ...(bytesPerSecond !== null && !isChecking ? [vscode.l10n.t('{0}/s', sizeOf(bytesPerSecond))] : []),
        ...(secondsLeft !== null ? [timeLeft(secondsLeft)] : []),
      ];
    }
  }
}
