import type * as vscode from 'vscode';
import {
  chosenHub,
  ConnectionLog,
  connectionsFile,
  createHub,
  createStore,
  hubAddress,
  isOfflineByEnvironment,
  toolsToken,
  type Hub,
  type Store,
  type StoreOptions,
} from '../../../hub/index.js';
import { storeFolder } from '../../core/modelFolders.js';
import type { Settings } from '../../core/settings.js';

/** Tokens lie in the system's keychain, each by the hub that it is for. */
const secretOf = (origin: string) => `hubToken:${origin}`;

/** The ways to hubs and to the store, by the settings as they are when they are asked for. */
export class HubAccess {
  readonly log = new ConnectionLog(connectionsFile());
  #store: { folder: string; store: Store } | null = null;

  constructor(
    private readonly settings: Pick<Settings, 'get'>,
    private readonly secrets: vscode.SecretStorage,
  ) {}

  get isOffline(): boolean {
    return this.settings.get('offline') || isOfflineByEnvironment();
  }

  /** The address of the hub that is meant where none is named. @throws GlassboxError `bad-request` where it is none */
  get endpoint(): string {
    return chosenHub(this.settings.get('models.hub'));
  }

  /** @param address of another hub than that of the settings. @throws GlassboxError `bad-request` */
  hub(address?: string): Hub {
    return createHub({ ...this.#options(), endpoint: address === undefined ? this.endpoint : hubAddress(address) });
  }

  store(): Store {
    const folder = storeFolder(this.settings);
    if (this.#store?.folder !== folder) this.#store = { folder, store: createStore(folder, this.#options()) };
    return this.#store.store;
  }

  /** @param token empty: none any more */
  async setToken(address: string, token: string): Promise<void> {
    const secret = secretOf(new URL(address).origin);
    await (token === '' ? this.secrets.delete(secret) : this.secrets.store(secret, token));
  }

  #options(): StoreOptions {
    return {
      isOffline: () => this.isOffline,
      token: async (origin) => (await this.secrets.get(secretOf(origin))) ?? toolsToken(origin),
      log: this.log,
    };
  }
}
