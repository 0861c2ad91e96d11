import type { MapKind } from '../../protocol/index.js';
import type { Batch } from './passes.js';
import type { Subject } from './subject.js';

/** The tokens on the two sides of a map. */
export interface Sides {
  queries: number;
  keys: number;
}

/** Which tokens read which in the maps of a kind: a decoder-only model's own are its source. */
export function mapSides({ source, target }: Subject, kind: MapKind): Sides {
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
export const batchOf = ({ source, types, target }: Subject): Batch => ({
  source: [idsOf(source)],
  types,
  ...(target && { target: idsOf(target) }),
});
