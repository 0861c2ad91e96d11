import type { EngineOptions } from '../../protocol/engine/index.js';
import type { EngineService } from '../core/services.js';
import type { Settings } from '../core/settings.js';

/** Renews the engine when settings that it was started with have changed: model folders, threads, idle time. */
export function restartOnSettingsChange(
  engine: Pick<EngineService, 'renew'>,
  settings: Pick<Settings, 'onDidChange'>,
  options: () => EngineOptions,
): { dispose(): void } {
  let known = JSON.stringify(options());
  return settings.onDidChange(() => {
    const now = JSON.stringify(options());
    if (now === known) return;
    known = now;
    engine.renew();
  });
}
