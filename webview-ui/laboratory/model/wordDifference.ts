/**
 * Which words of a changed text do not stand in the original: what is not in their longest common subsequence
 * (Wagner and Fischer 1974), in whatever case.
 * @returns for each word of the changed one
 */
export function changedWords(original: readonly string[], changed: readonly string[]): boolean[] {
  const [from, to] = [original, changed].map((words) => words.map((word) => word.toLowerCase())) as [
    string[],
    string[],
  ];
  // common[i][j]: how many words the rests behind i and j have in common
  const common = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i]![j] = from[i] === to[j] ? 1 + common[i + 1]![j + 1]! : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const isChanged = changed.map(() => true);
  for (let i = 0, j = 0; i < from.length && j < to.length;) {
    if (from[i] === to[j]) {
      isChanged[j] = false;
      i++;
      j++;
    } else if (common[i + 1]![j]! >= common[i]![j + 1]!) i++;
    else j++;
  }
  return isChanged;
}
