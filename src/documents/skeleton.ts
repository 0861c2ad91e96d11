/**
 * Whether two texts have the same structure: the same blocks in the same order, and in each of them the same signs, links,
 * code and tags, whose order a language may change.
 * @param one of `ParsedDocument`: a block's own line, then those of what is in it, which begin with a tab
 */
export function isSameStructure(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false;
  const [first, second] = [canonical(one), canonical(other)];
  return first.every((line, index) => line === second[index]);
}

function canonical(lines: readonly string[]): string[] {
  const found: string[] = [];
  let inline: string[] = [];
  const finish = () => {
    found.push(...inline.sort());
    inline = [];
  };
  for (const line of lines) {
    if (line.startsWith('\t')) inline.push(line);
    else {
      finish();
      found.push(line);
    }
  }
  finish();
  return found;
}
