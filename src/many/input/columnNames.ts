/** Names of a table's columns, each its own: one that is empty has its number, one that repeats a number behind it. */
export function columnsOf(cells: readonly string[]): string[] {
  const names: string[] = [];
  cells.forEach((cell, at) => names.push(freeName(cell.trim() || `column_${at + 1}`, names)));
  return names;
}

/** A name that is not taken: the one that is wanted, or with a number behind it. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const others = new Set(taken);
  let name = wanted;
  for (let count = 2; others.has(name); count += 1) name = `${wanted}_${count}`;
  return name;
}
