import * as vscode from 'vscode';
import type { AddedServer, EngineState } from '../../../protocol/engine/index.js';
import { servedId } from '../../../servers/servedId.js';
import { escapeMarkdown, plainText } from '../../core/plainText.js';
import type { InstallsAtWork, Services } from '../../core/services.js';
import { servedInUse } from '../../servers/servedInUse.js';
import { servedNote } from '../../servers/servedWhere.js';
import { formatBytes, engineStatusOf, type EngineStatus } from './engineStatus.js';
import { precisionParts } from './precisionParts.js';
import { exitSentence, silenceSentence } from './silenceTexts.js';

/** Hosts take no more of the status bar than so many UTF-16 units. */
const MOST_HOSTS = 40;

/** The installs together, for which the item has room while the engine has nothing to say. */
function installText(running: InstallsAtWork['running']): string {
  const known = running.flatMap(({ percent }) => percent ?? []);
  if (known.length === 0) return '$(cloud-download) Glassbox';
  return `$(cloud-download) Glassbox ${Math.min(...known)} %`;
}

/** Icon and few words; the tooltip says more. */
function textOf(mood: EngineStatus): string {
  switch (mood.kind) {
    case 'failed':
      return `$(error) ${vscode.l10n.t('Glassbox: engine stopped')}`;
    case 'silent':
      return `$(warning) ${vscode.l10n.t('Glassbox: no answer for {0} s', mood.seconds)}`;
    case 'off':
    case 'idle':
      return '$(circle-outline) Glassbox';
    case 'loading':
      return `$(loading~spin) Glassbox ${mood.percent} %`;
    case 'running':
      // A server that tells no tokens has none to count.
      return !mood.tokensPerSecond
        ? '$(loading~spin) Glassbox'
        : `$(loading~spin) Glassbox ${vscode.l10n.t('{0} tokens/s', Math.round(mood.tokensPerSecond))}`;
  }
}

/** The state in one sentence, for the tooltip and screen readers. */
function sentenceOf(mood: EngineStatus, state: EngineState | null): string {
  switch (mood.kind) {
    case 'silent':
      return silenceSentence(mood.seconds, state);
    case 'failed':
      return exitSentence(mood.how);
    case 'off':
      return vscode.l10n.t('The engine is not running; it starts with the next command.');
    case 'idle':
      return vscode.l10n.t('The engine is ready.');
    case 'loading':
      return vscode.l10n.t('Loading {0}, {1} %', mood.model, mood.percent);
    case 'running':
      // Learning from nothing has no model yet.
      return mood.model === ''
        ? vscode.l10n.t('The engine is learning.')
        : vscode.l10n.t('{0} is at work.', mood.model);
  }
}

/** What is being installed, a line each. */
const installLines = (running: InstallsAtWork['running']): string[] =>
  running.map(({ id, percent }) =>
    percent === null ? vscode.l10n.t('Installing {0}', id) : vscode.l10n.t('Installing {0}: {1} %', id, percent),
  );

/** The hosts of the servers, behind what the engine has to say. */
function serverText(served: readonly AddedServer[]): string {
  const hosts = [...new Set(served.map(({ address }) => new URL(address).host))];
  return hosts.length === 0 ? '' : ` $(server) ${plainText(hosts.join(', '), MOST_HOSTS)}`;
}

function tooltipOf(
  mood: EngineStatus,
  state: EngineState | null,
  running: InstallsAtWork['running'],
  notes: readonly string[],
): vscode.MarkdownString {
  const size = (count: number) => formatBytes(count, vscode.env.language);
  const lines = [
    sentenceOf(mood, state),
    ...notes,
    ...(state?.models ?? []).map(({ id, bytes, precision }) =>
      [`${id}: ${size(bytes)}`, ...precisionParts(precision)].join(' · '),
    ),
    ...(state ? [vscode.l10n.t('Memory of the engine: {0}', size(state.memory))] : []),
    ...installLines(running),
  ];
  return new vscode.MarkdownString(lines.map(escapeMarkdown).join('\n\n'));
}

/** Says in the status bar what the engine and the installs are doing. */
export function drawStatusBar(
  item: vscode.StatusBarItem,
  { engine, installs, settings, servers }: Pick<Services, 'engine' | 'installs' | 'settings' | 'servers'>,
): void {
  const mood = engineStatusOf(engine);
  const { running } = installs;
  const isQuiet = mood.kind === 'off' || mood.kind === 'idle';
  const notes = (some: readonly AddedServer[]) => some.flatMap((server) => servedNote(servers, servedId(server)));
  const served = servedInUse(servers, settings, mood.kind === 'running' ? mood.model : null);
  item.text = `${isQuiet && running.length > 0 ? installText(running) : textOf(mood)}${serverText(served)}`;
  item.tooltip = tooltipOf(mood, engine.state, running, notes(served));
  const label = plainText(
    ['Glassbox.', sentenceOf(mood, engine.state), ...notes(served), ...installLines(running)].join(' '),
  );
  item.accessibilityInformation = { label, role: 'button' };
  item.backgroundColor =
    mood.kind === 'failed' || mood.kind === 'silent'
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
}
