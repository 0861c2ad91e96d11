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

/** Examples told with probabilities of one stretch. */
export interface Bin {
  from: number;
  to: number;
  count: number;
  /** means: of the probabilities, and of whether they were right */
  probability: number;
  right: number;
}

const BINS = 10;

/**
 * Expected calibration error in ten bins of one width (Guo et al. 2017): Σ count / all · |mean probability − share right|.
 * @param told of each example: the probability of what was told, and whether it was right; one at least
 */
export function calibrate(told: readonly { probability: number; isRight: boolean }[]): { error: number; bins: Bin[] } {
  const bins = Array.from({ length: BINS }, (_, at): Bin => {
    const own = told.filter(({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === at);
    const mean = (sum: number) => (own.length === 0 ? 0 : sum / own.length);
    return {
      from: at / BINS,
      to: (at + 1) / BINS,
      count: own.length,
      probability: mean(own.reduce((sum, { probability }) => sum + probability, 0)),
      right: mean(own.filter(({ isRight }) => isRight).length),
    };
  });
  const error = bins.reduce((sum, bin) => sum + (bin.count / told.length) * Math.abs(bin.probability - bin.right), 0);
  return { error, bins };
}
