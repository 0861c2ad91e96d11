import type { Params } from '../schemas.js';
import type { FillMaskValue, GenerateValue, TranslateValue } from '../values.js';

interface Told<Kind extends string, P, V> {
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

/** Messages of the page to the host. */
export type FromExplain = { type: 'ready' } | { type: 'copy'; text: string } | { type: 'rerun' };

/** Messages of the host to the page. `strings` are the page's texts in the person's language. */
export type ToExplain = { type: 'show'; result: LastResult | null; strings: Record<string, string> };
