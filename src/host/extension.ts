import * as path from 'node:path';
import * as vscode from 'vscode';
import { betterWord } from './commands/betterWord.js';
import { continueText } from './commands/continueText.js';
import { decodingCommands } from './commands/decoding.js';
import { explainLastResult } from './commands/explainLastResult.js';
import { fillMask } from './commands/fillMask.js';
import { commandIds } from './commands/ids.js';
import { showAttention } from './commands/showAttention.js';
import { restartEngine } from './commands/restartEngine.js';
import { showEngineState } from './commands/showEngineState.js';
import { showLog } from './commands/showLog.js';
import { translateSelection } from './commands/translateSelection.js';
import type { EngineOptions } from '../protocol/index.js';
import { EngineClient } from './engine/client.js';
import { freshEngine } from './freshEngine.js';
import { attentionHover } from './hover/register.js';
import { reporter } from './report.js';
import { LastResultStore } from './results.js';
import type { Services } from './services.js';
import { EditorSettings } from './settings.js';
import { statusBar } from './views/statusBar.js';

type Run = (...args: unknown[]) => Promise<unknown>;

/** Builds the few objects and registers the commands. The engine starts with the first command, not here. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Glassbox', { log: true });
  const settings = new EditorSettings();
  const results = new LastResultStore();
  const options = (): EngineOptions => ({
    embeddedFolder: path.join(context.extensionPath, 'models'),
    installedFolders: [...settings.get('models.folders')],
    threads: settings.get('engine.threads'),
    idleMinutes: settings.get('engine.idleMinutes'),
  });
  const engine = new EngineClient({
    script: path.join(context.extensionPath, 'dist', 'engine.js'),
    options,
    log: (line) => log.info(line),
  });
  const services: Services = { engine, settings, results, log, report: reporter(log) };
  const continuing = continueText(services, context);

  const commands: Record<keyof typeof commandIds, Run> = {
    fillMask: fillMask(services),
    betterWord: betterWord(services),
    continueText: continuing.run,
    translateSelection: translateSelection(services, context),
    explainLastResult: explainLastResult(services, context),
    showAttention: showAttention(services, context),
    ...decodingCommands(services, context),
    showLog: showLog(services),
    restartEngine: restartEngine(services),
    showEngineState: showEngineState(services),
  };
  for (const [name, id] of Object.entries(commandIds)) {
    const run = commands[name as keyof typeof commandIds];
    // Whatever a command lets through reaches the person, not only the console.
    const guarded = (...args: unknown[]) => run(...args).catch((error: unknown) => services.report(error));
    context.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }
  const fresh = freshEngine(engine, settings, options, log);
  context.subscriptions.push(
    log,
    settings,
    results,
    continuing,
    statusBar(services),
    attentionHover(services, context),
    fresh,
    {
      dispose: () => engine.dispose(),
    },
  );
}
