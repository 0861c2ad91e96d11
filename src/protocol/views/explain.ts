import * as v from 'valibot';
import type { Params } from '../schemas.js';
import type { FillMaskValue, GenerateValue, TranslateValue } from '../values.js';
import type { ExplainText } from './explainTexts.js';

/** A command's question and answer. */
export interface Told<Kind extends string, P, V> {
  kind: Kind;
  params: P;
  value: V;
  /** from the command to the value, engine start and loading included */
  milliseconds: number;
  /** what the person took: the words put in, or null while nothing was */
  taken: string | null;
}

/** What the last command asked and got: the material of *Explain Last Result*. */
export type LastResult =
  | Told<'fillMask', Params<'fillMask'>, FillMaskValue>
  | Told<'generate', Params<'generate'>, GenerateValue>
  | Told<'translate', Params<'translate'>, TranslateValue>;

/** Messages of the page to the host; checked, for a page is outside. `ready` comes whenever the page is built anew. */
export const fromExplainSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('copy'), what: v.picklist(['json', 'command']), text: v.string() }),
]);

export type FromExplain = v.InferOutput<typeof fromExplainSchema>;

/** What can be copied: what was asked and answered, or the console command that asks it again. */
export type ExplainCopy = Extract<FromExplain, { type: 'copy' }>['what'];

/** Messages of the host to the page. */
export type ToExplain =
  | {
      type: 'show';
      result: LastResult | null;
      /** the page's texts in the person's language; `{0}`, `{1}` … stand for what is put in */
      texts: Record<ExplainText, string>;
      /** BCP 47, for numbers */
      language: string;
      /** the terminal's program, for which commands are copied; empty where there is none */
      shell: string;
    }
  | { type: 'copied'; what: ExplainCopy };
