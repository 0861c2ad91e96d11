import type * as vscode from 'vscode';
import type { EngineOptions } from '../protocol/index.js';
import type { EngineService } from './services.js';
import type { Settings } from './settings.js';

/**
 * Ends the engine when settings that it was started with have changed (model folders, threads, idle time), as soon as
 * it has nothing to do; the next call starts it with the new ones.
 */
export function freshEngine(
  engine: EngineService,
  settings: Settings,
  options: () => EngineOptions,
  log: vscode.LogOutputChannel,
): { dispose(): void } {
  let known = JSON.stringify(options());
  let stale = false;
  const restartWhenIdle = () => {
    const { state } = engine;
    if (state === null) stale = false;
    if (!stale || state === null || state.phase !== 'idle' || state.queued > 0) return;
    stale = false;
    log.info('engine: ended because its settings have changed');
    void engine.restart();
  };
  const listeners = [
    settings.onDidChange(() => {
      const now = JSON.stringify(options());
      if (now === known) return;
      known = now;
      stale = true;
      restartWhenIdle();
    }),
    engine.onDidChangeState(restartWhenIdle),
  ];
  return { dispose: () => listeners.forEach((listener) => void listener.dispose()) };
}
