import type { Random } from '../../../../src/decoding/sampling/random.js';
import { shuffled } from '../../../../src/training/chance.js';
import { classesOf, fitHead, type Features } from '../../../../src/training/logisticRegression.js';

/** What is probed: features of lines, the class of each, and which part of the cross-validation it is in. */
export interface Probing {
  features: Features;
  classes: readonly number[];
  /** how many classes there are */
  count: number;
  parts: readonly number[];
  penalty: number;
}

/** What a probe told of one part's lines, having learnt from others. */
export interface FoldOutcome {
  /** lines of the part, and how many of them were told rightly */
  held: number;
  right: number;
  /** lines that it learnt from, and how many of these it then tells rightly */
  learnt: number;
  learntRight: number;
}

/** The numbers of the parts, in their order. */
export const foldsOf = (parts: readonly number[]): number[] => [...new Set(parts)].sort((a, b) => a - b);

/** Fits a probe on what is not in a part and has it tell the part. @param learnt fewer lines to learn from, in their order */
export function probeFold(
  { features, classes, count, parts, penalty }: Probing,
  fold: number,
  learnt: readonly number[] = classes.flatMap((_, at) => (parts[at] === fold ? [] : [at])),
): FoldOutcome {
  const held = classes.flatMap((_, at) => (parts[at] === fold ? [at] : []));
  const own = learnt.map((at) => classes[at]!);
  const head = fitHead(features, learnt, own, { classes: count, penalty });
  const rightOf = (rows: readonly number[]) =>
    classesOf(head, features, rows).filter((told, at) => told === classes[rows[at]!]).length;
  return { held: held.length, right: rightOf(held), learnt: learnt.length, learntRight: rightOf(learnt) };
}

/** Sums of several outcomes. */
export function summed(outcomes: readonly FoldOutcome[]): FoldOutcome {
  const sum = (key: keyof FoldOutcome) => outcomes.reduce((total, one) => total + one[key], 0);
  return { held: sum('held'), right: sum('right'), learnt: sum('learnt'), learntRight: sum('learntRight') };
}

/**
 * The same lines with their labels dealt out by chance within each part: as many of each there. Over all parts a label that
 * happens to be frequent in one would be rare in the others, and a probe that learns from these be right less often than chance.
 */
export function withShuffledLabels(probing: Probing, random: Random): Probing {
  const classes = [...probing.classes];
  for (const fold of foldsOf(probing.parts)) {
    const members = classes.flatMap((_, at) => (probing.parts[at] === fold ? [at] : []));
    const order = shuffled(members.length, random);
    members.forEach((row, place) => (classes[row] = probing.classes[members[order[place]!]!]!));
  }
  return { ...probing, classes };
}

/**
 * An order of lines of which each beginning has as even a share of each class as there can be, and one of each class first.
 * @param rows lines to order
 */
export function evenOrder(rows: readonly number[], classes: readonly number[], random: Random): number[] {
  const placed = [...new Set(rows.map((row) => classes[row]!))]
    .sort((a, b) => a - b)
    .flatMap((one) => {
      const members = rows.filter((row) => classes[row] === one);
      const order = shuffled(members.length, random);
      return order.map((at, place) => ({ row: members[at]!, at: place === 0 ? 0 : place / members.length }));
    });
  return placed.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** How many lines a curve learns from: all of them, half, a quarter …, while each class can have one. Rising. */
export function curveSizes(most: number, classes: number): number[] {
  const sizes: number[] = [];
  for (let size = most; size >= Math.max(2, classes); size = Math.floor(size / 2)) sizes.unshift(size);
  return sizes;
}
