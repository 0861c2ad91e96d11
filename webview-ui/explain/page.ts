import type { ExplainCopy, ExplainText } from '../../src/protocol/webviews/index.js';
import type { Shell } from '../../src/protocol/engine/shell.js';
import type { Scale } from '../shared/axis.js';
import type { Numbers } from '../shared/numbers.js';

/** What survives the page being hidden. */
export interface PageState {
  scale: Scale;
  /** the written token that was looked at last */
  step: number;
  /** the run that `step` belongs to, told by its time */
  run: number;
}

/** What every part of the page is drawn with. */
export interface Page {
  /** a text in the person's language, figures put in */
  say: (text: ExplainText, ...values: readonly string[]) => string;
  numbers: Numbers;
  /** what copied commands are written for */
  shell: Shell;
  state: PageState;
  /** changes the state and keeps it */
  remember: (change: Partial<PageState>) => void;
  copy: (what: ExplainCopy, text: string) => void;
}
