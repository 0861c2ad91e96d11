import * as vscode from 'vscode';
import { GlassboxError, toErrorValue, type ErrorCode, type ErrorDetails } from '../../protocol/engine/index.js';
import { errorDetail, errorSummary, joinSentences } from '../../wording/index.js';
import { commandIds } from './commandIds.js';
import { userNumber } from './userNumber.js';
import { showErrorMessage, showWarningMessage } from './messages.js';
import type { MessageAction } from './services.js';
import { openSettings } from './settings.js';

const run = (id: string) => () => vscode.commands.executeCommand(id);

const showLog = (): MessageAction => ({ label: vscode.l10n.t('Show Log'), run: run(commandIds.showLog) });
const showState = (): MessageAction => ({
  label: vscode.l10n.t('Show Engine State'),
  run: run(commandIds.showEngineState),
});
const restart = (): MessageAction => ({ label: vscode.l10n.t('Restart Engine'), run: run(commandIds.restartEngine) });
const settings = (word?: string): MessageAction => ({
  label: vscode.l10n.t('Open Settings'),
  run: () => openSettings(word),
});
const trust = (): MessageAction => ({ label: vscode.l10n.t('Manage Trust'), run: run('workbench.trust.manage') });

/** A question is too long, which no setting changes. */
const isLongQuestion = (details: ErrorDetails | undefined) => details?.kind === 'length' && details.what === 'question';

/** The ways on that are offered after an error. */
function waysOn(code: ErrorCode, details: ErrorDetails | undefined): MessageAction[] {
  if (isLongQuestion(details)) return [];
  switch (code) {
    case 'cancelled':
    case 'no-mask':
      return [];
    case 'too-long':
    case 'offline':
      return [settings()];
    case 'bad-request':
      return [settings(), showLog()];
    case 'unknown-model':
    case 'wrong-architecture':
      return [settings('model')];
    case 'model-broken':
      return [settings('model'), showLog()];
    case 'out-of-memory':
      return [restart(), showState()];
    case 'engine-died':
      return [restart(), showLog()];
    case 'not-trusted':
      return [trust(), settings('models.folders')];
    case 'download-failed':
    case 'server-failed':
    case 'internal':
      return [showLog()];
  }
}

/** Errors that the user can do something about, in the text or the settings. */
const WARNINGS: readonly ErrorCode[] = ['no-mask', 'too-long', 'bad-request', 'not-trusted'];

/** Errors for which doing the same again can help. */
const RETRYABLE: readonly ErrorCode[] = [
  'engine-died',
  'out-of-memory',
  'model-broken',
  'internal',
  'download-failed',
  'server-failed',
];

function retryAction(code: ErrorCode, retry: (() => void) | undefined): MessageAction[] {
  return retry !== undefined && RETRYABLE.includes(code) ? [{ label: vscode.l10n.t('Try Again'), run: retry }] : [];
}

/** Says in the user's language what happened. What was thrown by the editor or the system has its own words. */
export function messageOf(error: unknown): string {
  const { code, message, details } = toErrorValue(error);
  const more = details ? errorDetail(details, userNumber()) : error instanceof GlassboxError ? '' : message;
  // What is missing is a word, not a mask; and it is not the text that is too long.
  // Of a server the details say which one, and all that the code does.
  const isSaid = details?.kind === 'noWord' || isLongQuestion(details) || (details?.kind === 'server' && more !== '');
  return isSaid ? more : joinSentences(errorSummary(code), more);
}

/** Shows an error with its ways on, the caller's first. @returns the way that was chosen */
export async function showError(
  error: unknown,
  retry: (() => void) | undefined,
  more: readonly MessageAction[],
): Promise<MessageAction | undefined> {
  const { code, details } = toErrorValue(error);
  const ways = [...more, ...retryAction(code, retry), ...waysOn(code, details)];
  const show = WARNINGS.includes(code) ? showWarningMessage : showErrorMessage;
  const chosen = await show(messageOf(error), ...ways.map((way) => way.label));
  return ways.find((way) => way.label === chosen);
}
