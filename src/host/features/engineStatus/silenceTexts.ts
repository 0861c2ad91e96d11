import * as vscode from 'vscode';
import type { EngineState } from '../../../protocol/engine/index.js';
import { formatBytes } from './engineStatus.js';

/**
 * How long a process has not answered, and what it last told of itself: what it was doing when it fell silent.
 * @param state null for a process that has told nothing yet
 */
export function silenceSentence(seconds: number, state: EngineState | null): string {
  if (!state) return vscode.l10n.t('The engine has not answered for {0} s since it was started.', seconds);
  const { phase, method, model, modelBytes } = state;
  switch (phase) {
    case 'idle':
      return vscode.l10n.t('The engine has not answered for {0} s; it had nothing to do before.', seconds);
    case 'loading': {
      const size = formatBytes(modelBytes ?? 0, vscode.env.language);
      return vscode.l10n.t(
        'The engine has not answered for {0} s while it was loading {1} ({2}).',
        seconds,
        model ?? '',
        size,
      );
    }
    case 'running': {
      const work = [method, model].filter((part) => part !== null).join(' · ');
      return vscode.l10n.t('The engine has not answered for {0} s while it was at work: {1}.', seconds, work);
    }
  }
}

/** How a process ended: a number is its exit status, a text the signal or what the system says. */
export function exitSentence(how: string | number): string {
  const told = typeof how === 'number' ? vscode.l10n.t('exit status {0}', how) : how;
  return vscode.l10n.t('The engine stopped: {0}', told);
}
