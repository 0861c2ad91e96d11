import * as v from 'valibot';
import type { Params } from '../engine/methods.js';
import type { PageContract } from './channel.js';
import type { FillMaskValue, GenerateValue, TranslateValue } from '../engine/values.js';

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

/** What the last command asked and got: the material of *Explain Last Result*. */
export type LastResult =
  | CommandResult<'fillMask', Params<'fillMask'>, FillMaskValue>
  | CommandResult<'generate', Params<'generate'>, GenerateValue>
  | CommandResult<'translate', Params<'translate'>, TranslateValue>;

/** Messages of the page to the host; checked, for a page is outside. */
export const fromExplainWebviewSchema = v.variant('type', [
  v.strictObject({ type: v.literal('copy'), what: v.picklist(['json', 'command']), text: v.string() }),
]);

export type FromExplainWebview = v.InferOutput<typeof fromExplainWebviewSchema>;

/** What can be copied: what was asked and answered, or the console command that asks it again. */
export type ExplainCopy = Extract<FromExplainWebview, { type: 'copy' }>['what'];

/** Messages of the host to the page. */
export type ToExplainWebview =
  | {
      type: 'show';
      result: LastResult | null;
      /** BCP 47, for numbers */
      language: string;
      /** the terminal's program, for which commands are copied; empty where there is none */
      shell: string;
    }
  | { type: 'copied'; what: ExplainCopy };

export interface ExplainContract extends PageContract {
  toHost: FromExplainWebview;
  toPage: ToExplainWebview;
  requests: Record<never, never>;
}
