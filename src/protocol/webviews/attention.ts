import * as v from 'valibot';
import type { MethodName, Params } from '../engine/methods.js';
import type { ModelInfo } from '../engine/modelValues.js';
import type { Values } from '../engine/methodTable.js';
import type { PageContract } from './channel.js';

/** What the page may ask the engine, by way of the host. */
export const ATTENTION_METHODS = [
  'attention',
  'attentionSummary',
  'occlusion',
  'saliency',
  'headAblation',
  'rightContext',
  'tokens',
] as const satisfies readonly MethodName[];

export type AttentionMethod = (typeof ATTENTION_METHODS)[number];

const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
const span = v.strictObject({ start: offset, end: offset });

/** What is shown and how: kept over a reload, carried by the hover's link, written into a copied command. */
export const attentionViewSchema = v.strictObject({
  model: v.string(),
  kind: v.picklist(['encoder', 'decoder', 'cross']),
  view: v.picklist(['matrix', 'lines', 'rollout', 'architectures']),
  /** from 0; null: the average of all */
  layer: v.nullable(offset),
  head: v.nullable(offset),
  /** tokens merged to words: weights to a word summed, from a word averaged */
  words: v.boolean(),
  specials: v.picklist(['show', 'hide', 'renormalise']),
  /** rows of a decoder's own map are named by what they write, not by what they read; those of a cross map always are */
  written: v.optional(v.boolean()),
  /** weights below are not drawn; 0 to 1 */
  threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  scale: v.picklist(['linear', 'sqrt', 'log']),
  /** `agreement`: with occlusion, of the focused word; `effect`: what hiding the head changes for it */
  sort: v.picklist(['layer', 'pattern', 'agreement', 'effect']),
  /** of an encoder-decoder: null, the model's own output */
  target: v.nullable(v.string()),
  /** put before the text for an encoder-decoder, such as `translate English to German: `; offsets are those of the text alone */
  prefix: v.string(),
  /** the focused row, as an offset into its side's text rather than a token's index, so that it outlives another tokenizer */
  focus: v.nullable(offset),
});

export type AttentionView = v.InferOutput<typeof attentionViewSchema>;

/** The text that is looked at, and where it stands. */
export interface AttentionSubject {
  /** another one for every other text */
  id: number;
  text: string;
  /** document and line, as a user would name the place; empty for a text of no document */
  label: string;
  /** the cursor in `text`, UTF-16 units; null when it is elsewhere */
  cursor: number | null;
  /** the panel stays with this text while the selection moves on */
  pinned: boolean;
  /** a part around the cursor was taken, for the whole text was longer than the model takes */
  part: boolean;
  /** the document is closed: nothing can be marked in it */
  detached: boolean;
  /** where the host finds the text again after a reload: the document, and the text's offset in it; null for a text of no document */
  place: { uri: string; start: number } | null;
}

/** Files that can be saved. */
export const EXPORT_FORMATS = ['svg', 'png', 'html', 'csv', 'json'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Messages of the page to the host; checked, for a page is outside. */
export const fromAttentionWebviewSchema = v.variant('type', [
  /** marks a stretch of the subject in the editor, and fainter what reads it; null takes the marks away */
  v.strictObject({ type: v.literal('point'), span: v.nullable(span), reader: v.nullable(span) }),
  /** puts the editor's cursor there */
  v.strictObject({ type: v.literal('reveal'), span }),
  v.strictObject({ type: v.literal('pin'), pinned: v.boolean() }),
  /** the text is too long for this model: take the part around the cursor */
  v.strictObject({ type: v.literal('part'), model: v.string() }),
  v.strictObject({
    type: v.literal('save'),
    format: v.picklist(EXPORT_FORMATS),
    /** proposed, without ending */
    name: v.string(),
    content: v.union([v.string(), v.instance(Uint8Array)]),
  }),
  v.strictObject({ type: v.literal('copy'), what: v.picklist(['command', 'json', 'csv']), text: v.string() }),
  v.strictObject({ type: v.literal('settings') }),
  /** the Laboratory's experiment with masks, on this text */
  v.strictObject({ type: v.literal('laboratory') }),
]);

export type FromAttentionWebview = v.InferOutput<typeof fromAttentionWebviewSchema>;

/** What the page asks the engine, by way of the host. */
export const engineRequestSchema = v.strictObject({
  /** of what the host may have begun before the page asks */
  slot: v.string(),
  method: v.picklist(ATTENTION_METHODS),
  params: v.record(v.string(), v.unknown()),
});

export type EngineRequest = v.InferOutput<typeof engineRequestSchema>;

/** Messages of the host to the page. */
export type ToAttentionWebview =
  | {
      type: 'show';
      /** those that can show attention */
      models: ModelInfo[];
      /** null: no text to look at */
      subject: AttentionSubject | null;
      /** what a link, a command or the last time asked for; the page fills in the rest */
      view: Partial<AttentionView>;
      language: string;
      /** the terminal's program, for which commands are copied; empty where there is none */
      shell: string;
      /** the answer to the page's first question, where it was there before the page */
      picture: { params: Params<'attention'>; value: Values['attention'] } | null;
      /** for a page that missed the one before; any other leaves it */
      isRepeat: boolean;
    }
  | { type: 'subject'; subject: AttentionSubject | null }
  /** a link or command asks for another view of the present subject */
  | { type: 'view'; view: Partial<AttentionView> }
  | { type: 'cursor'; cursor: number | null }
  | { type: 'saved'; name: string }
  | { type: 'copied'; what: Extract<FromAttentionWebview, { type: 'copy' }>['what'] };

export interface AttentionContract extends PageContract {
  toHost: FromAttentionWebview;
  toPage: ToAttentionWebview;
  requests: {
    engine: {
      params: EngineRequest;
      result: Values[AttentionMethod];
      /** of one that tries many things: tokens or heads that are done, of so many */
      progress: { done: number; count: number };
    };
  };
}

/** A side that is kept to compare with: what was read, and the view that it was kept from. */
export interface KeptSide {
  view: AttentionView;
  subject: AttentionSubject;
}

/** What the page lets the editor keep over a reload of the window; the host reads it when it restores the panel. */
export interface PersistedAttentionState {
  view: AttentionView;
  subject: AttentionSubject | null;
  /** what is compared with; left out: nothing */
  other?: KeptSide | undefined;
}

const subjectSchema = v.strictObject({
  id: offset,
  text: v.string(),
  label: v.string(),
  cursor: v.nullable(offset),
  pinned: v.boolean(),
  part: v.boolean(),
  detached: v.boolean(),
  place: v.nullable(v.strictObject({ uri: v.string(), start: offset })),
});

/** Checks a memory: it comes back from the editor's store. */
export const persistedAttentionStateSchema = v.object({
  view: attentionViewSchema,
  subject: v.nullable(subjectSchema),
  other: v.optional(v.object({ view: attentionViewSchema, subject: subjectSchema })),
}) satisfies v.GenericSchema<PersistedAttentionState>;
