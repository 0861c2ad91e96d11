import type { CutText, DecodingLabText, RunText } from '../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../kit/numbers.js';

/** What tree, distribution, laboratory and determinism check are drawn with; a page is one. */
export interface ViewContext {
  /** a text in the user's language, figures put in */
  say: (text: DecodingLabText | CutText | RunText, ...values: readonly string[]) => string;
  numbers: Numbers;
}
