import { multinomial } from '../../../decoding/sampling/multinomial.js';
import { Random } from '../../../decoding/sampling/random.js';
import { STREAMS } from '../../../training/chance.js';
import type { Trainer } from '../trainer.js';
import type { AdaptSettings, AdaptText } from './adaptText.js';

/** Beginnings of stretches of the text held out, evenly over it, a quarter of a window each, of whole words where there are. */
export function promptsOf({ ids, cut, length, begins }: AdaptText, { samples }: AdaptSettings): number[][] {
  const size = Math.max(1, Math.floor(length / 4));
  const room = Math.max(0, ids.length - cut - size);
  const starts = Array.from({ length: room + 1 }, (_, at) => cut + at).filter((at) => begins.has(at));
  const whole = starts.filter((at) => begins.has(at + size) || at + size === ids.length);
  const fitting = whole.length > 0 ? whole : starts;
  return Array.from({ length: samples }, (_, at) => {
    const even = cut + (samples === 1 ? 0 : Math.floor((at * room) / (samples - 1)));
    const start = nearest(fitting, even);
    return ids.slice(start, start + size);
  });
}

/** The number of some that is nearest to one; itself where there are none. */
const nearest = (some: readonly number[], one: number): number =>
  some.reduce((best, other) => (Math.abs(other - one) < Math.abs(best - one) ? other : best), some[0] ?? one);

/**
 * Goes on with prompts of one length, a row each, token by token by chance: the same chance before and after.
 * @param ends tokens that end a text: what would come behind one is of another
 */
export async function goOn(
  trainer: Trainer,
  prompts: readonly (readonly number[])[],
  { seed, sampleTokens, temperature }: AdaptSettings,
  { length, ends, pause }: { length: number; ends: ReadonlySet<number>; pause: () => Promise<void> },
): Promise<number[][]> {
  if (prompts.length === 0) return [];
  const texts = prompts.map((prompt) => [...prompt]);
  const randoms = prompts.map((_, at) => new Random(seed, STREAMS.samples + at));
  for (let made = 0; made < sampleTokens; made++) {
    await pause();
    const rows = texts.map((ids) => ids.slice(-length));
    const logits = await trainer.logits({ rows });
    const [tokens, width] = [rows[0]!.length, logits.length / (rows.length * rows[0]!.length)];
    texts.forEach((ids, row) => {
      const end = (row + 1) * tokens * width;
      const scores = logits.slice(end - width, end).map((one) => one / temperature);
      ids.push(multinomial(scores, randoms[row]!));
    });
  }
  return texts.map((ids, row) => {
    const written = ids.slice(prompts[row]!.length);
    const end = written.findIndex((id) => ends.has(id));
    return end < 0 ? written : written.slice(0, end);
  });
}
