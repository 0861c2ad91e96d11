import * as v from 'valibot';
import type { Alternatives, PromptLogProbabilities, TokenNumbers } from '../../protocol/engine/index.js';
import { byToken, askIfThere, completeOne, PROMPT, SAME, type Probe } from './facts.js';

const tokenList = v.object({
  tokens: v.array(v.union([v.pipe(v.number(), v.integer()), v.object({ id: v.pipe(v.number(), v.integer()) })])),
});

/** The numbers of the prompt's tokens, by `/tokenize` in vLLM's form or llama.cpp's. */
async function tokenized(probe: Probe): Promise<number[] | null> {
  const body = { model: probe.model, prompt: PROMPT, content: PROMPT, add_special_tokens: false };
  const found = v.safeParse(tokenList, await askIfThere(probe, '/tokenize', body));
  if (!found.success || found.output.tokens.length === 0) return null;
  return found.output.tokens.map((one) => (typeof one === 'number' ? one : one.id));
}

/** What numbers of tokens the server takes and gives. */
export async function tokenNumbersOf(probe: Probe): Promise<TokenNumbers> {
  const named = { temperature: 0, logprobs: 4, return_tokens_as_token_ids: true, return_token_ids: true };
  const byText = await completeOne(probe, named);
  const fromServer = await tokenized(probe);
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
