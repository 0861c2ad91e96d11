import type { ModelInfo } from '../../../protocol/engine/index.js';

/** A model that a source has: its id, and the folder that it is read from. */
export interface FoundModel extends Pick<ModelInfo, 'id' | 'folder' | 'source' | 'place' | 'hubId'> {
  /** it is in the list only where it can run: the place is another program's, and holds all sorts of models */
  onlyIfItRuns?: true;
}

/** A place that models come from. A new one is a file beside this one and a line in the registry. */
export interface ModelSource {
  /** All that it has, by its own order; a folder that cannot be read is left out. */
  list(): Promise<FoundModel[]>;
  /** The model of a reference that is none of the ids in the lists; null where it is not this source's. */
  resolve(reference: string): Promise<FoundModel | null>;
}
