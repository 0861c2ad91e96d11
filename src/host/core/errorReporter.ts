import type * as vscode from 'vscode';
import { toErrorValue } from '../../protocol/engine/errors.js';
import type { MessageAction } from './services.js';

/**
 * Makes the one place where errors reach the user. The log has the engine's own message; it carries figures and names, never
 * the user's text.
 */
export function createErrorReporter(log: vscode.LogOutputChannel) {
  const report = (error: unknown, retry?: () => void, ...more: MessageAction[]): void => {
    const { code, message } = toErrorValue(error);
    if (code === 'cancelled') return;
    log.error(`${code}: ${message}`);
    if (code === 'internal' && error instanceof Error && error.stack !== undefined) log.error(error.stack);
    const go = async (way: MessageAction | undefined) => {
      await way?.run();
    };
    // Its words are not read at activation.
    import('./errorMessage.js')
      .then(({ showError }) => showError(error, retry, more))
      .then(
        (way) => void go(way).catch((problem: unknown) => report(problem)),
        (problem: unknown) => log.error(String(problem)),
      );
  };
  return report;
}
