import type { EngineOptions } from '../../protocol/engine/index.js';
import type { EngineService } from '../core/services.js';
import type { Settings } from '../core/settings.js';

/**
 * Renews the engine when what it was started with has changed: model folders, threads, idle time, servers.
 * @param sources what tells that it may have
 */
export function restartOnSettingsChange(
  engine: Pick<EngineService, 'renew'>,
  sources: readonly Pick<Settings, 'onDidChange'>[],
  options: () => EngineOptions,
): { dispose(): void } {
  let known = JSON.stringify(options());
  const listeners = sources.map(({ onDidChange }) =>
    onDidChange(() => {
      const now = JSON.stringify(options());
      if (now === known) return;
      known = now;
      engine.renew();
    }),
  );
  return { dispose: () => listeners.forEach((listener) => void listener.dispose()) };
}
