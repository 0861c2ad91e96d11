import * as v from 'valibot';
import type { MethodName } from '../engine/methods.js';
import type { Values } from '../engine/methodTable.js';
import type { ModelInfo } from '../engine/modelValues.js';
import type { Progress } from '../engine/values.js';
import type { PageContract } from './channel.js';

/** What experiments may ask the engine, by way of the host. */
export const LABORATORY_METHODS = [
  'models',
  'tokens',
  'identify',
  'inputVectors',
  'attention',
  'attentionSummary',
  'hidden',
  'logitLens',
  'embed',
  'rightContext',
  'predictions',
  'score',
  'fillMask',
  'distribution',
  'generate',
  'anatomy',
  'comparePrecision',
  'zeroShot',
  'classify',
  'answer',
  'translate',
  'entities',
  'summarize',
  'nextSentence',
  'replaced',
  'pretrain',
  'train',
  'gradients',
  // For the time that loading takes.
  'unload',
] as const satisfies readonly MethodName[];

export type LaboratoryMethod = (typeof LABORATORY_METHODS)[number];

/** Other parts of the house that the page leads to. */
export const LABORATORY_LINKS = ['decoding', 'architectures', 'surprise', 'sentences', 'models'] as const;

/** Commands of the extension that results lead to; they work on the text of the last editor. */
export const LABORATORY_COMMANDS = [
  'fillMask',
  'continueText',
  'translateSelection',
  'classify',
  'findSimilar',
  'showSurprise',
  'findNames',
  'ask',
  'summarize',
  'openDecoding',
  'installModel',
  'trainClassifier',
] as const;
export type LaboratoryCommand = (typeof LABORATORY_COMMANDS)[number];

/** What measurements read: a sentence, several lines, or a whole text; what is of one kind stands in for no other. */
export const LABORATORY_TEXTS = ['sentence', 'lines', 'document'] as const;
export type LaboratoryText = (typeof LABORATORY_TEXTS)[number];

/** Files that can be saved. */
export const LABORATORY_FORMATS = ['svg', 'png', 'csv', 'json', 'md'] as const;
export type LaboratoryFormat = (typeof LABORATORY_FORMATS)[number];

/** What is open: an experiment, one of its measurements, and the text that this reads. */
const openingSchema = v.strictObject({ experiment: v.string(), part: v.string(), text: v.string() });

export type LaboratoryOpening = v.InferOutput<typeof openingSchema>;

/** What a page is opened with: where no text is named, the sentence at the editor's cursor, if there is one. */
export type LaboratoryEntrance = Partial<LaboratoryOpening> & { sentence?: string };

/** Messages of the page to the host; checked, for a page is outside. */
export const fromLaboratoryWebviewSchema = v.variant('type', [
  /** asks for what is selected in the editor, else for the sentence at its cursor, or for all lines of its text */
  v.strictObject({ type: v.literal('take'), kind: v.picklist(LABORATORY_TEXTS) }),
  /** leads there, with the text where that part takes one */
  v.strictObject({ type: v.literal('link'), to: v.picklist(LABORATORY_LINKS), text: v.string() }),
  /** runs a command on the text of the last editor, or on another one in an editor of its own */
  v.strictObject({
    type: v.literal('run'),
    command: v.picklist(LABORATORY_COMMANDS),
    text: v.optional(v.string()),
  }),
  /** the same in an editor tab */
  v.strictObject({ type: v.literal('wide'), opening: openingSchema }),
  v.strictObject({
    type: v.literal('save'),
    format: v.picklist(LABORATORY_FORMATS),
    /** proposed, without ending */
    name: v.string(),
    content: v.union([v.string(), v.instance(Uint8Array)]),
  }),
  v.strictObject({ type: v.literal('copy'), text: v.string() }),
  /** puts the models that a run of these parameters made among the installed ones */
  v.strictObject({ type: v.literal('keep'), params: v.record(v.string(), v.unknown()) }),
]);

export type FromLaboratoryWebview = v.InferOutput<typeof fromLaboratoryWebviewSchema>;

/** What the page asks the engine, by way of the host. */
export const laboratoryRequestSchema = v.strictObject({
  method: v.picklist(LABORATORY_METHODS),
  params: v.record(v.string(), v.unknown()),
  /** the page had asked for it before it was hidden: what is under way, or over since, is told from its beginning */
  resumes: v.optional(v.literal(true)),
});

export type LaboratoryRequest = v.InferOutput<typeof laboratoryRequestSchema>;

/** Messages of the host to the page. */
export type ToLaboratoryWebview =
  | {
      type: 'show';
      models: ModelInfo[];
      /** BCP 47, for numbers */
      language: string;
      /** the terminal's program, for which commands are copied; empty where there is none */
      shell: string;
      /** it is an editor tab, not the side bar */
      wide: boolean;
      /** what it is opened with; null: as it was */
      opening: LaboratoryEntrance | null;
    }
  /** another experiment or text for the page that is open */
  | { type: 'open'; opening: LaboratoryEntrance }
  /** null: no editor has a sentence, or a text; `cut`: there was more of it */
  | { type: 'text'; text: string | null; kind: LaboratoryText; cut: boolean }
  | { type: 'saved'; name: string }
  | { type: 'copied' };

export interface LaboratoryContract extends PageContract {
  toHost: FromLaboratoryWebview;
  toPage: ToLaboratoryWebview;
  requests: {
    engine: { params: LaboratoryRequest; result: Values[LaboratoryMethod]; progress: Progress };
  };
}
