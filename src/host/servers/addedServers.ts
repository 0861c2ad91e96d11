import * as vscode from 'vscode';
import type { AddedServer, ServerAccess, ServerQuestion } from '../../protocol/engine/index.js';
import { servedId } from '../../servers/servedId.js';
import type { ServersService } from '../core/services.js';
import type { Settings } from '../core/settings.js';
import type * as AskModule from './askServer.js';

/** What it keeps is the user's, for all windows: no workspace adds a server, and none is synchronised to other machines. */
type Storage = Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>;

/**
 * What is kept where: of windows on another machine (SSH, a container) apart, for `127.0.0.1` is another server there. Keys
 * lie in the system's keychain, each by the address that it is for.
 */
const placesOn = (machine: string) => {
  const suffix = machine === '' ? '' : `@${machine}`;
  return {
    ...{ added: `servers.added${suffix}`, agreed: `servers.agreed${suffix}` },
    secretOf: (address: string) => `serverKey:${address}${suffix}`,
  };
};

/**
 * The servers that the user has added, with their keys and whether texts may go there; the engine's way to them. What a
 * question needs is loaded with the first one.
 */
export class AddedServers implements ServersService, ServerAccess, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** ids that were chosen by hand in this window, where no setting names them */
  readonly #chosen = new Set<string>();
  #asking: Promise<AskModule.ServerAsking> | null = null;

  readonly onDidChange = this.#changed.event;

  readonly #places: ReturnType<typeof placesOn>;

  /** @param machine on which the extension runs; empty: the user's own */
  constructor(
    private readonly storage: Storage,
    private readonly settings: Pick<Settings, 'get'>,
    machine = '',
  ) {
    this.#places = placesOn(machine);
  }

  /** A model each, in the order in which they were added. Read anew each time: other windows add servers, too. */
  get all(): readonly AddedServer[] {
    return this.storage.globalState.get<AddedServer[]>(this.#places.added, []);
  }

  /** The added model of an id, as the engine and the settings name it. */
  find(id: string): AddedServer | undefined {
    return this.all.find((server) => servedId(server) === id);
  }

  /** Adds a model, or puts what was found out anew in the place of what was known of it. */
  async add(server: AddedServer): Promise<void> {
    const id = servedId(server);
    const before = this.all;
    const at = before.findIndex((one) => servedId(one) === id);
    await this.#keep(at < 0 ? [...before, server] : before.with(at, server));
  }

  /** Takes a model away; with the last one of an address its key and the consent go, too. */
  async remove(id: string): Promise<void> {
    const gone = this.find(id);
    if (!gone) return;
    const { address } = gone;
    const left = this.all.filter((one) => servedId(one) !== id);
    if (!left.some((one) => one.address === address)) {
      await this.setKey(address, '');
      await this.#setAgreed(this.#agreed.filter((one) => one !== address));
    }
    await this.#keep(left);
  }

  /** @returns null where there is none */
  async key(address: string): Promise<string | null> {
    return (await this.storage.secrets.get(this.#places.secretOf(address))) ?? null;
  }

  /** @param key empty: none any more */
  async setKey(address: string, key: string): Promise<void> {
    const { secrets } = this.storage;
    const place = this.#places.secretOf(address);
    await (key === '' ? secrets.delete(place) : secrets.store(place, key));
  }

  /** Whether the user has agreed to texts going there. */
  hasAgreed(address: string): boolean {
    return this.#agreed.includes(address);
  }

  async agree(address: string): Promise<void> {
    if (!this.hasAgreed(address)) await this.#setAgreed([...this.#agreed, address]);
  }

  /** The user has chosen a served model by hand: from now on calls of this window may name it in any workspace. */
  choose(id: string): void {
    this.#chosen.add(id);
  }

  wasChosen(id: string): boolean {
    return this.#chosen.has(id);
  }

  /** @throws GlassboxError `server-failed`, `offline`, `not-trusted`, `cancelled` */
  async ask(question: ServerQuestion, signal?: AbortSignal, onEvent?: (event: unknown) => void): Promise<unknown> {
    this.#asking ??= import('./askServer.js').then(({ ServerAsking }) => new ServerAsking(this, this.settings));
    return (await this.#asking).ask(question, signal, onEvent);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #agreed(): readonly string[] {
    return this.storage.globalState.get<string[]>(this.#places.agreed, []);
  }

  async #setAgreed(addresses: readonly string[]): Promise<void> {
    await this.storage.globalState.update(this.#places.agreed, addresses);
  }

  async #keep(servers: readonly AddedServer[]): Promise<void> {
    await this.storage.globalState.update(this.#places.added, servers);
    this.#changed.fire();
  }
}
