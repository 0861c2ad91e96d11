import type { HeldOutBits } from '../../../protocol/engine/index.js';
import { logSumExp } from '../../../maths/softmax.js';
import { batches } from '../../../training/chance.js';
import { IGNORED } from '../../../training/graph.js';
import { longestOf } from '../../../training/longest.js';
import type { Trainer } from '../trainer.js';
import type { TokenRows } from './adaptText.js';

/** Rows that are told at once at most. */
const MOST_ROWS = 16;

/** How many bits a text takes by a model's probabilities. @param bytes of the text in UTF-8 */
export async function heldBits(
  trainer: Trainer,
  { rows, labels }: TokenRows,
  bytes: number,
  pause: () => Promise<void>,
): Promise<HeldOutBits> {
  const starts = rows.map(() => 0);
  rows.forEach((row, at) => at + 1 < rows.length && (starts[at + 1] = starts[at]! + row.length));
  const longest = longestOf(rows);
  let [nats, tokens] = [0, 0];
  const places = rows.map((_, at) => at);
  for (const group of batches(places, Math.min(MOST_ROWS, trainer.rowsAtOnce(longest)))) {
    await pause();
    const own = group.map((at) => rows[at]!);
    const length = longestOf(own);
    const logits = await trainer.logits({ rows: own });
    const width = logits.length / (group.length * length);
    for (const [row, place] of group.entries()) {
      for (let at = 0; at < own[row]!.length; at++) {
        const label = labels[starts[place]! + at]!;
        if (label === IGNORED) continue;
        const start = (row * length + at) * width;
        const scores = logits.subarray(start, start + width);
        nats += logSumExp(scores) - scores[label]!;
        tokens += 1;
      }
    }
  }
  return { bitsPerByte: nats / Math.LN2 / bytes, bitsPerToken: nats / Math.LN2 / tokens };
}
