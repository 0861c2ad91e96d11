import type { Numbers } from '../../kit/numbers.js';

/** What tree, distribution, laboratory and determinism check are drawn with; a page is one. */
export interface ViewContext {
  numbers: Numbers;
}
