import type { ModelInfo, Params, Span, Values } from '../../../src/protocol/engine/index.js';
import type {
  AttentionMethod,
  AttentionSubject,
  AttentionView,
  FromAttentionWebview,
  KeptSide,
} from '../../../src/protocol/webviews/index.js';
import type { Shell } from '../../../src/protocol/engine/shell.js';
import type { Numbers } from '../../kit/numbers.js';
import type { ProgressListener } from './engineProxy.js';
import type { Cell } from './cell.js';
import type { Displayed } from './displayModel.js';

type Message<T extends FromAttentionWebview['type']> = Extract<FromAttentionWebview, { type: T }>;

/** What every part of the page is drawn with. */
export interface AttentionPage {
  numbers: Numbers;
  /** what copied commands are written for */
  shell: Shell;
  /** those that can show attention */
  models: readonly ModelInfo[];
  /** null: no text to look at */
  subject: AttentionSubject | null;
  /** what is shown and how */
  state: AttentionView;
  /** what stands beside it to compare with; null: nothing */
  other: KeptSide | null;
  /** keeps what is shown now as the other side, or lets it go */
  setOther: (other: KeptSide | null) => void;
  /** changes the state, keeps it over a reload, and draws what depends on it */
  setState: (change: Partial<AttentionView>) => void;
  /** the same without drawing: for what the caller has drawn itself */
  setStateSilently: (change: Partial<AttentionView>) => void;
  /**
   * Asks the engine. Another ask in the same slot cancels this one; the last few answers are kept, so asking the same
   * again is immediate.
   * @throws GlassboxError (as a rejection) with the engine's code; `cancelled` when another ask took the slot
   */
  request: <M extends AttentionMethod>(
    slot: string,
    method: M,
    params: Params<M>,
    measured?: ProgressListener,
  ) => Promise<Values[M]>;
  cancel: (slot: string) => void;
  /** marks a stretch of the text in the editor, and what reads it; null takes the marks away */
  markInEditor: (span: Span | null, reader?: Span | null) => void;
  /** puts the editor's cursor there */
  reveal: (span: Span) => void;
  /** leads to the Laboratory's experiment with masks, on this text */
  openLaboratory: () => void;
  save: (format: Message<'save'>['format'], name: string, content: Message<'save'>['content']) => void;
  copy: (what: Message<'copy'>['what'], text: string) => void;
  /** says something to screen readers, and to eyes for two seconds */
  announce: (text: string) => void;
}

/** A part of the page that lives until another takes its place. */
export interface PicturePart {
  element: HTMLElement;
  /** the editor's cursor moved, UTF-16 units into the subject; null: it is elsewhere */
  moveCursor?: (at: number | null) => void;
  /** the cell in focus, and the words that the editor's cursor stands in */
  focus?: (cell: Cell | null, cursor: Cell | null) => void;
  /** a cell that is pointed at elsewhere */
  hint?: (cell: Cell | null) => void;
  /** null: all in sight */
  zoom?: (factor: number | null) => void;
  /** what an export carries off; null while nothing is shown */
  displayed?: () => Displayed | null;
  dispose?: () => void;
}
