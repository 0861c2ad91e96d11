import path from 'node:path';
import envPaths from 'env-paths';

/** Where Glassbox keeps what all windows and the console share: `GLASSBOX_HOME`, else where the system keeps programs' data. */
const home = (env: NodeJS.ProcessEnv): string => env['GLASSBOX_HOME'] ?? envPaths('glassbox', { suffix: '' }).data;

/** Where models are installed unless the settings say otherwise. */
export const defaultStore = (env: NodeJS.ProcessEnv = process.env): string => path.join(home(env), 'models');

/** The log of every connection. */
export const connectionsFile = (env: NodeJS.ProcessEnv = process.env): string =>
  path.join(home(env), 'connections.jsonl');

/** Whether no connection is to be made, as Hugging Face's own tools understand it. */
export const isOfflineByEnvironment = (env: NodeJS.ProcessEnv = process.env): boolean =>
  [env['GLASSBOX_OFFLINE'], env['HF_HUB_OFFLINE']].some((value) => /^(1|on|yes|true)$/i.test(value ?? ''));
