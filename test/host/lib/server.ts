import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findInstallation, type Installation, serverEnvironment } from './installation.js';

export interface ServerOptions {
  /** the project's folder */
  root: string;
  /** packages to install */
  vsix?: string[];
  /** extensions installed before; by default a fresh, empty folder */
  extensionsDir?: string;
  /** user settings */
  settings?: Record<string, unknown>;
  /** environment variables for the server, the extension host and its children */
  env?: Record<string, string>;
  /** ask for workspace trust (restricted mode) instead of trusting every folder */
  trust?: boolean;
  /** the editor's language: extensions show their texts in it, while VS Code's own stay English without its language pack */
  locale?: string;
  /** honour extensionDevelopmentPath and extensionTestsPath in the address */
  testing?: boolean;
  /** minutes without a window after which the server ends by itself, should this process be killed before it can stop
   * it; 0: never */
  idleMinutes?: number;
}

export interface Address {
  folder: string;
  openFile?: string;
  developmentPath?: string;
  testsPath?: string;
}

/** VS Code's server with the extension host, with a fresh profile on a free port of 127.0.0.1. */
export class Server {
  private constructor(
    readonly port: number,
    /** holds the profile, the extensions and the logs; removed at the end */
    readonly folder: string,
    private readonly child: ChildProcess,
  ) {
    process.on('exit', this.cleanUp);
    process.on('SIGINT', Server.interrupted);
    process.on('SIGTERM', Server.interrupted);
  }

