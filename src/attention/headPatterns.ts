import type { HeadPattern } from '../protocol/engine/attentionValues.js';

/** What a pattern is recognised by, beside the weights. */
export interface PatternContext {
  queries: number;
  keys: number;
  /** queries and keys are the same positions; then a head can read the one before, behind or itself */
  isSelf: boolean;
  /** each position sees itself and those before only */
  isCausal: boolean;
  /** token ids, to tell the same token elsewhere */
  queryIds: readonly number[];
  keyIds: readonly number[];
  /** keys that separate or end texts */
  separators: readonly number[];
}

/** Shares of a row's weight, each the mean over the rows. */
export type PatternShares = Record<Exclude<HeadPattern, 'mixed'>, number>;

/** A pattern is named from this mean share on. */
const MIN_NAMED_SHARE = 0.4;
/** How much of its weight a head must spread evenly to be called broad. */
const MIN_BROAD_SHARE = 0.6;

/**
 * Computes how much of a head's weight each pattern explains. `broad` is the part that lies under an even spread over the
 * positions that are seen, Σ min(w, 1 / seen); `same` is weight on the same token, itself included. The first row of a
 * causal map sees only itself and is left out.
 * @param weights flat [queries, keys], each row a distribution
 */
export function computePatternShares(weights: Float32Array, sides: PatternContext): PatternShares {
  const { queries, keys, isSelf: own, isCausal: causal, separators } = sides;
  const shares: PatternShares = { previous: 0, next: 0, first: 0, separator: 0, same: 0, broad: 0 };
  const first = causal && queries > 1 ? 1 : 0;
  const alike = keysById(sides.keyIds);
  for (let query = first; query < queries; query++) {
    const row = query * keys;
    const at = (key: number) => (key >= 0 && key < keys ? weights[row + key]! : 0);
    if (own) {
      shares.previous += at(query - 1);
      shares.next += at(query + 1);
    }
    shares.first += at(0);
    for (const key of separators) shares.separator += at(key);
    for (const key of alike.get(sides.queryIds[query] ?? -1) ?? []) shares.same += at(key);
    const seen = causal ? query + 1 : keys;
    const even = 1 / seen;
    for (let key = 0; key < seen; key++) {
      const weight = weights[row + key]!;
      shares.broad += weight < even ? weight : even;
    }
  }
  const rows = Math.max(queries - first, 1);
  for (const pattern of Object.keys(shares) as (keyof PatternShares)[]) shares[pattern] /= rows;
  return shares;
}

function keysById(ids: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  ids.forEach((id, key) => {
    const keys = found.get(id);
    if (keys) keys.push(key);
    else found.set(id, [key]);
  });
  return found;
}

/**
 * Classifies what a head mostly does: the pattern of the largest share, when that is two fifths at least; `broad` when none is but
 * three fifths of the weight are spread evenly; else `mixed` with the largest share there is.
 */
export function classifyHead(shares: PatternShares): { pattern: HeadPattern; share: number } {
  const { broad, ...pointed } = shares;
  const [pattern, share] = Object.entries(pointed).reduce((best, one) => (one[1] > best[1] ? one : best)) as [
    HeadPattern,
    number,
  ];
  if (share >= MIN_NAMED_SHARE) return { pattern, share };
  return broad >= MIN_BROAD_SHARE ? { pattern: 'broad', share: broad } : { pattern: 'mixed', share };
}
