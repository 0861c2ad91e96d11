import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ExplainCopy, LastResult } from '../../src/protocol/webviews/index.js';
import type { Shell } from '../../src/protocol/engine/shell.js';
import type { AxisScale } from '../kit/probabilityAxis.js';
import type { Numbers } from '../kit/numbers.js';

/** What survives the page being hidden. */
export interface ExplainViewState {
  scale: AxisScale;
  /** the written token that was looked at last */
  step: number;
  /** the run that `step` belongs to, told by its time */
  run: number;
  /** what is shown; the host knows it no more when the window was reloaded */
  result: LastResult | null;
  /** of `result`; what another version kept is not shown */
  format: number;
}

/** Counted up when `LastResult` changes its form. */
export const RESULT_FORMAT = 1;

/** What the page is drawn with. */
export interface ExplainPage {
  numbers: Numbers;
  /** what copied commands are written for */
  shell: Shell;
  scale: Signal<AxisScale>;
  /** the written token that is looked at */
  step: Signal<number>;
  /** says what was done just now */
  toast: ReadonlySignal<string>;
  copy: (what: ExplainCopy, text: string) => void;
}

/** What parts are drawn with that only write figures. */
export type WithNumbers = Pick<ExplainPage, 'numbers'>;
