/** How well classes are told. */
export interface Judgement {
  /** examples that were judged */
  count: number;
  right: number;
  /** of each true class (row) how many were told to be each (column) */
  confusion: number[][];
}

/** Compares what was told with what is true. @param classes how many there are */
export function judge(truth: readonly number[], told: readonly number[], classes: number): Judgement {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  truth.forEach((one, at) => (confusion[one]![told[at]!]! += 1));
  return { count: truth.length, right: truth.filter((one, at) => one === told[at]).length, confusion };
}
