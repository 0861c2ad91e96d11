import * as v from 'valibot';
import {
  persistedAttentionStateSchema,
  attentionViewSchema,
  type PersistedAttentionState,
  type AttentionView,
} from '../../../protocol/webviews/index.js';

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));

/** UTF-16 units; no model reads as much at once. */
const LONGEST = 50_000;

/** What a link to the panel says: the text by its document and place, or by itself, and what to show of it. */
const requestSchema = v.strictObject({
  view: v.partial(attentionViewSchema),
  place: v.optional(v.strictObject({ uri: v.string(), start: offset, end: offset })),
  text: v.optional(v.strictObject({ text: v.pipe(v.string(), v.maxLength(LONGEST)), label: v.string() })),
});

export interface AttentionRequest {
  view: Partial<AttentionView>;
  place?: { uri: string; start: number; end: number };
  /** a text of no document, and what it is called */
  text?: { text: string; label: string };
}

/** A link's argument, checked: it may come from anywhere. Null when the command was run without one, or with another. */
export function parseRequest(argument: unknown): AttentionRequest | null {
  const checked = v.safeParse(requestSchema, argument);
  if (!checked.success) return null;
  const { view, place, text } = checked.output;
  return { view: view as Partial<AttentionView>, ...(place && { place }), ...(text && { text }) };
}

/** What a page showed, from the state that the editor kept for it; null when that is of another kind. */
export function parseViewState(state: unknown): PersistedAttentionState | null {
  const memory = v.safeParse(persistedAttentionStateSchema, state);
  return memory.success ? memory.output : null;
}
