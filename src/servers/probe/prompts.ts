import type { Alternatives, PromptLogProbabilities, TokenNumbers } from '../../protocol/engine/index.js';
import { readTokenIds, tokenizeBody } from '../tokenIds.js';
import { byToken, askIfThere, completeOne, PROMPT, SAME, type Probe } from './facts.js';

/** The numbers of a text's tokens, by `/tokenize` in vLLM's form or llama.cpp's. */
async function tokenized(probe: Probe, text: string): Promise<number[] | null> {
  const answer = await askIfThere(probe, '/tokenize', tokenizeBody(probe.model, text, false));
  const ids = readTokenIds(answer);
  return ids === null || ids.length === 0 ? null : ids;
}

/** What numbers of tokens the server takes and gives. */
export async function tokenNumbersOf(probe: Probe): Promise<TokenNumbers> {
  const named = { temperature: 0, logprobs: 4, return_tokens_as_token_ids: true, return_token_ids: true };
  const byText = await completeOne(probe, named);
  const fromServer = await tokenized(probe, PROMPT);
  const prompt = fromServer ?? byText?.promptIds ?? null;
  const out = byText?.ids !== null && byText?.ids !== undefined;
  if (prompt === null || byText === null) return { tokenize: fromServer !== null, in: false, out };
  const byNumbers = await completeOne(probe, named, prompt);
  // Without log-probabilities the same text is all that can be compared.
  const isSame = byNumbers !== null && byNumbers.text === byText.text && isNear(byToken(byText), byToken(byNumbers));
  return { tokenize: fromServer !== null, in: isSame, out };
}

const isNear = (one: Map<number | string, number>, other: Map<number | string, number>): boolean =>
  [...one].every(([name, value]) => Math.abs((other.get(name) ?? Infinity) - value) < SAME);

/** Whether one request tells the tokens of the prompt: a server that does not know `echo` writes one token, or none. */
export async function promptLogProbabilitiesOf(
  probe: Probe,
  { most, isWhole }: Pick<Alternatives, 'most' | 'isWhole'>,
  { in: takesNumbers }: TokenNumbers,
): Promise<PromptLogProbabilities> {
  const echoed = await completeOne(probe, { echo: true, max_tokens: 0, logprobs: 1, temperature: 0 });
  if (echoed?.steps && echoed.steps.length > 1) return 'asked';
  if (most === 0 || !takesNumbers) return null;
  return isWhole ? 'oneByOne' : 'someOneByOne';
}

/** What texts mostly end with, as models call it. */
export const END_NAMES = [
  ...['<|endoftext|>', '</s>', '<|end_of_text|>', '<|eot_id|>', '<|im_end|>', '<|end|>', '<end_of_turn>', '<eos>'],
  ...['<｜end▁of▁sentence｜>', '<|endofprompt|>', '<|return|>'],
];

/**
 * The tokens that end a text: those that are called as ends mostly are, and do end it when nothing else may come. Servers
 * do not tell them.
 */
export async function endsOf(probe: Probe, { tokenize, in: takesNumbers }: TokenNumbers): Promise<number[]> {
  if (!tokenize || !takesNumbers) return [];
  const ends: number[] = [];
  for (const name of END_NAMES) {
    const [id, ...more] = (await tokenized(probe, name)) ?? [];
    if (id === undefined || more.length > 0 || ends.includes(id)) continue;
    const fields = { temperature: 0, max_tokens: 2, logit_bias: { [id]: 100 } };
    const answer = await completeOne(probe, fields);
    if (answer?.finish === 'stop') ends.push(id);
  }
  return ends;
}
