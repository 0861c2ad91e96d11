import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { Bridge } from './bridge.js';
import { startBrowser } from './browser.js';
import { ROOT } from './root.js';
import { Server } from './server.js';
import { QUIET_SETTINGS, type Theme, THEMES } from './settings.js';

export { ROOT };
export const RESULTS = path.join(ROOT, 'test-results/window');

export interface WorkbenchOptions {
  /** the workspace's files by name; the first one is opened */
  files: Record<string, string | Uint8Array>;
  settings?: Record<string, unknown>;
  theme?: Theme;
  width?: number;
  height?: number;
  /** start in restricted mode, with the question whether the folder is trusted */
  trust?: boolean;
  env?: Record<string, string>;
  /** the editor's language, for example zh-cn */
  locale?: string;
}

/** A running VS Code with the packaged extension installed, and a window on a workspace of its own. */
export interface Workbench {
  page: Page;
  server: Server;
  bridge: Bridge;
  /** the workspace's folder */
  folder: string;
  /** errors of the window, a blank webview's reason among them */
  windowErrors: string[];
  close(): Promise<void>;
}

function writeWorkspace(folder: string, files: WorkbenchOptions['files']): void {
  fs.mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

async function openWindow(server: Server, folder: string, options: WorkbenchOptions) {
  const { width, height, files } = options;
  const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
  const { browser, page } = await startBrowser(size);
  page.setDefaultTimeout(60_000); // the machine may be busy
  const windowErrors: string[] = [];
  page.on('console', (message) => {
    const { url } = message.location();
    const ofTheServer = /\/static\/(node_modules|extensions)\//.test(url); // what code-server leaves out
    if (message.type() === 'error' && !ofTheServer) windowErrors.push(`${message.text()} (${url})`);
  });
  const [first] = Object.keys(files);
  await page.goto(server.address({ folder, ...(first === undefined ? {} : { openFile: path.join(folder, first) }) }));
  await page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  if (first !== undefined) await page.locator('.editor-instance .view-lines').first().waitFor();
  return { browser, page, windowErrors };
}

/** Starts VS Code and opens the workspace; settles when the window stands and the extension host answers. */
export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-'));
  const socket = path.join(scratch, 'bridge');
  const folder = path.join(scratch, 'notes');
  let server: Server | undefined;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await server?.stop();
    fs.rmSync(scratch, { recursive: true, force: true });
  };
  try {
    writeWorkspace(folder, options.files);
    server = await Server.start({
      root: ROOT,
      extensionsDir: inject('extensionsDir'),
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      settings: { ...QUIET_SETTINGS, 'workbench.colorTheme': THEMES[options.theme ?? 'light'], ...options.settings },
      trust: options.trust ?? false,
      env: { ...options.env, GLASSBOX_BRIDGE: socket },
    });
    const window = await openWindow(server, folder, options);
    browser = window.browser;
    const bridge = new Bridge(socket);
    await bridge.ready();
    return { page: window.page, windowErrors: window.windowErrors, server, bridge, folder, close };
  } catch (error) {
    if (server !== undefined) console.error(`--- log of the extension host\n${server.extensionHostLog()}`);
    await close();
    throw error;
  }
}

/** Prints what helps to understand a failed test and leaves a picture of the window. */
async function report({ page, server, windowErrors }: Workbench, name: string): Promise<void> {
  console.error(`--- errors of the window\n${windowErrors.join('\n')}`);
  console.error(`--- log of the extension host\n${server.extensionHostLog()}`);
  const file = path.join(RESULTS, `failure-${name.replace(/[^\w-]+/g, '-')}.png`);
  await page.screenshot({ path: file }).catch(() => {});
  console.error(`--- picture: ${path.relative(ROOT, file)}`);
}

/**
 * One workbench for all tests of a file or of a `describe`: started before them and closed after them.
 * @returns a function that gives the workbench inside of a test
 */
export function useWorkbench(options: WorkbenchOptions): () => Workbench {
  let workbench: Workbench | undefined;
  const current = () => {
    if (workbench === undefined) throw new Error('the workbench is there inside of tests only');
    return workbench;
  };
  beforeAll(async () => {
    workbench = await startWorkbench(options);
  });
  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(() => report(current(), task.name));
  });
  afterAll(() => workbench?.close());
  return current;
}
