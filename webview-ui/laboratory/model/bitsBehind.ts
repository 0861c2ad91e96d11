import type { ScoredToken } from '../../../src/protocol/engine/index.js';
import type { Bench } from './experiment.js';

/** Where nothing stands before a text, GPT-2 begins as it does between texts. */
export const BEGINNING = '<|endoftext|>';

/** A decoder's tokens of a text that stands behind another one, with places in the text itself. */
export async function tokensBehind(bench: Bench, model: string, before: string, text: string): Promise<ScoredToken[]> {
  const lead = BEGINNING + before;
  const { tokens } = await bench.ask('score', { model, text: lead + text });
  return tokens.flatMap((token) => {
    const { start, end } = token;
    if (start === null || end === null || end <= lead.length) return [];
    return [{ ...token, start: Math.max(0, start - lead.length), end: end - lead.length }];
  });
}

/** −log₂ of a text's probability behind another one. */
export async function bitsBehind(bench: Bench, model: string, before: string, text: string): Promise<number> {
  const tokens = await tokensBehind(bench, model, before, text);
  return tokens.reduce((sum, { logProbability }) => sum - (logProbability ?? 0) / Math.LN2, 0);
}
