import type { MapKind } from '../../protocol/engine/index.js';
import type { InputBatch } from './attentionModel.js';
import type { ModelInputs } from './modelInputs.js';

/** The tokens on the two sides of a map. */
export interface MapDimensions {
  queries: number;
  keys: number;
}

/** Which tokens read which in the maps of a kind: a decoder-only model's own are its source. */
export function mapDimensions({ source, target }: ModelInputs, kind: MapKind): MapDimensions {
  switch (kind) {
    case 'encoder':
      return { queries: source.length, keys: source.length };
    case 'decoder':
      return { queries: (target ?? source).length, keys: (target ?? source).length };
    case 'cross':
      return { queries: target?.length ?? 0, keys: source.length };
  }
}

const idsOf = (tokens: readonly { id: number }[]) => tokens.map(({ id }) => id);

/** The subject as one row. */
export const toBatch = ({ source, tokenTypeIds: types, target }: ModelInputs): InputBatch => ({
  source: [idsOf(source)],
  tokenTypeIds: types,
  ...(target && { target: idsOf(target) }),
});
