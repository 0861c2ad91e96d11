/** Letters that have to change for one name to be the other (Levenshtein 1966). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let column = 1; column <= other.length; column++) {
      const changed = row[column - 1]! + (one[at - 1] === other[column - 1] ? 0 : 1);
      next.push(Math.min(changed, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}

/** A longer name is compared by its beginning. */
const LONGEST = 80;

/** Without the owner and in one case: what a hub calls `google-bert/bert-base` is meant by `BERT-base`. */
const bare = (name: string) => name.toLowerCase().slice(-LONGEST).split(/[\\/]/).at(-1) ?? '';

/** Names in the order of how near they are to one that is none of them: the fewest letters to change, by their lengths. */
export function nearestNames(name: string, known: readonly string[]): string[] {
  const wanted = bare(name);
  const far = (one: string) => distance(wanted, bare(one)) / Math.max(1, wanted.length, bare(one).length);
  return known
    .map((one) => ({ one, far: far(one) }))
    .sort((one, other) => one.far - other.far)
    .map(({ one }) => one);
}
