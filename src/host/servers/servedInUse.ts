import type { AddedServer } from '../../protocol/engine/index.js';
import type { ServersService } from '../core/services.js';
import type { Settings } from '../core/settings.js';
import { modelSettings } from '../core/settingTable.js';

/** The served models that commands work with by the settings, and the one at work, each once. */
export function servedInUse(
  servers: Pick<ServersService, 'find'>,
  settings: Pick<Settings, 'get'>,
  atWork: string | null,
): AddedServer[] {
  const ids = new Set([...(atWork === null ? [] : [atWork]), ...modelSettings.map((key) => settings.get(key))]);
  return [...ids].flatMap((id) => servers.find(id) ?? []);
}
