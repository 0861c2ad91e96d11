import { multinomial } from '../../../decoding/sampling/multinomial.js';
import { Random } from '../../../decoding/sampling/random.js';
import { STREAMS } from '../../../training/chance.js';
import type { Trainer } from '../trainer.js';
import type { AdaptSettings, AdaptText } from './adaptText.js';

/** Beginnings of stretches of the text held out, evenly over it, a quarter of a window each. */
export function promptsOf({ ids, cut, length }: AdaptText, { samples }: AdaptSettings): number[][] {
  const size = Math.max(1, Math.floor(length / 4));
  const room = Math.max(0, ids.length - cut - size);
  return Array.from({ length: samples }, (_, at) => {
    const start = cut + (samples === 1 ? 0 : Math.floor((at * room) / (samples - 1)));
    return ids.slice(start, start + size);
  });
}

/** Goes on with prompts of one length, a row each, token by token by chance: the same chance before and after. */
export async function goOn(
  trainer: Trainer,
  prompts: readonly (readonly number[])[],
  { seed, sampleTokens, temperature }: AdaptSettings,
  { length, pause }: { length: number; pause: () => Promise<void> },
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
  return texts.map((ids, at) => ids.slice(prompts[at]!.length));
}
