import * as v from 'valibot';
import {
  persistedAttentionStateSchema,
  attentionViewSchema,
  type PersistedAttentionState,
  type AttentionView,
} from '../../../protocol/webviews/index.js';

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a link to the panel says: the text by its document and place, and what to show of it. */
const requestSchema = v.strictObject({
  view: v.partial(attentionViewSchema),
  place: v.optional(v.strictObject({ uri: v.string(), start: offset, end: offset })),
});

export interface AttentionRequest {
  view: Partial<AttentionView>;
  place?: { uri: string; start: number; end: number };
}

/** A link's argument, checked: it may come from anywhere. Null when the command was run without one, or with another. */
export function parseRequest(argument: unknown): AttentionRequest | null {
  const checked = v.safeParse(requestSchema, argument);
  if (!checked.success) return null;
  const { view, place } = checked.output;
  return { view: view as Partial<AttentionView>, ...(place && { place }) };
}

/** What a page showed, from the state that the editor kept for it; null when that is of another kind. */
export function parseViewState(state: unknown): PersistedAttentionState | null {
  const memory = v.safeParse(persistedAttentionStateSchema, state);
  return memory.success ? memory.output : null;
}
