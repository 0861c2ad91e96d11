/** A run of the check: its tokens, or its text where a server wrote it by its own sampler. */
export interface CheckedRun {
  ids: readonly number[];
  texts: readonly string[];
  decodedByServer?: true;
}

/** A run in the pieces that it is compared by. */
export interface PiecedRun {
  keys: readonly (number | string)[];
  texts: readonly string[];
}

/** The tokens of runs; where one has none, their words, with the spaces before them. */
export function piecesOf(runs: readonly CheckedRun[]): { runs: PiecedRun[]; by: 'tokens' | 'words' } {
  if (!runs.some(({ decodedByServer }) => decodedByServer)) {
    return { by: 'tokens', runs: runs.map(({ ids, texts }) => ({ keys: ids, texts })) };
  }
  const words = runs.map(({ texts }) => texts.join('').match(/\s*\S+|\s+$/g) ?? []);
  return { by: 'words', runs: words.map((texts) => ({ keys: texts, texts })) };
}

/**
 * Where runs part: the first index at which their pieces are not all the same. A run that ended before another parts
 * from it there.
 * @returns null when all are equal
 */
export function firstDivergence(runs: readonly Pick<PiecedRun, 'keys'>[]): number | null {
  const [first, ...others] = runs;
  if (!first) return null;
  const longest = Math.max(...runs.map(({ keys }) => keys.length));
  for (let index = 0; index < longest; index++) {
    if (others.some(({ keys }) => keys[index] !== first.keys[index])) return index;
  }
  return null;
}
