// The editors that `npm start` can open: desktop VS Code where there is one, VS Code in the browser on Linux.
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { packageExtension, vsixPath } from '../package.mjs';
import { HERE, inRoot } from './paths.mjs';
import { run } from './run.mjs';

const FOLDER = inRoot('examples');
const FILE = inRoot('examples/story.md');

/** The command line of desktop VS Code: on the PATH, or where its installers put it. */
function findDesktop() {
  const windows = process.platform === 'win32';
  const program = windows ? 'code.cmd' : 'code';
  const inApp = 'Visual Studio Code.app/Contents/Resources/app/bin';
  const usual = {
    darwin: ['/Applications', path.join(os.homedir(), 'Applications')].map((folder) => path.join(folder, inApp)),
    win32: [process.env.LOCALAPPDATA && path.join(process.env.LOCALAPPDATA, 'Programs'), process.env.ProgramFiles]
      .filter((folder) => folder !== undefined)
      .map((folder) => path.join(folder, 'Microsoft VS Code', 'bin')),
  }[process.platform + ''] ?? ['/usr/share/code/bin', '/snap/bin'];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...usual];
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file));
}

/** Whether a window can be shown; macOS and Windows always have a display. */
const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/**
 * Opens desktop VS Code with the extension from this folder and the example.
 * @returns {Promise<boolean>} false where there is no desktop VS Code
 */
export async function openDesktop() {
  const code = hasDisplay() ? findDesktop() : undefined;
  if (code === undefined) return false;
  console.log(`\nOpening the example in VS Code (${code}).`);
  const shell = process.platform === 'win32'; // .cmd files run in a shell only
  const quoted = (/** @type {string} */ text) => (shell ? `"${text}"` : text);
  const args = ['--new-window', `--extensionDevelopmentPath=${inRoot()}`, FOLDER, FILE];
  return (await run(quoted(code), args.map(quoted), { shell })) === 0;
}

/** Asks at the terminal; anything but yes is no. */
export async function ask(/** @type {string} */ question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`\n${question} [y/N] `).finally(() => terminal.close());
  return /^y(es)?$/i.test(answer.trim());
}

/** Whether VS Code can run in the browser here: its server comes for this platform only. */
export const browserPossible = HERE === 'linux-x64';

/**
 * Runs VS Code with the packaged extension and the example for the user's browser, until Ctrl+C.
 * @returns {Promise<number>} the exit status
 */
export async function serveBrowser() {
  if (!browserPossible) {
    console.error(`VS Code in the browser is there on linux-x64 only, this is ${HERE}: install desktop VS Code.`);
    return 1;
  }
  if ((await run('bash', [inRoot('test/host/install/install.sh'), '--server-only'])) !== 0) return 1;
  if (!(await packageExtension())) return 1;
  const { runBrowserEditor } = await import('../../test/host/run.mjs');
  return runBrowserEditor(vsixPath(), FOLDER, FILE);
}
