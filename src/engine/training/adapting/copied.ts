import type { CopiedShare } from '../../../protocol/engine/index.js';
import { ngrams } from '../../../decoding/metrics/ngrams.js';

/** The stretches of so many tokens that a text has. */
export const stretchesOf = (ids: readonly number[], size: number): ReadonlySet<string> => new Set(ngrams(ids, size));

/** How many stretches of some texts stand in another. */
export function copiedShare(
  texts: readonly (readonly number[])[],
  known: ReadonlySet<string>,
  size: number,
): CopiedShare {
  const all = texts.flatMap((ids) => ngrams(ids, size));
  return { stretches: all.length, copied: all.filter((one) => known.has(one)).length };
}

/** The longest run of tokens of some texts that stands in another, by stretches of some size; empty where none does. */
export function longestCopied(
  texts: readonly (readonly number[])[],
  known: ReadonlySet<string>,
  size: number,
): readonly number[] {
  let longest: readonly number[] = [];
  for (const ids of texts) {
    let start = -1;
    ngrams(ids, size).forEach((one, at) => {
      if (!known.has(one)) return void (start = -1);
      if (start < 0) start = at;
      if (at + size - start > longest.length) longest = ids.slice(start, at + size);
    });
  }
  return longest;
}
