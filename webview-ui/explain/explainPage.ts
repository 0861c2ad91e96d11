import type { ExplainCopy } from '../../src/protocol/webviews/index.js';
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
}

/** What every part of the page is drawn with. */
export interface ExplainPage {
  numbers: Numbers;
  /** what copied commands are written for */
  shell: Shell;
  state: ExplainViewState;
  /** changes the state and keeps it */
  setState: (change: Partial<ExplainViewState>) => void;
  copy: (what: ExplainCopy, text: string) => void;
}
