import * as v from 'valibot';

/** A token as a server tells it. */
export interface ServerToken {
  /** null where the server names none */
  id: number | null;
  /** as it is written; of a piece of a character what the server makes of it */
  text: string;
  /** its bytes; null where the server does not give them */
  bytes: number[] | null;
  /** natural logarithm; what it is of (before or after samplers) depends on the server */
  logProbability: number;
}

/** One token that was written, and what could have stood there. */
export interface ServerStep {
  chosen: ServerToken;
  /** by falling probability; the chosen one among them where the server has it there */
  alternatives: ServerToken[];
}

/** What was written. */
export interface Completion {
  text: string;
  /** null: the server gives no log-probabilities; where it echoes the prompt, its tokens but the first come before */
  steps: ServerStep[] | null;
  /** of the prompt's tokens and of those that were written; null where they are not told */
  promptIds: number[] | null;
  ids: number[] | null;
  /** tokens of the prompt as the server counts them; null where it does not */
  promptTokens: number | null;
  /** new tokens of all choices, as the server counts them */
  writtenTokens: number | null;
  /** why it ended there, as `stop` or `length`; null where it does not say */
  finish: string | null;
}

const number = v.pipe(v.number(), v.finite());
/** Rounding lets it pass 0 by a little. */
const logProbability = v.pipe(
  number,
  v.maxValue(1e-3),
  v.transform((value) => Math.min(0, value)),
);
/** What vLLM gives for a token that a sampler has cut. */
const CUT = -9999;
/** Tokens of one step have no more together; half precision lets them pass that by a little. */
const MOST_TOGETHER = 1.01;
/** No token has more. */
const MOST_TOKEN_BYTES = 1024;
const ids = v.nullish(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))));

const token = v.object({
  id: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  token: v.string(),
  bytes: v.nullish(
    v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255))), v.maxLength(MOST_TOKEN_BYTES)),
  ),
  logprob: logProbability,
});
/** As OpenAI's chat API has it, and llama.cpp's completions. */
const listed = v.object({
  content: v.nullish(v.array(v.object({ ...token.entries, top_logprobs: v.optional(v.array(token), []) }))),
});
/** As OpenAI's completions have it, and vLLM's: of a prompt that is echoed the first token has none. */
const classic = v.object({
  tokens: v.array(v.string()),
  token_logprobs: v.array(v.nullable(logProbability)),
  top_logprobs: v.nullish(v.array(v.nullable(v.record(v.string(), logProbability)))),
});
const completion = v.object({
  model: v.optional(v.string()),
  choices: v.pipe(
    v.array(
      v.object({
        text: v.string(),
        logprobs: v.nullish(v.unknown()),
        token_ids: ids,
        prompt_token_ids: ids,
        finish_reason: v.nullish(v.string()),
      }),
    ),
    v.minLength(1),
  ),
  usage: v.nullish(v.object({ prompt_tokens: v.optional(v.number()), completion_tokens: v.optional(v.number()) })),
});

const isTooMuch = (tokens: readonly ServerToken[]) =>
  tokens.reduce((sum, { logProbability: value }) => sum + Math.exp(value), 0) > MOST_TOGETHER;

/** Falling, without what was cut. */
const ranked = (tokens: readonly ServerToken[]) =>
  tokens.filter(({ logProbability: value }) => value > CUT).sort(byProbability);

const byProbability = (a: ServerToken, b: ServerToken) => b.logProbability - a.logProbability;

const ofListed = ({ id, token: text, bytes, logprob }: v.InferOutput<typeof token>): ServerToken => ({
  ...{ id: id ?? null, text, bytes: bytes ?? null, logProbability: logprob },
});

/** vLLM names tokens by their numbers where it is asked to: texts of pieces of a character would be one and the same. */
function ofNamed(name: string, value: number): ServerToken {
  const id = /^token_id:(\d+)$/.exec(name)?.[1];
  return { id: id === undefined ? null : Number(id), text: name, bytes: null, logProbability: value };
}

/** Undefined: of no form that is known. */
function stepsOf(logprobs: unknown): ServerStep[] | null | undefined {
  if (logprobs === null || logprobs === undefined) return null;
  const list = v.safeParse(listed, logprobs);
  if (list.success && list.output.content) {
    return list.output.content.map((one) => ({
      chosen: ofListed(one),
      alternatives: ranked(one.top_logprobs.map(ofListed)),
    }));
  }
  const old = v.safeParse(classic, logprobs);
  if (!old.success) return undefined;
  const { tokens, token_logprobs: values, top_logprobs: tops } = old.output;
  if (tokens.length !== values.length) return undefined;
  return tokens.flatMap((name, at) => {
    const value = values[at] ?? null;
    if (value === null) return [];
    const alternatives = Object.entries(tops?.[at] ?? {}).map(([one, its]) => ofNamed(one, its));
    return [{ chosen: ofNamed(name, value), alternatives: ranked(alternatives) }];
  });
}

/** What a server has written, one for each choice; null for what is no completion, or has figures that none can have. */
export function readCompletions(value: unknown): Completion[] | null {
  const found = v.safeParse(completion, value);
  if (!found.success) return null;
  const { choices, usage } = found.output;
  const read: Completion[] = [];
  for (const { text, logprobs, token_ids: written, prompt_token_ids: prompt, finish_reason: finish } of choices) {
    const steps = stepsOf(logprobs);
    if (steps === undefined || steps?.some(({ alternatives }) => isTooMuch(alternatives))) return null;
    const told = steps?.map(({ chosen }) => chosen.id) ?? [];
    const known = told.filter((id) => id !== null);
    const isTold = known.length > 0 && known.length === told.length;
    read.push({
      ...{ text, steps, promptIds: prompt ?? null, ids: written ?? (isTold ? known : null) },
      ...{ promptTokens: usage?.prompt_tokens ?? null, writtenTokens: usage?.completion_tokens ?? null },
      finish: finish ?? null,
    });
  }
  return read;
}

/** Of all probability, what these tokens leave: never shared out among them. */
export const restOf = (alternatives: readonly ServerToken[]): number =>
  Math.max(0, 1 - alternatives.reduce((sum, { logProbability: value }) => sum + Math.exp(value), 0));
