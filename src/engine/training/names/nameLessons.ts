import type { Calibration, FoundName, NameEvaluation, NameSpan, WrongNames } from '../../../protocol/engine/index.js';
import { argmax, logSumExp } from '../../../maths/softmax.js';
import { batches } from '../../../training/chance.js';
import { IGNORED } from '../../../training/graph.js';
import { calibrate } from '../../../training/judgement.js';
import { longestOf } from '../../../training/longest.js';
import type { Lessons, RunControl, Trainable } from '../fineTune.js';
import { foundNames, namesOf, type TaggedLines } from './taggedLines.js';

/** Lines that are told at once. */
const JUDGED = 16;

/** What is told of lines. */
interface ToldTags {
  /** of each line, in the order that was asked for: the class of each token of its row */
  classes: number[][];
  /** how probable each of these is */
  sure: number[][];
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
  const told: ToldTags = { classes: [], sure: [], loss: 0, right: 0 };
  const width = tags.length;
  // Lines of like length together: less of a batch is padding.
  const byLength = places
    .map((_, at) => at)
    .sort((one, other) => rows[places[one]!]!.length - rows[places[other]!]!.length);
  const most = Math.max(1, longestOf(places.map((place) => rows[place]!)));
  let count = 0;
  for (const batch of batches(byLength, Math.min(JUDGED, trainer.rowsAtOnce(most)))) {
    await control.pause();
    const read = batch.map((at) => rows[places[at]!]!);
    const [all, length] = [await trainer.logits({ rows: read }), longestOf(read)];
    for (const [row, at] of batch.entries()) {
      const truth = classes[places[at]!]!;
      const found = truth.map((_, token) => {
        const start = (row * length + token) * width;
        return all.subarray(start, start + width);
      });
      const own = found.map((logits) => argmax(logits));
      const masses = found.map((logits) => logSumExp(logits));
      told.classes[at] = own;
      told.sure[at] = own.map((one, token) => Math.exp(found[token]![one]! - masses[token]!));
      const ofText = truth.flatMap((one, token) => (one === IGNORED ? [] : [token]));
      count += ofText.length;
      for (const token of ofText) told.loss += masses[token]! - found[token]![truth[token]!]!;
      if (ofText.every((token) => own[token] === truth[token])) told.right += 1;
    }
  }
  return { ...told, loss: count === 0 ? 0 : told.loss / count };
}

const isSame = (one: NameSpan, other: NameSpan) =>
  one.start === other.start && one.end === other.end && one.label === other.label;

/** The names that the trainer's weights find in some lines. */
export async function toldNames(
  trainer: Trainable,
  lines: TaggedLines,
  places: readonly number[],
  control: Pick<RunControl, 'pause'>,
): Promise<FoundName[][]> {
  const { classes, sure } = await toldTags(trainer, lines, places, control);
  return places.map((index, at) => foundNames(lines, index, { classes: classes[at]!, sure: sure[at]! }));
}

/** Names of a line as they are marked, and as they were found. */
export interface ComparedNames<Found extends NameSpan = NameSpan> {
  index: number;
  marked: NameSpan[];
  found: Found[];
}

/** In the order of the lines. @param told names that were found in each line that was judged, by its place */
export const comparedNames = (lines: TaggedLines, told: ReadonlyMap<number, FoundName[]>): ComparedNames<FoundName>[] =>
  [...told]
    .map(([index, found]) => ({ index, marked: namesOf(lines, index, lines.classes[index]!), found }))
    .sort((one, other) => one.index - other.index);

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

/** Whether names that were found are right as often as they are told to be; null where none was found. */
export function nameCalibration(compared: readonly ComparedNames<FoundName>[]): Calibration | null {
  const told = compared.flatMap(({ marked, found }) =>
    found.map((span) => ({ probability: span.probability, isRight: marked.some((one) => isSame(one, span)) })),
  );
  return told.length === 0 ? null : calibrate(told);
}

export const wrongNames = (compared: readonly ComparedNames<FoundName>[]): WrongNames[] =>
  compared
    .map(({ index, marked, found }) => ({
      index,
      missed: marked.filter((span) => !found.some((one) => isSame(one, span))),
      wrong: found.filter((span) => !marked.some((one) => isSame(one, span))),
    }))
    .filter(({ missed, wrong }) => missed.length + wrong.length > 0);
