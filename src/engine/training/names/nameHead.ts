import { Random } from '../../../decoding/sampling/random.js';
import { batches, shuffled, STREAMS } from '../../../training/chance.js';
import { longestOf } from '../../../training/longest.js';
import { fitHead, type LinearHead } from '../../../training/logisticRegression.js';
import type { RunControl } from '../fineTune.js';
import type { Trainer } from '../trainer.js';
import type { TaggedLines } from './taggedLines.js';

/** Lines that the model reads at once. */
const READ = 16;
/** Tokens that the first head is fitted on: each has as many numbers as the model is wide, in 64 bit. */
const MOST_TOKENS = 20_000;

/**
 * A head on the model's states as they are, by logistic regression on the tokens of lines: of all, or, where these have more
 * than 20,000, of lines by chance.
 */
export async function fitNameHead(
  reader: Trainer,
  { rows, classes, tokens, tags }: TaggedLines,
  learnt: readonly number[],
  { penalty, seed }: { penalty: number; seed: number },
  control: RunControl,
): Promise<LinearHead> {
  const chosen: number[] = [];
  let count = 0;
  for (const at of shuffled(learnt.length, new Random(seed, STREAMS.split))) {
    const line = learnt[at]!;
    if (count > 0 && count + tokens[line]!.length > MOST_TOKENS) break;
    chosen.push(line);
    count += tokens[line]!.length;
  }
  chosen.sort((one, other) => rows[one]!.length - rows[other]!.length || one - other);
  let values = new Float32Array(0);
  const truth: number[] = [];
  let [width, done] = [0, 0];
  const longest = longestOf(chosen.map((line) => rows[line]!));
  for (const batch of batches(chosen, Math.min(READ, reader.rowsAtOnce(longest)))) {
    await control.pause();
    const own = batch.map((line) => rows[line]!);
    const [found, length] = [await reader.features({ rows: own }), longestOf(own)];
    width = found.length / (own.length * length);
    if (values.length === 0) values = new Float32Array(count * width);
    for (const [row, line] of batch.entries()) {
      for (const { at } of tokens[line]!) {
        const start = (row * length + at) * width;
        values.set(found.subarray(start, start + width), truth.length * width);
        truth.push(classes[line]![at]!);
      }
    }
    done += batch.length;
    control.report({ stage: 'reading', done, count: chosen.length });
  }
  await control.pause();
  return fitHead(
    { values, rows: count, width },
    truth.map((_, at) => at),
    truth,
    { classes: tags.length, penalty },
  );
}
