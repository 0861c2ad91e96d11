import { Random } from '../../../decoding/sampling/random.js';
import { batches, shuffled, STREAMS } from '../../../training/chance.js';
import { longestOf } from '../../../training/longest.js';
import { fitHead, type Features, type LinearHead } from '../../../training/logisticRegression.js';
import type { Share } from '../classifierRun.js';
import type { RunControl } from '../fineTune.js';
import type { Trainer } from '../trainer.js';
import type { TaggedLines } from './taggedLines.js';

/** Lines that the model reads at once. */
const READ = 16;
/** Tokens that heads are fitted on, and judged by: each has as many numbers as the model is wide, in 64 bit. */
const MOST_TOKENS = 20_000;

/** What the last matrix of the head reads of the tokens of lines. */
export interface NameFeatures {
  features: Features;
  /** of each line that was read the row of its first token, in the order of the rows */
  firstRows: ReadonlyMap<number, number>;
}

/** Lines by chance, one at least, of 20,000 tokens together at most; all where they have no more, the shortest first. */
function someLines({ rows, tokens }: TaggedLines, places: readonly number[], random: Random): number[] {
  const chosen: number[] = [];
  let count = 0;
  for (const at of shuffled(places.length, random)) {
    const line = places[at]!;
    if (count > 0 && count + tokens[line]!.length > MOST_TOKENS) break;
    chosen.push(line);
    count += tokens[line]!.length;
  }
  return chosen.sort((one, other) => rows[one]!.length - rows[other]!.length || one - other);
}

/** Lets the model read the tokens of lines. */
export async function readNameFeatures(
  reader: Trainer,
  { rows, tokens }: TaggedLines,
  chosen: readonly number[],
  control: RunControl,
): Promise<NameFeatures> {
  const count = chosen.reduce((sum, line) => sum + tokens[line]!.length, 0);
  const firstRows = new Map<number, number>();
  let values = new Float32Array(0);
  let [width, done, next] = [0, 0, 0];
  const longest = longestOf(chosen.map((line) => rows[line]!));
  for (const batch of batches(chosen, Math.min(READ, reader.rowsAtOnce(longest)))) {
    await control.pause();
    const own = batch.map((line) => rows[line]!);
    const [found, length] = [await reader.features({ rows: own }), longestOf(own)];
    width = found.length / (own.length * length);
    if (values.length === 0) values = new Float32Array(count * width);
    for (const [row, line] of batch.entries()) {
      firstRows.set(line, next);
      for (const { at } of tokens[line]!) {
        const start = (row * length + at) * width;
        values.set(found.subarray(start, start + width), next++ * width);
      }
    }
    done += batch.length;
    control.report({ stage: 'reading', done, count: chosen.length });
  }
  return { features: { values, rows: count, width }, firstRows };
}

/** The rows of a line's tokens. */
export const rowsOf = ({ firstRows }: NameFeatures, { tokens }: TaggedLines, line: number): number[] =>
  tokens[line]!.map((_, at) => firstRows.get(line)! + at);

/**
 * A head on the model's states as they are, by logistic regression on the tokens of lines.
 * @param learnt those of the lines that are learnt from, which were read
 * @param classes of the tokens of each line's row
 */
export function fitNameHead(
  read: NameFeatures,
  lines: TaggedLines,
  learnt: readonly number[],
  penalty: number,
  classes: readonly (readonly number[])[] = lines.classes,
): LinearHead {
  return fitHead(
    read.features,
    learnt.flatMap((line) => rowsOf(read, lines, line)),
    learnt.flatMap((line) => lines.tokens[line]!.map(({ at }) => classes[line]![at]!)),
    { classes: lines.tags.length, penalty },
  );
}

/** The lines that heads learn from and are judged by, each once: of the lines held out as many as of the others; of folds some of all. */
export function linesToRead(
  lines: TaggedLines,
  { learnt, held }: Pick<Share, 'learnt' | 'held'>,
  seed: number,
): number[] {
  const fitted = someLines(lines, learnt, new Random(seed, STREAMS.split));
  return [...fitted, ...someLines(lines, held, new Random(seed, STREAMS.judged))];
}

/** Those of a part's lines that were read. */
export const readOf = ({ firstRows }: NameFeatures, { learnt, held }: Share): Pick<Share, 'learnt' | 'held'> => ({
  learnt: learnt.filter((line) => firstRows.has(line)),
  held: held.filter((line) => firstRows.has(line)),
});
