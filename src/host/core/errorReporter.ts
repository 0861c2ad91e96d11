import * as vscode from 'vscode';
import { toErrorValue, type ErrorCode, type ErrorValue } from '../../protocol/engine/index.js';
import { commandIds } from './commandIds.js';
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

interface ErrorPresentation {
  severity: 'warning' | 'error';
  /** what happened, in the person's language; the engine's own message with its figures follows */
  summary: string;
  ways: MessageAction[];
}

/** What is said and offered for each error that is not silent. */
function presentError(code: Exclude<ErrorCode, 'cancelled'>): ErrorPresentation {
  switch (code) {
    case 'no-mask':
      return { severity: 'warning', summary: vscode.l10n.t('There is nothing to fill here.'), ways: [] };
    case 'too-long':
      return {
        severity: 'warning',
        summary: vscode.l10n.t('The text is longer than the model takes.'),
        ways: [settings()],
      };
    case 'bad-request':
      return {
        severity: 'warning',
        summary: vscode.l10n.t('The engine could not take this request.'),
        ways: [settings(), showLog()],
      };
    case 'unknown-model':
      return { severity: 'error', summary: vscode.l10n.t('The model was not found.'), ways: [settings('model')] };
    case 'wrong-architecture':
      return { severity: 'error', summary: vscode.l10n.t('This model cannot do that.'), ways: [settings('model')] };
    case 'model-broken':
      return {
        severity: 'error',
        summary: vscode.l10n.t('The model’s files are broken or incomplete.'),
        ways: [settings('model'), showLog()],
      };
    case 'out-of-memory':
      return {
        severity: 'error',
        summary: vscode.l10n.t('There was not enough memory.'),
        ways: [restart(), showState()],
      };
    case 'engine-died':
      return {
        severity: 'error',
        summary: vscode.l10n.t('The engine stopped while it worked; your text is as it was.'),
        ways: [restart(), showLog()],
      };
    case 'offline':
      return {
        severity: 'error',
        summary: vscode.l10n.t('This needs the network, and the extension is offline.'),
        ways: [settings()],
      };
    case 'download-failed':
      return { severity: 'error', summary: vscode.l10n.t('The download failed.'), ways: [showLog()] };
    case 'not-trusted':
      return {
        severity: 'warning',
        summary: vscode.l10n.t('This needs a trusted workspace.'),
        ways: [trust(), settings('models.folders')],
      };
    case 'internal':
      return { severity: 'error', summary: vscode.l10n.t('Something went wrong in Glassbox.'), ways: [showLog()] };
  }
}

/** Errors for which doing the same again can help. */
const RETRYABLE: readonly ErrorCode[] = ['engine-died', 'out-of-memory', 'model-broken', 'internal', 'download-failed'];

function retryAction(code: ErrorCode, retry: (() => void) | undefined): MessageAction[] {
  return retry !== undefined && RETRYABLE.includes(code) ? [{ label: vscode.l10n.t('Try Again'), run: retry }] : [];
}

/** @returns the way that was chosen */
async function ask(
  { severity, summary, ways }: ErrorPresentation,
  message: string,
): Promise<MessageAction | undefined> {
  const show = severity === 'error' ? showErrorMessage : showWarningMessage;
  const chosen = await show(`${summary} ${message}`.trim(), ...ways.map((way) => way.label));
  return ways.find((way) => way.label === chosen);
}

/** Makes the one place where errors reach the person. Messages carry figures and names, never the person's text. */
export function createErrorReporter(log: vscode.LogOutputChannel) {
  const report = (error: unknown, retry?: () => void, ...more: MessageAction[]): void => {
    const { code, message }: ErrorValue = toErrorValue(error);
    if (code === 'cancelled') return;
    log.error(`${code}: ${message}`);
    if (code === 'internal' && error instanceof Error && error.stack !== undefined) log.error(error.stack);
    const said = presentError(code);
    const ways = [...more, ...retryAction(code, retry), ...said.ways];
    const go = async (way: MessageAction | undefined) => {
      await way?.run();
    };
    ask({ ...said, ways }, message).then(
      (way) => void go(way).catch((problem: unknown) => report(problem)),
      (problem: unknown) => log.error(String(problem)),
    );
  };
  return report;
}
