import * as v from 'valibot';

/** What a piece of a stream adds to the text that a server writes. */
export interface TextEvent {
  text: string;
  /** why no more comes, as `stop` or `length`; null while more does, and where the server does not say */
  finish: string | null;
  /** tokens that were written in all, as the server counts them; null where this piece does not tell */
  tokens: number | null;
  /** which model writes, as the server calls it; null where it does not say */
  model: string | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const choice = v.object({
  index: v.optional(v.number(), 0),
  text: v.nullish(v.string()),
  finish_reason: v.nullish(v.string()),
});
const event = v.object({
  model: v.nullish(v.string()),
  // The last piece may have figures alone.
  choices: v.nullish(v.array(choice)),
  // A count that is none is not told: the text is as good without.
  usage: v.fallback(v.nullish(v.object({ completion_tokens: v.nullish(count) })), null),
});

/** Reads a piece of a streamed completion of one text; null for what is none, as a piece of a chat. */
export function readTextEvent(value: unknown): TextEvent | null {
  const found = v.safeParse(event, value);
  if (!found.success) return null;
  const { choices, usage, model } = found.output;
  if (!choices && !usage) return null;
  const first = choices?.find(({ index }) => index === 0);
  if (first && typeof first.text !== 'string' && typeof first.finish_reason !== 'string') return null;
  return {
    text: first?.text ?? '',
    finish: first?.finish_reason ?? null,
    tokens: usage?.completion_tokens ?? null,
    model: model ?? null,
  };
}
