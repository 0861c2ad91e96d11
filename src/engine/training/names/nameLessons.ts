import type { NameEvaluation, NameSpan, WrongNames } from '../../../protocol/engine/index.js';
import { argmax, logSumExp } from '../../../maths/softmax.js';
import { batches } from '../../../training/chance.js';
import { IGNORED } from '../../../training/graph.js';
import { longestOf } from '../../../training/longest.js';
import type { Lessons, RunControl, Trainable } from '../fineTune.js';
import { namesOf, type TaggedLines } from './taggedLines.js';

/** Lines that are told at once. */
const JUDGED = 16;

/** What is told of lines. */
interface ToldTags {
  /** of each line, in the order that was asked for: the class of each token of its row */
  classes: number[][];
  /** mean of −log of the true class's probability over the tokens of the texts */
  loss: number;
  /** lines all of whose tokens are told right */
  right: number;
}

/** Tags as what is learnt. */
export const nameLessons = (lines: TaggedLines): Lessons => ({
  rows: lines.rows,
  labelsOf: (places) => {
    const length = longestOf(places.map((at) => lines.rows[at]!));
    return places.flatMap((at) => {
      const own = lines.classes[at]!;
      return [...own, ...new Array<number>(length - own.length).fill(IGNORED)];
    });
  },
  judge: (trainer, places, control) => toldTags(trainer, lines, places, control),
});

/** Lets the trainer's weights tell the tags of some lines. */
export async function toldTags(
  trainer: Trainable,
  { rows, classes, tags }: TaggedLines,
  places: readonly number[],
  control: Pick<RunControl, 'pause'>,
): Promise<ToldTags> {
  const told: ToldTags = { classes: [], loss: 0, right: 0 };
  const width = tags.length;
  // Lines of like length together: less of a batch is padding.
  const byLength = places
    .map((_, at) => at)
    .sort((one, other) => rows[places[one]!]!.length - rows[places[other]!]!.length);
  const most = Math.max(1, longestOf(places.map((place) => rows[place]!)));
  let count = 0;
  for (const batch of batches(byLength, Math.min(JUDGED, trainer.rowsAtOnce(most)))) {
    await control.pause();
    const own = batch.map((at) => rows[places[at]!]!);
    const [all, length] = [await trainer.logits({ rows: own }), longestOf(own)];
    for (const [row, at] of batch.entries()) {
      const truth = classes[places[at]!]!;
      const found = truth.map((_, token) => {
        const start = (row * length + token) * width;
        return all.subarray(start, start + width);
      });
      told.classes[at] = found.map((logits) => argmax(logits));
      const ofText = truth.flatMap((one, token) => (one === IGNORED ? [] : [token]));
      count += ofText.length;
      for (const token of ofText) told.loss += logSumExp(found[token]!) - found[token]![truth[token]!]!;
      if (ofText.every((token) => told.classes[at]![token] === truth[token])) told.right += 1;
    }
  }
  return { ...told, loss: count === 0 ? 0 : told.loss / count };
}

const isSame = (one: NameSpan, other: NameSpan) =>
  one.start === other.start && one.end === other.end && one.label === other.label;

/** Names of lines as they are marked, and as tags that were told have them. */
export interface ComparedNames {
  index: number;
  marked: NameSpan[];
  found: NameSpan[];
}

/** @param told of the lines in `places` */
export const comparedNames = (lines: TaggedLines, places: readonly number[], { classes }: ToldTags): ComparedNames[] =>
  places.map((index, at) => ({
    index,
    marked: namesOf(lines, index, lines.classes[index]!),
    found: namesOf(lines, index, classes[at]!),
  }));

export function evaluateNames({ labels }: TaggedLines, compared: readonly ComparedNames[]): NameEvaluation {
  const counts = (isOf: (span: NameSpan) => boolean) => {
    const marked = compared.flatMap((line) => line.marked.filter(isOf)).length;
    const found = compared.flatMap((line) => line.found.filter(isOf)).length;
    const right = compared.flatMap((line) =>
      line.found.filter((span) => isOf(span) && line.marked.some((one) => isSame(one, span))),
    ).length;
    return { marked, found, right };
  };
  return {
    lines: compared.length,
    ...counts(() => true),
    labels: labels.map((label) => ({ label, ...counts((span) => span.label === label) })),
  };
}

export const wrongNames = (compared: readonly ComparedNames[]): WrongNames[] =>
  compared
    .map(({ index, marked, found }) => ({
      index,
      missed: marked.filter((span) => !found.some((one) => isSame(one, span))),
      wrong: found.filter((span) => !marked.some((one) => isSame(one, span))),
    }))
    .filter(({ missed, wrong }) => missed.length + wrong.length > 0);
