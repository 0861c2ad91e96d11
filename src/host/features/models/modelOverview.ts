import * as vscode from 'vscode';
import type { HubModel } from '../../../hub/index.js';
import { usedCaches } from '../../core/modelFolders.js';
import type { Services } from '../../core/services.js';
import { modelsIn, ofStore, withFacts, type EngineFacts, type FoundModel } from './foundModels.js';
import type { HubAccess } from './hubAccess.js';
import { servedModels, type ServedModel } from './servedModels.js';

/** What a hub said of a model when it was last asked. */
export interface KnownListing {
  id: string;
  commit: string;
  endpoint: string;
  licence: string | null;
  variants: { name: string; precision: string; bytes: number }[];
}

/** What is kept from window to window, so that the view has something to show before anything was read. */
interface Memory {
  found: FoundModel[];
  facts: EngineFacts[];
  /** folders of a cache's models that the engine leaves out: they are made for something else */
  unfit: string[];
  listings: KnownListing[];
}

const MEMORY_KEY = 'models.known';
const NOTHING: Memory = { found: [], facts: [], unfit: [], listings: [] };
/** Listings that are kept: the catalogue's, and some more. */
const MOST_LISTINGS = 60;

/** The models of this machine, and what is known of others. Looking starts no engine and makes no connection. */
export class ModelOverview {
  readonly #changed = new vscode.EventEmitter<void>();
  #memory: Memory;
  #reading: Promise<void> | null = null;
  #isStale = false;

  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly services: Pick<Services, 'engine' | 'settings' | 'servers'>,
    private readonly access: Pick<HubAccess, 'store'>,
    private readonly embeddedFolder: string,
    private readonly storage: vscode.Memento,
  ) {
    this.#memory = { ...NOTHING, ...storage.get<Partial<Memory>>(MEMORY_KEY, {}) };
  }

  /** As they were when they were last read; those that came along first, then by place and name. */
  get found(): readonly FoundModel[] {
    const { found, facts, unfit } = this.#memory;
    return withFacts(
      found.filter(({ folder }) => !unfit.includes(folder)),
      facts,
    );
  }

  /** Those of servers, in the order in which they were added. */
  get served(): readonly ServedModel[] {
    return servedModels(this.services.servers.all, this.#memory.facts);
  }

  /** Whether they were read in this window or one before. */
  get isKnown(): boolean {
    return this.#memory.found.length > 0;
  }

  listing(id: string): KnownListing | undefined {
    return this.#memory.listings.find((one) => one.id === id);
  }

  /** A model of the store, a folder or a cache, by what the engine calls it or by its folder. */
  find(reference: string): FoundModel | undefined {
    return this.found.find(({ name, folder }) => name === reference || folder === reference);
  }

  /** Reads the folders again, and asks the engine where it runs. Several calls at once are one more reading. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#isStale = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** What the engine says of the models that there are; it is started for that. @throws what the engine throws */
  async ask(signal?: AbortSignal): Promise<readonly FoundModel[]> {
    const [facts] = await Promise.all([this.#factsOfEngine(signal), this.refresh()]);
    await this.#keepFacts(facts);
    return this.found;
  }

  async rememberListing({ id, commit, endpoint, card, variants }: HubModel): Promise<void> {
    const listing: KnownListing = {
      id,
      commit,
      endpoint,
      licence: card.licence,
      variants: variants.map(({ name, precision, bytes }) => ({ name, precision, bytes })),
    };
    const others = this.#memory.listings.filter((one) => one.id !== id).slice(1 - MOST_LISTINGS);
    await this.#keep({ listings: [...others, listing] });
  }

  async #read(): Promise<void> {
    do {
      this.#isStale = false;
      const { settings, engine } = this.services;
      const store = this.access.store();
      const [embedded, installed, folders, caches] = await Promise.all([
        modelsIn(this.embeddedFolder, 'embedded'),
        store.list().then((models) => models.map(ofStore)),
        Promise.all(settings.get('models.folders').map((folder) => modelsIn(folder, 'folder'))),
        Promise.all(usedCaches(settings).map((folder) => modelsIn(folder, 'cache'))),
      ]);
      const all = [...embedded, ...installed, ...folders.flat(), ...caches.flat()];
      // Of two with one name the engine means the first, and a folder that is named twice is one.
      const found = all.filter(
        (model, at) => all.findIndex(({ name, folder }) => name === model.name || folder === model.folder) === at,
      );
      await this.#keep({ found });
      if (engine.state) {
        const facts = await this.#factsOfEngine().catch(() => null);
        if (facts) await this.#keepFacts(facts);
      }
    } while (this.#isStale);
  }

  async #factsOfEngine(signal?: AbortSignal): Promise<EngineFacts[]> {
    const models = await this.services.engine.call('models', {}, { priority: 'visible' }, signal);
    return models.map(({ id, folder, type, tasks, maxLength, bytes, knownLanguages, licence, memory }) => ({
      ...{ id, folder, type, tasks, maxLength, bytes },
      ...(knownLanguages && { knownLanguages }),
      ...(licence !== undefined && { licence }),
      ...(memory !== undefined && { memory }),
    }));
  }

  async #keepFacts(facts: EngineFacts[]): Promise<void> {
    const known = new Set(facts.map(({ folder }) => folder));
    const unfit = this.#memory.found.filter(({ place, folder }) => place === 'cache' && !known.has(folder));
    await this.#keep({ facts, unfit: unfit.map(({ folder }) => folder) });
  }

  async #keep(news: Partial<Memory>): Promise<void> {
    const before = JSON.stringify(this.#memory);
    this.#memory = { ...this.#memory, ...news };
    if (JSON.stringify(this.#memory) === before) return;
    this.#changed.fire();
    await this.storage.update(MEMORY_KEY, this.#memory);
  }
}
