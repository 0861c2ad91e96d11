import type { Alternatives } from '../../protocol/engine/index.js';
import { byToken, completeOne, isAll, SAME, type Probe } from './facts.js';

const FIRST = 4;
/** No vocabulary is larger. */
const MOST = 1 << 20;

/** Asks for so many; how many came, or null where that is refused or fewer come than for fewer. */
async function countOf(probe: Probe, asked: number): Promise<{ count: number; isWhole: boolean } | null> {
  const answer = await completeOne(probe, { ...QUIET, logprobs: asked });
  const count = answer?.steps?.[0]?.alternatives.length ?? 0;
  return answer && count > 0 ? { count, isWhole: isAll(answer) } : null;
}

/** vLLM names tokens by their numbers where it is asked to; others do not mind. */
const QUIET = { temperature: 0, return_tokens_as_token_ids: true };

/** How many alternatives the server gives: doubled until it refuses or gives no more, then the edge in between. */
export async function alternativesOf(probe: Probe): Promise<Alternatives> {
  const answer = await completeOne(probe, { ...QUIET, logprobs: FIRST });
  const first = answer?.steps?.[0];
  if (!first || first.alternatives.length === 0) return { most: 0, isWhole: false, namedBy: null, are: null };
  const { id, bytes } = first.alternatives[0]!;
  const namedBy = id !== null ? 'id' : bytes !== null ? 'bytes' : 'text';
  return { ...(await mostOf(probe)), namedBy, are: await meaningOf(probe) };
}

async function mostOf(probe: Probe): Promise<{ most: number; isWhole: boolean }> {
  let [good, bad] = [FIRST, MOST + 1];
  while (good < MOST) {
    const found = await countOf(probe, good * 2);
    if (found?.isWhole) return { most: found.count, isWhole: true };
    // The one that was chosen may come on top of those that were asked for.
    if (found === null || found.count < good * 2) {
      if (found !== null && found.count > good + 1) return { most: found.count, isWhole: false };
      bad = good * 2;
      break;
    }
    good *= 2;
  }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const found = await countOf(probe, middle);
    if (found !== null && found.count >= middle) good = middle;
    else bad = middle;
  }
  return { most: good, isWhole: false };
}

/** The same tokens at another temperature: as likely as before where the figures are of the logits themselves. */
async function meaningOf(probe: Probe): Promise<Alternatives['are']> {
  const at = async (temperature: number) => {
    const answer = await completeOne(probe, { ...QUIET, temperature, seed: 1, logprobs: FIRST });
    return answer ? byToken(answer) : new Map<number | string, number>();
  };
  const [plain, sharp] = [await at(1), await at(0.25)];
  const both = [...plain].flatMap(([name, value]) => {
    const other = sharp.get(name);
    return other === undefined ? [] : [{ value, other }];
  });
  if (both.length < 2) return null;
  return both.every(({ value, other }) => Math.abs(value - other) < SAME) ? 'raw' : 'processed';
}
