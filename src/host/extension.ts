import * as path from 'node:path';
import * as vscode from 'vscode';
import { continueText } from './commands/continueText.js';
import { decodingCommands } from './commands/decoding.js';
import { explainLastResult } from './commands/explainLastResult.js';
import { commandIds } from './commands/ids.js';
import { showAttention } from './commands/showAttention.js';
import type { EngineOptions } from '../protocol/engine/index.js';
import { EngineClient } from './engine/client.js';
import { freshEngine } from './freshEngine.js';
import { attentionHover } from './hover/register.js';
import { reporter } from './report.js';
import { LastResultStore } from './results.js';
import type { Services } from './services.js';
import { EditorSettings } from './settings.js';
import { silenceTeller } from './silence.js';
import { modelTrust } from './trust.js';
import { statusBar } from './views/statusBar.js';

type Run = (...args: unknown[]) => Promise<unknown>;

/** A command whose code is loaded when it is first run: activation stays short. */
function lazily(load: () => Promise<Run>): Run {
  let loaded: Promise<Run> | null = null;
  return async (...args) => (await (loaded ??= load()))(...args);
}

/** Builds the few objects and registers the commands. The engine starts with the first command, not here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Glassbox', { log: true });
  const settings = new EditorSettings();
  const results = new LastResultStore();
  const embeddedFolder = path.join(context.extensionPath, 'models');
  const refusal = modelTrust(settings, embeddedFolder);
  const options = (): EngineOptions => ({
    embeddedFolder,
    installedFolders: [...settings.get('models.folders')],
    threads: settings.get('engine.threads'),
    idleMinutes: settings.get('engine.idleMinutes'),
  });
  const engine = new EngineClient({
    script: path.join(context.extensionPath, 'dist', 'engine.js'),
    options,
    refusal,
    log: (line) => log.info(line),
  });
  const services: Services = { engine, settings, results, log, refusal, report: reporter(log) };

  const commands: Record<keyof typeof commandIds, Run> = {
    fillMask: lazily(async () => (await import('./commands/fillMask.js')).fillMask(services)),
    betterWord: lazily(async () => (await import('./commands/betterWord.js')).betterWord(services)),
    continueText: continueText(services, context),
    translateSelection: lazily(async () =>
      (await import('./commands/translateSelection.js')).translateSelection(services, context),
    ),
    explainLastResult: explainLastResult(services, context),
    showAttention: showAttention(services, context),
    ...decodingCommands(services, context),
    openPracticeText: lazily(async () => (await import('./practice/practising.js')).practising(context)),
    showLog: lazily(async () => (await import('./commands/showLog.js')).showLog(services)),
    restartEngine: lazily(async () => (await import('./commands/restartEngine.js')).restartEngine(services)),
    showEngineState: lazily(async () => (await import('./commands/showEngineState.js')).showEngineState(services)),
  };
  for (const [name, id] of Object.entries(commandIds)) {
    const run = commands[name as keyof typeof commandIds];
    // Whatever a command lets through reaches the person, not only the console.
    const guarded = (...args: unknown[]) => run(...args).catch((error: unknown) => services.report(error));
    context.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }
  const fresh = freshEngine(engine, settings, options);
  context.subscriptions.push(
    settings,
    results,
    statusBar(services),
    silenceTeller(engine, { restart: commands.restartEngine, report: (error) => services.report(error) }),
    attentionHover(services, context),
    fresh,
    {
      // The last lines are the engine's, and a log that is closed throws.
      dispose: () => engine.dispose().finally(() => log.dispose()),
    },
  );
}
