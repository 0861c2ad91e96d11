import * as v from 'valibot';
import { paramSchemas, type Params } from '../engine/methods.js';
import type { PageContract } from './channel.js';
import type { GenerateValue, Sequence } from '../engine/generationValues.js';
import type { FillMaskValue } from '../engine/values.js';
import type { SearchValue } from '../engine/searchValues.js';
import type { TranslateValue } from '../engine/translationValues.js';
import type { ReadingResult } from './reading.js';

/** A command's question and answer. */
export interface CommandResult<Kind extends string, P, V> {
  kind: Kind;
  params: P;
  value: V;
  /** from the command to the value, engine start and loading included */
  milliseconds: number;
  /** what the user took: the words put in, or null while nothing was */
  taken: string | null;
}

/** What a command asked and got that writes into a text. */
export type WritingResult =
  | CommandResult<'fillMask', Params<'fillMask'>, FillMaskValue>
  | CommandResult<'generate', Params<'generate'>, GenerateValue>
  | CommandResult<'translate', Params<'translate'>, TranslateValue>;

/** What was searched for; the texts are not kept where they are longer than a command may be. */
export type SearchAsked = Omit<Params<'search'>, 'documents'> & {
  documents?: { name: string; text: string | null }[] | undefined;
};

/** What the last command asked and got: the material of *Explain Last Result*. */
export type LastResult = WritingResult | ReadingResult | CommandResult<'search', SearchAsked, SearchValue>;

/** Messages of the page to the host; checked, for a page is outside. */
export const fromExplainWebviewSchema = v.variant('type', [
  v.strictObject({ type: v.literal('copy'), what: v.picklist(['json', 'command', 'sentence']), text: v.string() }),
]);

export type FromExplainWebview = v.InferOutput<typeof fromExplainWebviewSchema>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What the page asks for; checked like its messages. */
export const explainRequestSchemas = {
  /** a sentence translated again as it was, from the tokens on that it is to begin with */
  retranslate: v.omit(paramSchemas.translate, ['alternatives']),
  /**
   * another translation of a sentence, to be put in the place of the one that stands in the document; the run is told by
   * its time, for another one may have come meanwhile
   */
  replaceSentence: v.strictObject({ run: v.number(), segment: count, target: v.string() }),
};

type ExplainParams<R extends keyof typeof explainRequestSchemas> = v.InferInput<(typeof explainRequestSchemas)[R]>;

/** What can be copied: what was asked and answered, the console command that asks it again, or a sentence. */
export type ExplainCopy = Extract<FromExplainWebview, { type: 'copy' }>['what'];

/** Messages of the host to the page. */
export type ToExplainWebview =
  | {
      type: 'show';
      result: LastResult | null;
      /** a translation that was put into a document, whose sentences can be replaced there */
      placed: boolean;
      /** BCP 47, for numbers */
      language: string;
      /** the terminal's program, for which commands are copied; empty where there is none */
      shell: string;
    }
  | { type: 'copied'; what: ExplainCopy };

export interface ExplainContract extends PageContract {
  toHost: FromExplainWebview;
  toPage: ToExplainWebview;
  requests: {
    /** answered with what the search found, best first; `ids` and `steps` begin behind the prefix */
    retranslate: { params: ExplainParams<'retranslate'>; result: Sequence[]; progress: never };
    /** answered with whether it stands there now; if not, the user was offered a copy */
    replaceSentence: { params: ExplainParams<'replaceSentence'>; result: boolean; progress: never };
  };
}
