import * as vscode from 'vscode';
import { userNumber } from './userNumber.js';

/** How long something will take; of what takes longer the less exact. */
export function timeLeft(seconds: number): string {
  const number = userNumber();
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return vscode.l10n.t('{0} s left', number(whole));
  if (whole < 3600) return vscode.l10n.t('{0} min left', number(Math.round(whole / 60)));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.round((whole % 3600) / 60);
  return minutes === 60
    ? vscode.l10n.t('{0} h left', number(hours + 1))
    : vscode.l10n.t('{0} h {1} min left', number(hours), number(minutes));
}

/** The share that is done, in whole per cent; nothing is all done before its end. */
export function percentDone(done: number, total: number): number {
  if (total <= 0) return 0;
  return Math.max(0, Math.min(99, Math.floor((100 * done) / total)));
}
