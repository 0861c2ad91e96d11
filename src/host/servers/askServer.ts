import { ConnectionLog, connectionsFile, isOfflineByEnvironment } from '../../hub/index.js';
import { GlassboxError, type ServerAccess, type ServerQuestion } from '../../protocol/engine/index.js';
import { isLoopback, Server } from '../../servers/index.js';
import type { Settings } from '../core/settings.js';
import type { AddedServers } from './addedServers.js';
import { askForConsent } from './consent.js';

/** Paths are within an address: nothing in one leads to another host. */
const PATH = /^\/(?!\/)[\w./-]*$/;

/** The server at an address, as the editor connects: by its proxy, and with the certificates that it trusts. */
export function serverAt(address: string, key: string | null, settings: Pick<Settings, 'get'>): Server {
  return new Server({
    ...{ address, key, log: new ConnectionLog(connectionsFile()) },
    isOffline: () => settings.get('offline') || isOfflineByEnvironment(),
  });
}

/** Asks servers for the engine: only those that were added, and with the user's consent. */
export class ServerAsking implements ServerAccess {
  /** questions that the user has not answered yet, by address */
  readonly #open = new Map<string, Promise<boolean>>();

  constructor(
    private readonly servers: Pick<AddedServers, 'all' | 'key' | 'hasAgreed' | 'agree'>,
    private readonly settings: Pick<Settings, 'get'>,
    private readonly consent: (host: string) => Promise<boolean> = askForConsent,
    private readonly at: typeof serverAt = serverAt,
  ) {}

  async ask({ address, ...question }: ServerQuestion, signal?: AbortSignal, onEvent?: (event: unknown) => void) {
    const host = URL.canParse(address) ? new URL(address).host : '';
    if (!PATH.test(question.path) || !this.servers.all.some((one) => one.address === address)) {
      throw trustError(host, 'notAdded', 'The server was not added. Add Server… does that.');
    }
    const server = this.at(address, await this.servers.key(address), this.settings);
    // Who is offline is not asked whether text may leave the machine.
    server.throwIfOffline();
    if (!isLoopback(address) && !(await this.#agrees(address, host))) {
      throw trustError(host, 'refused', 'The user has not agreed to texts going there.');
    }
    return server.ask({ ...question, signal, onEvent });
  }

  /** Runs that begin at once are one question. */
  async #agrees(address: string, host: string): Promise<boolean> {
    if (this.servers.hasAgreed(address)) return true;
    const open = this.#open.get(address);
    if (open) return open;
    const asked = this.consent(host).then(async (agrees) => {
      if (agrees) await this.servers.agree(address);
      return agrees;
    });
    this.#open.set(address, asked);
    return asked.finally(() => this.#open.delete(address));
  }
}

const trustError = (host: string, problem: 'notAdded' | 'refused', message: string) =>
  new GlassboxError('not-trusted', `${host}: ${message}`, { details: { kind: 'serverTrust', host, problem } });
