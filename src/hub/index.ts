import { ConnectionLog } from './connectionLog.js';
import { Connections, type ConnectionOptions } from './connections.js';
import { HubListing } from './listing.js';
import { connectionsFile } from './places.js';
import { ModelStore, type StoreOptions } from './store.js';
import type { Hub, Store } from './types.js';

export type * from './types.js';
export type { ConnectionOptions, Timeouts } from './connections.js';
export type { StoreOptions } from './store.js';
export type { ConnectionEntry } from './connectionLog.js';
export { chosenHub, hubAddress, PUBLIC_HUB } from './address.js';
export { ConnectionLog };
export { folderName, isFolderName, isHubId, isModelName, parseHubId } from './names.js';
export { connectionsFile };
export { defaultStore, isOfflineByEnvironment } from './places.js';
export { toolsToken } from './tokens.js';
export { variantsOf } from './variants.js';

/** A hub, or a mirror of one. */
export const createHub = (options: ConnectionOptions): Hub => new HubListing(new Connections(options));

/** The models that lie in a folder, which need not be there yet. */
export const createStore = (folder: string, options: StoreOptions): Store => new ModelStore(folder, options);

/** The same for what is made or copied on this machine: it connects to nothing. */
export const createLocalStore = (folder: string): Store =>
  new ModelStore(folder, {
    isOffline: () => true,
    token: () => Promise.resolve(null),
    log: new ConnectionLog(connectionsFile()),
  });