  /** Starts a server; settles when it answers. */
  static async start(options: ServerOptions): Promise<Server> {
    const installation = findInstallation(options.root);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-host-'));
    try {
      const profile = prepareProfile(folder, options);
      for (const file of options.vsix ?? []) {
        const status = runCli(options.root, [...profile, '--install-extension', path.resolve(file)], 'errors');
        if (status !== 0) throw new Error(`could not install ${file}`);
      }
      const port = await freePort();
      const server = new Server(port, folder, spawnServer(installation, folder, port, profile, options));
      await server.answers();
      return server;
    } catch (error) {
      fs.rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The process group's leader: the extension host and the engine are among its descendants. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  log(): string {
    return fs.readFileSync(path.join(this.folder, 'server.log'), 'utf8');
  }

  /** What the extension host logged: activation failures, uncaught errors. */
  extensionHostLog(): string {
    const userData = path.join(this.folder, 'user-data');
    const logs = fs.readdirSync(userData, { recursive: true, encoding: 'utf8' });
    const own = logs.filter((name) => name.endsWith('remoteexthost.log'));
    return own.map((name) => fs.readFileSync(path.join(userData, name), 'utf8')).join('\n');
  }

  /** The workbench's address; all paths are on this machine. */
  address({ folder, openFile, developmentPath, testsPath }: Address): string {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${this.port}${path.resolve(file)}`;
    const payload: [string, string][] = [['skipWelcome', 'true']];
    if (openFile !== undefined) payload.push(['openFile', remote(openFile)]);
    if (developmentPath !== undefined) payload.push(['extensionDevelopmentPath', remote(developmentPath)]);
    if (testsPath !== undefined) payload.push(['extensionTestsPath', remote(testsPath)]);
    const url = new URL(`http://127.0.0.1:${this.port}`);
    url.searchParams.set('folder', path.resolve(folder));
    url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** Ends the server with all its children and removes its folder. */
  async stop(): Promise<void> {
    this.signalGroup('SIGTERM');
    for (let i = 0; i < 50 && this.signalGroup(0); i++) await sleep(100);
    process.off('exit', this.cleanUp);
    process.off('SIGINT', Server.interrupted);
    process.off('SIGTERM', Server.interrupted);
    this.cleanUp();
  }

  private async answers(): Promise<void> {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(100)) {
      const healthy = await fetch(`http://127.0.0.1:${this.port}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (healthy) return;
      if (this.child.exitCode !== null) break;
    }
    const log = this.log();
    await this.stop();
    throw new Error(`code-server did not answer (exit status ${this.child.exitCode ?? 'none'}):\n${log}`);
  }

  private signalGroup(signal: NodeJS.Signals | 0): boolean {
    if (this.child.pid === undefined) return false;
    try {
      return process.kill(-this.child.pid, signal);
    } catch {
      return false; // the group is gone
    }
  }

  /** Runs at the end whatever the reason, Ctrl+C included: no server and no folder is left behind. */
  private readonly cleanUp = (): void => {
    this.signalGroup('SIGKILL');
    if (process.env.VSCODE_HOST_KEEP) console.error(`kept ${this.folder}`);
    else fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  private static readonly interrupted = (): never => process.exit(130);
}

/** Writes the user settings and gives the arguments that name the profile. */
function prepareProfile(folder: string, { settings, trust = false, extensionsDir, locale }: ServerOptions): string[] {
  const userData = path.join(folder, 'user-data');
  const extensions = extensionsDir ?? path.join(folder, 'extensions');
  for (const each of [extensions, path.join(userData, 'User'), path.join(folder, 'tmp')]) {
    fs.mkdirSync(each, { recursive: true });
  }
  const all = { 'security.workspace.trust.enabled': trust, ...settings };
  fs.writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify(all, null, 2));
  if (locale !== undefined) writeEmptyLanguagePack(userData, locale);
  return ['--user-data-dir', userData, '--extensions-dir', extensions];
}

/** Leaves what an installed language pack leaves in the profile, with no translation in it. */
function writeEmptyLanguagePack(userData: string, locale: string): void {
  const vscode = path.join(userData, `${locale}.i18n.json`);
  fs.writeFileSync(vscode, JSON.stringify({ version: '1.0.0', contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'glassbox.empty-language-pack' }, version: '1.0.0' }];
  const packs = { [locale]: { hash: 'empty', label: locale, extensions, translations: { vscode } } };
  fs.writeFileSync(path.join(userData, 'languagepacks.json'), JSON.stringify(packs));
}

function spawnServer(
  installation: Installation,
  folder: string,
  port: number,
  profile: string[],
  { trust = false, testing = false, idleMinutes = 10, env, locale }: ServerOptions,
): ChildProcess {
  const log = fs.openSync(path.join(folder, 'server.log'), 'w');
  const args = [
    ...installation.codeServer,
    ...profile,
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
    ...['--disable-proxy', '--disable-getting-started-override', '--ignore-last-opened'],
    ...['--reconnection-grace-time', '5'],
    ...(idleMinutes === 0 ? [] : ['--idle-timeout-seconds', String(idleMinutes * 60)]),
    ...(trust ? [] : ['--disable-workspace-trust']),
    ...(locale === undefined ? [] : ['--locale', locale]),
    // A built product ignores the test paths in the address without this option.
    ...(testing ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  const child = spawn(installation.node, args, {
    stdio: ['ignore', log, log],
    env: {
      ...serverEnvironment(folder),
      TMPDIR: path.join(folder, 'tmp'),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no marketplace: nothing is asked of the network
      ...env,
    },
    detached: true, // its own process group, so that stop() reaches the extension host and its children
  });
  fs.closeSync(log);
  return child;
}

/**
 * Runs code-server's command line, for example ['--install-extension', 'x.vsix', '--extensions-dir', folder].
 * @param output what is printed: all, or errors only
 * @returns the exit status
 */
export function runCli(root: string, args: string[], output: 'all' | 'errors' = 'all'): number {
  const { node, codeServer, folder } = findInstallation(root);
  const stdout = output === 'all' ? 'inherit' : 'ignore';
  const stdio: ('inherit' | 'ignore')[] = ['ignore', stdout, 'inherit'];
  return spawnSync(node, [...codeServer, ...args], { stdio, env: serverEnvironment(folder) }).status ?? 1;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const listener = net.createServer().on('error', reject);
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address();
      listener.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
