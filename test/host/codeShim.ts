#!/usr/bin/env node
// Stands in for VS Code's executable: takes the arguments of @vscode/test-electron, runs the suite in the extension host
// of the server with chromium as the window, and exits with what the workbench says. Whether the suite ran to its end
// stands in the verdict file (suite/verdict.ts), for a workbench whose extension host died says 0 too.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { format, parseArgs } from 'node:util';
import { startBrowser } from './lib/browser.js';
import { runCli, Server } from './lib/server.js';
import { QUIET_SETTINGS } from './lib/settings.js';

const root = fileURLToPath(new URL('../..', import.meta.url)); // of dist/test, where this file is bundled to
const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  strict: false, // desktop options such as --no-sandbox mean nothing here
  allowPositionals: true,
  options: { extensionTestsPath: text, extensionDevelopmentPath: text, 'extensions-dir': text, 'user-data-dir': text },
});
const option = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);

const testsPath = option('extensionTestsPath');
const developmentPath = option('extensionDevelopmentPath');
if (testsPath === undefined) process.exit(runCli(root, process.argv.slice(2))); // --install-extension, --version
if (developmentPath === undefined) throw new Error('--extensionDevelopmentPath is missing');

const limit = Number(process.env.VSCODE_HOST_TIMEOUT_MS ?? 600_000);
const verbose = Boolean(process.env.VSCODE_HOST_VERBOSE);
/** What the workbench itself logs, not the suite. */
const WORKBENCH_LINE =
  /^(%c|\[[A-Z]|\[(remote|reconnection)|Creat(ing|ion)|Resolv|Ignoring fetching|Updating additional|No search)|\/workbench\.js:/;

function userSettings(): Record<string, unknown> {
  const file = path.join(option('user-data-dir') ?? os.tmpdir(), 'User/settings.json');
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}

const isFolder = (file: string) => fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
const folder = positionals.find(isFolder);
if (folder === undefined) throw new Error('no folder to open among the arguments');

const extensionsDir = option('extensions-dir');
const server = await Server.start({
  root,
  testing: true,
  settings: { ...QUIET_SETTINGS, ...userSettings() },
  ...(extensionsDir === undefined ? {} : { extensionsDir }),
});
const { browser, page } = await startBrowser();

// The workbench calls these two when it runs extension tests.
const finished = new Promise<number>((resolve) => {
  void page.exposeFunction('codeAutomationExit', resolve);
});
await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
  const line = format(...args);
  if (verbose || !WORKBENCH_LINE.test(line)) process.stdout.write(`${line}\n`);
});

await page.goto(server.address({ folder, developmentPath, testsPath }));
const said = await Promise.race([finished, sleep(limit, undefined, { ref: false })]);
if (said === undefined) console.error(`the suite did not end within ${limit} ms`);
const status = said ?? 1;
if (status !== 0) {
  if (verbose) console.error(server.log() + server.extensionHostLog());
  const picture = process.env.VSCODE_HOST_SCREENSHOT;
  if (picture !== undefined) await page.screenshot({ path: picture }).catch(() => {});
}
await browser.close().catch(() => {});
await server.stop();
process.exit(status);
