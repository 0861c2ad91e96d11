import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { continueTextCommand } from './features/continueText/continueText.js';
import { decodingCommands } from './features/decoding/decodingCommands.js';
import { laboratoryCommands } from './features/laboratory/laboratoryCommands.js';
import { explainLastResultCommand } from './features/explain/explainLastResult.js';
import { surpriseCommands } from './features/surprise/surpriseCommands.js';
import { compareSentencesCommand } from './features/compareSentences/compareSentences.js';
import { betterWordAction } from './features/fillMask/betterWordAction.js';
import { commandIds } from './core/commandIds.js';
import { showAttentionCommand } from './features/attention/showAttention.js';
import type { EngineOptions } from '../protocol/engine/index.js';
import { EngineClient } from './engine/client.js';
import { selectionActions } from './editor/selectionActions.js';
import { glassboxApi } from './api/glassboxApi.js';
import { restartOnSettingsChange } from './engine/restartOnSettingsChange.js';
import type { GlassboxApi } from '../../api/glassbox.js';
import { attentionHover } from './features/attention/hover/registerHover.js';
import { createErrorReporter } from './core/errorReporter.js';
import { RunningInstalls } from './core/installsAtWork.js';
import { LastResultStore } from './core/lastResult.js';
import { storeFolder, usedCaches } from './core/modelFolders.js';
import type { Services } from './core/services.js';
import { EditorSettings } from './core/settings.js';
import { modelTrust } from './core/modelTrust.js';
import { modelCommands } from './features/models/modelCommands.js';
import { findSimilarCommands } from './features/findSimilar/findSimilarCommands.js';
import { maskHelp } from './features/fillMask/registerMaskHelp.js';
import { namesCommands } from './features/names/namesCommands.js';
import { AddedServers } from './servers/addedServers.js';
import { serverCommands } from './features/manageServers/serverCommands.js';
import { createStatusBar } from './features/engineStatus/statusBar.js';

type Run = (...args: unknown[]) => Promise<unknown>;

/** A command whose code is loaded when it is first run: activation stays short. */
function lazily(load: () => Promise<Run>): Run {
  let loaded: Promise<Run> | null = null;
  return async (...args) => (await (loaded ??= load()))(...args);
}

/** What has to do with a running engine only, loaded with its first sign of life; a silence is told again each second. */
function withFirstState({ onDidChangeState }: EngineClient, load: () => Promise<vscode.Disposable>): vscode.Disposable {
  let loaded: Promise<vscode.Disposable> | null = null;
  const first = onDidChangeState(() => {
    first.dispose();
    loaded ??= load();
  });
  return new vscode.Disposable(() => {
    first.dispose();
    void loaded?.then((made) => void made.dispose());
  });
}

/**
 * Builds the few objects and registers the commands. The engine starts with the first command, not here.
 * @returns what other extensions may call
 */
export function activate(context: vscode.ExtensionContext): GlassboxApi {
  const log = vscode.window.createOutputChannel('Glassbox', { log: true });
  const settings = new EditorSettings();
  const results = new LastResultStore();
  const installs = new RunningInstalls();
  const embeddedFolder = path.join(context.extensionPath, 'models');
  const hubPlaces = () => ({ modelStore: storeFolder(settings), cacheFolders: usedCaches(settings) });
  const servers = new AddedServers(context, settings, vscode.env.remoteName === undefined ? '' : os.hostname());
  const refusal = modelTrust(settings, embeddedFolder, hubPlaces, servers);
  const options = (): EngineOptions => ({
    embeddedFolder,
    installedFolders: [...settings.get('models.folders')],
    ...hubPlaces(),
    threads: settings.get('engine.threads'),
    idleMinutes: settings.get('engine.idleMinutes'),
    memoryLimit: settings.get('models.memoryLimit') * 1e9,
    storeFolder: path.join(context.globalStorageUri.fsPath, 'weights'),
    precision: settings.get('models.precision'),
    servers: [...servers.all],
  });
  const engine = new EngineClient({
    script: path.join(context.extensionPath, 'dist', 'engine.js'),
    options,
    refusal,
    servers,
    log: (line) => log.info(line),
  });
  const report = createErrorReporter(log);
  const services: Services = { engine, settings, results, log, installs, servers, refusal, report };

  const commands: Record<keyof typeof commandIds, Run> = {
    fillMask: lazily(async () => (await import('./features/fillMask/fillMask.js')).fillMaskCommand(services)),
    betterWord: lazily(async () => (await import('./features/fillMask/betterWord.js')).betterWordCommand(services)),
    continueText: continueTextCommand(services, context),
    translateSelection: lazily(async () =>
      (await import('./features/translate/translateSelection.js')).translateSelectionCommand(services, context),
    ),
    explainLastResult: explainLastResultCommand(services, context),
    showAttention: showAttentionCommand(services, context),
    ...surpriseCommands(services, context),
    compareSentences: compareSentencesCommand(services, context),
    ...decodingCommands(services, context),
    ...laboratoryCommands(services, context),
    ...modelCommands(services, context, installs),
    ...serverCommands(services, context),
    ...namesCommands(services, context),
    ...findSimilarCommands(services, context),
    classify: lazily(async () => (await import('./features/classify/classify.js')).classifyCommand(services)),
    trainClassifier: lazily(async () =>
      (await import('./features/train/trainCommand.js')).trainCommand(services, context),
    ),
    trainNames: lazily(async () =>
      (await import('./features/train/trainNamesCommand.js')).trainNamesCommand(services, context),
    ),
    adaptModel: lazily(async () => (await import('./features/train/adaptCommand.js')).adaptCommand(services, context)),
    labelLines: lazily(async () => (await import('./features/train/labelLines.js')).labelLinesCommand(services)),
    ask: lazily(async () => (await import('./features/ask/ask.js')).askCommand(services)),
    summarize: lazily(async () => (await import('./features/summarize/summarize.js')).summarizeCommand(services)),
    scoreMany: lazily(async () => (await import('./features/many/scoreMany.js')).scoreManyCommand(services)),
    openPracticeText: lazily(async () =>
      (await import('./features/tutorial/openPracticeText.js')).openPracticeTextCommand(context),
    ),
    showLog: lazily(async () => (await import('./features/engineStatus/showLog.js')).showLogCommand(services)),
    restartEngine: lazily(async () =>
      (await import('./features/engineStatus/restartEngine.js')).restartEngineCommand(services),
    ),
    showEngineState: lazily(async () =>
      (await import('./features/engineStatus/showEngineState.js')).showEngineStateCommand(services),
    ),
  };
  for (const [name, id] of Object.entries(commandIds)) {
    const run = commands[name as keyof typeof commandIds];
    // Whatever a command lets through reaches the user, not only the console.
    const guarded = (...args: unknown[]) => run(...args).catch((error: unknown) => services.report(error));
    context.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }
  const fresh = restartOnSettingsChange(engine, [settings, servers], options);
  context.subscriptions.push(
    settings,
    results,
    installs,
    servers,
    createStatusBar(services),
    withFirstState(engine, async () => {
      const { notifyOfSilence } = await import('./features/engineStatus/silenceNotifier.js');
      return notifyOfSilence(engine, { restart: commands.restartEngine, report: (error) => services.report(error) });
    }),
    attentionHover(services, context),
    maskHelp(services),
    betterWordAction(),
    selectionActions(),
    fresh,
    {
      // The last lines are the engine's, and a log that is closed throws.
      dispose: () => engine.dispose().finally(() => log.dispose()),
    },
  );
  return glassboxApi(services);
}
