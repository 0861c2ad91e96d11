import * as v from 'valibot';

/** What a piece of a stream adds to the text that a server writes. */
export interface TextEvent {
  text: string;
  /** why no more comes, as `stop` or `length`; null while more does, and where the server does not say */
  finish: string | null;
  /** tokens that were written in all, as the server counts them; null where this piece does not tell */
  tokens: number | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const event = v.object({
  // The last piece may have figures alone.
  choices: v.nullish(v.array(v.object({ text: v.nullish(v.string()), finish_reason: v.nullish(v.string()) }))),
  usage: v.nullish(v.object({ completion_tokens: v.nullish(count) })),
});

/** Reads a piece of a streamed completion; null for what is none. */
export function readTextEvent(value: unknown): TextEvent | null {
  const found = v.safeParse(event, value);
  if (!found.success) return null;
  const { choices, usage } = found.output;
  if (!choices && !usage) return null;
  const [first] = choices ?? [];
  return {
    text: first?.text ?? '',
    finish: first?.finish_reason ?? null,
    tokens: usage?.completion_tokens ?? null,
  };
}
