import os from 'node:os';
import path from 'node:path';

/** Where a system keeps programs' data, by its own rules. The library env-paths says the same in five times the size. */
function dataFolder(env: NodeJS.ProcessEnv): string {
  const home = os.homedir();
  if (process.platform === 'win32') {
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'glassbox', 'Data');
  }
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'glassbox');
  return path.join(env['XDG_DATA_HOME'] || path.join(home, '.local', 'share'), 'glassbox');
}

/** Where Glassbox keeps what all windows and the console share. */
const home = (env: NodeJS.ProcessEnv): string => env['GLASSBOX_HOME'] ?? dataFolder(env);

/** Where models are installed unless the settings say otherwise. */
export const defaultStore = (env: NodeJS.ProcessEnv = process.env): string => path.join(home(env), 'models');

/** The log of every connection. */
export const connectionsFile = (env: NodeJS.ProcessEnv = process.env): string =>
  path.join(home(env), 'connections.jsonl');

/** Whether no connection is to be made, as Hugging Face's own tools understand it. */
export const isOfflineByEnvironment = (env: NodeJS.ProcessEnv = process.env): boolean =>
  [env['GLASSBOX_OFFLINE'], env['HF_HUB_OFFLINE']].some((value) => /^(1|on|yes|true)$/i.test(value ?? ''));
