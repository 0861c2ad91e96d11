import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Sequence } from '../../src/protocol/engine/index.js';
import type { ExplainContract, ExplainCopy, LastResult } from '../../src/protocol/webviews/index.js';
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
  /** the sentence of a translation whose alternatives are open; null: none */
  sentence: number | null;
  /** what is shown; the host knows it no more when the window was reloaded */
  result: LastResult | null;
  /** of `result`; what another version kept is not shown */
  format: number;
}

/** Counted up when `LastResult` changes its form. */
export const RESULT_FORMAT = 1;

/** A sentence of a translation, and what its new one begins with. */
export type SentenceParams = ExplainContract['requests']['retranslate']['params'];

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
  /** the sentence of a translation whose alternatives are open */
  sentence: Signal<number | null>;
  /** the translation stands in a document, and a sentence can be replaced there */
  placed: boolean;
  /** @throws GlassboxError as a rejection */
  retranslate: (params: SentenceParams, signal: AbortSignal) => Promise<Sequence[]>;
  /** @returns whether it stands there now */
  replaceSentence: (segment: number, target: string) => Promise<boolean>;
}
