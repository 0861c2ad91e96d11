import * as vscode from 'vscode';
import { hostBeyond, type ModelInfo } from '../../../protocol/engine/index.js';
import { whereText } from '../../../wording/index.js';
import { createQuickPick } from '../../core/messages.js';
import { openSetting, openSettings } from '../../core/settings.js';
import type { Services } from '../../core/services.js';
import { formatBytes } from './engineStatus.js';
import { precisionParts } from './precisionParts.js';
import { exitSentence, silenceSentence } from './silenceTexts.js';
import { commandIds } from '../../core/commandIds.js';

interface Row extends vscode.QuickPickItem {
  run?: () => unknown;
  /** taken, it leaves the list open, which then shows the change */
  stays?: true;
}

const icon = (name: string) => new vscode.ThemeIcon(name);

const separator = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator });

function engineRows({ engine }: Services): Row[] {
  const { state, failure, silence } = engine;
  const rows: Row[] = [];
  if (silence)
    rows.push({
      label: silenceSentence(silence.seconds, state),
      iconPath: icon('warning'),
      detail: vscode.l10n.t('It may need longer, or never come back. Restart Engine ends it, and what waits for it.'),
    });
  if (failure !== null)
    rows.push({
      label: exitSentence(failure),
      iconPath: icon('error'),
      detail: vscode.l10n.t('It starts again with the next command.'),
    });
  if (!state) {
    if (failure === null && !silence)
      rows.push({
        label: vscode.l10n.t('The engine is not running'),
        iconPath: icon('circle-outline'),
        detail: vscode.l10n.t('It starts with the next command, and ends when it has been idle.'),
      });
    return rows;
  }
  // A process that does not answer has not told of what came since.
  const waiting = vscode.l10n.t('waiting: {0}', silence?.waiting ?? state.queued);
  rows.push({
    label: vscode.l10n.t('Process {0}', state.pid),
    iconPath: icon('server-process'),
    description: `${formatBytes(state.memory, vscode.env.language)} · ${waiting}`,
    ...(state.method && { detail: [state.method, state.model].filter(Boolean).join(' · ') }),
  });
  return rows;
}

/** Installs of this window, and how much memory models may take together. */
function limitRows({ engine, installs, settings }: Services): Row[] {
  const running = installs.running.map(({ id, percent }): Row => ({
    label: id,
    iconPath: icon('cloud-download'),
    description:
      percent === null ? vscode.l10n.t('is being installed') : vscode.l10n.t('is being installed: {0} %', percent),
    run: () => vscode.commands.executeCommand(commandIds.showModels),
  }));
  // What half of the machine is the engine knows: a container may have less.
  const limit = engine.state?.memoryLimit ?? settings.get('models.memoryLimit') * 1e9;
  const limitRow: Row = {
    label: vscode.l10n.t('Models may take {0} of memory together', formatBytes(limit, vscode.env.language)),
    iconPath: icon('dashboard'),
    run: () => openSetting('models.memoryLimit'),
  };
  return [
    ...(limit > 0 ? [limitRow] : []),
    ...(running.length > 0 ? [separator(vscode.l10n.t('Installing')), ...running] : []),
  ];
}

/** Says where a model comes from; of those that came along, nothing. */
const sourceDetail = (source: ModelInfo['source']): Pick<Row, 'detail'> =>
  source === 'installed' ? { detail: vscode.l10n.t('from your model folders') } : {};

/** A model of a server has no size here; what counts is where its texts go. */
function servedRow({ id, server }: ModelInfo): Row {
  const where = server === undefined ? null : hostBeyond(server.address);
  return { label: id, iconPath: icon('server'), description: whereText(where) };
}

function modelRows({ engine, ...services }: Services, installed: readonly ModelInfo[]): Row[] {
  const loaded = engine.state?.models ?? [];
  const inMemory = loaded.map(({ id, bytes: size, lastUsed, precision }): Row => {
    const time = new Date(lastUsed).toLocaleTimeString(vscode.env.language, { hour: '2-digit', minute: '2-digit' });
    return {
      label: id,
      iconPath: icon('chip'),
      description: `${formatBytes(size, vscode.env.language)} · ${vscode.l10n.t('last used {0}', time)}`,
      detail: [...precisionParts(precision), vscode.l10n.t('Unload it')].join(' · '),
      run: () => engine.call('unload', { model: id }).catch((error: unknown) => services.report(error)),
      stays: true,
    };
  });
  const others = installed.filter(({ id }) => !loaded.some((model) => model.id === id));
  const served = others.filter(({ source }) => source === 'server').map(servedRow);
  const rest = others
    .filter(({ source }) => source !== 'server')
    .map(({ id, architecture, bytes: size, source, precision }): Row => ({
      label: id,
      iconPath: icon('package'),
      description: [formatBytes(size, vscode.env.language), architecture, ...precisionParts(precision)].join(' · '),
      ...sourceDetail(source),
    }));
  return [
    ...(inMemory.length > 0 ? [separator(vscode.l10n.t('In memory')), ...inMemory] : []),
    ...(rest.length > 0 ? [separator(vscode.l10n.t('Installed')), ...rest] : []),
    ...(served.length > 0 ? [separator(vscode.l10n.t('On servers')), ...served] : []),
  ];
}

function actionRows(): Row[] {
  const command = (name: string, label: string, id: string): Row => ({
    label,
    iconPath: icon(name),
    run: () => vscode.commands.executeCommand(id),
  });
  return [
    separator(vscode.l10n.t('Actions')),
    command('cloud-download', vscode.l10n.t('Install Model…'), commandIds.installModel),
    command('check', vscode.l10n.t('Choose Model…'), commandIds.chooseModel),
    command('debug-restart', vscode.l10n.t('Restart Engine'), commandIds.restartEngine),
    command('output', vscode.l10n.t('Show Log'), commandIds.showLog),
    { label: vscode.l10n.t('Open Settings'), iconPath: icon('gear'), run: () => openSettings() },
  ];
}

/** *Show Engine State*: what is in memory and at work, kept up to date while it is open, with what can be done about it. */
export const showEngineStateCommand = (services: Services) => async () => {
  const list = createQuickPick<Row>();
  list.title = vscode.l10n.t('Glassbox: Engine');
  list.placeholder = vscode.l10n.t('Models in memory, and what can be done');
  list.matchOnDescription = true;
  list.keepScrollPosition = true;
  let installed: readonly ModelInfo[] = [];
  const draw = () => {
    const active = list.activeItems[0]?.label;
    list.items = [...engineRows(services), ...limitRows(services), ...modelRows(services, installed), ...actionRows()];
    const same = list.items.find((row) => row.label === active);
    if (same) list.activeItems = [same];
  };
  const left = new AbortController();
  const closed = new Promise<void>((resolve) => list.onDidHide(resolve));
  const listeners = [services.engine.onDidChangeState(draw), services.installs.onDidChange(draw)];
  list.onDidAccept(() => {
    const [row] = list.selectedItems;
    if (!row?.run) return;
    if (!row.stays) list.hide();
    void row.run();
  });
  draw();
  list.show();
  if (services.engine.state) {
    // Looking does not start a process; where one runs, it knows the folders.
    const listed = (models: readonly ModelInfo[]) => {
      installed = models;
      draw();
    };
    // An engine that does not answer keeps nobody from reading that.
    void services.engine.call('models', {}, { priority: 'visible' }, left.signal).then(listed, () => {});
  }
  await closed;
  left.abort();
  for (const listener of listeners) listener.dispose();
  list.dispose();
};
