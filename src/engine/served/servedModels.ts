import type { AddedServer, ModelInfo, ServerAbilities, ServerAccess } from '../../protocol/engine/index.js';
import { parseServedId, servedId } from '../../servers/index.js';
import { servedInfo, ServedModel } from './servedModel.js';

/** The way to servers, and where no server was added, how one that is named is asked what it can do. */
export interface OpenServerAccess extends ServerAccess {
  probe?(address: string, model: string): Promise<ServerAbilities>;
}

/** Models that servers have. Their tokens' texts stay known as long as the engine runs. */
export class ServedModels {
  readonly #models = new Map<string, Promise<ServedModel>>();

  constructor(
    private readonly added: readonly AddedServer[],
    private readonly access: OpenServerAccess | null,
  ) {}

  list(): ModelInfo[] {
    return this.added.map(servedInfo);
  }

  /** Whether a reference names one. */
  has(reference: string): boolean {
    if (this.access === null) return false;
    const isAdded = this.added.some((one) => servedId(one) === reference);
    return isAdded || (this.access.probe !== undefined && parseServedId(reference) !== null);
  }

  /** The model of a reference; null where it names none. @throws GlassboxError `server-failed` of a probe */
  async find(reference: string): Promise<ServedModel | null> {
    if (this.access === null || !this.has(reference)) return null;
    const found = this.#models.get(reference) ?? this.#open(reference, this.access);
    this.#models.set(reference, found);
    // What failed once may be there the next time.
    found.catch(() => this.#models.delete(reference));
    return found;
  }

  async #open(reference: string, access: OpenServerAccess): Promise<ServedModel> {
    const added = this.added.find((one) => servedId(one) === reference);
    if (added) return new ServedModel(added, access);
    const { address, model } = parseServedId(reference)!;
    return new ServedModel({ address, abilities: await access.probe!(address, model) }, access);
  }
}
