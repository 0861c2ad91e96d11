/**
 * Groups rows that are the same to a model, so that none of them is judged by what it was learnt from.
 * @param rows token ids
 * @returns for each row the number of its group; groups are numbered from 0 by their first row
 */
export function sameRows(rows: readonly (readonly number[])[]): number[] {
  const groups = new Map<string, number>();
  return rows.map((row) => {
    const key = row.join(',');
    const group = groups.get(key) ?? groups.size;
    groups.set(key, group);
    return group;
  });
}

/**
 * Divides examples by a rule for groups of them: all of a group come to the same.
 * @param classes of the examples; a group's is that of its first
 * @param groups of each example, from 0
 * @param divide what is told of each group, by their classes
 * @returns what is told of each example
 */
export function byGroups<T>(
  classes: readonly number[],
  groups: readonly number[],
  divide: (classes: readonly number[]) => readonly T[],
): T[] {
  const own: number[] = [];
  groups.forEach((group, at) => (own[group] ??= classes[at]!));
  const told = divide(own);
  return groups.map((group) => told[group]!);
}
