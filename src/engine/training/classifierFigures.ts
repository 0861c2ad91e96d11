import type { Evaluation, WrongLine } from '../../protocol/engine/index.js';
import { Random } from '../../decoding/sampling/random.js';
import { shuffled, STREAMS } from '../../training/chance.js';
import { judge } from '../../training/judgement.js';
import { classesOf, fitHead, type Features } from '../../training/logisticRegression.js';
import type { Run, Share } from './classifierRun.js';
import type { LabelledLines } from './labelledLines.js';

/** Heads of the same lines with their labels shuffled, each judged by the lines that it did not learn from. */
export function shuffledControl({ lines, settings }: Run, features: Features, shares: readonly Share[]) {
  const random = new Random(settings.seed, STREAMS.control);
  const { classes: truth, labels } = lines;
  const found = Array.from({ length: settings.shuffles }, () => {
    const order = shuffled(truth.length, random);
    const classes = order.map((at) => truth[at]!);
    let [right, count] = [0, 0];
    for (const { learnt, held } of shares) {
      const head = fitHead(
        features,
        learnt,
        learnt.map((at) => classes[at]!),
        {
          ...{ classes: labels.length, penalty: settings.penalty },
        },
      );
      const told = classesOf(head, features, held);
      right += held.filter((at, place) => told[place] === classes[at]).length;
      count += held.length;
    }
    return right / count;
  });
  return {
    shuffles: found.length,
    mean: found.reduce((sum, one) => sum + one, 0) / found.length,
    most: Math.max(...found),
  };
}

/** Null where nothing was told. */
export function evaluation({ classes, labels }: LabelledLines, told: ReadonlyMap<number, number>): Evaluation | null {
  if (told.size === 0) return null;
  const places = [...told.keys()];
  return judge(
    places.map((at) => classes[at]!),
    places.map((at) => told.get(at)!),
    labels.length,
  );
}

export function wrongLines(
  { classes, labels }: LabelledLines,
  told: ReadonlyMap<number, number>,
  sure: ReadonlyMap<number, number>,
): WrongLine[] {
  return [...told]
    .filter(([index, one]) => classes[index] !== one)
    .map(([index, one]) => ({
      index,
      label: labels[classes[index]!]!,
      told: labels[one]!,
      probability: sure.get(index) ?? 0,
    }))
    .sort((one, other) => other.probability - one.probability);
}
