import type { DivergenceValue } from '../../../src/protocol/engine/index.js';
import type {
  DecodingState,
  FromDecodingWebview,
  ModelPlace,
  RunDistribution,
  StepPlace,
} from '../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../kit/numbers.js';

/** What survives the page being hidden or moved: how it was looked at. What was made lives with the host. */
export interface DecodingViewState {
  /** keys of parts that stand open although they start closed: `edit:ID`, `tokens:ID`, `tree:ID`, `laboratory` … */
  open: string[];
  /** keys of parts that were closed although they start open */
  closed: string[];
  /** the column that the table of measures is sorted by; null for the order of the recipes */
  sort: { column: string; descending: boolean } | null;
  /** pixels from the top */
  scroll: number;
  /** what a part keeps for itself, by its name */
  parts: Record<string, unknown>;
}

export const INITIAL_VIEW_STATE: DecodingViewState = { open: [], closed: [], sort: null, scroll: 0, parts: {} };

/** What every part of the page is drawn with. One object for the page's life; `state` is the newest from the host. */
export interface DecodingPage {
  numbers: Numbers;
  /** BCP 47 */
  language: string;
  readonly state: DecodingState;
  send: (message: FromDecodingWebview) => void;
  /** asks for the model's logits before a token; null where there is none. @throws GlassboxError as a rejection */
  distribution: (place: StepPlace) => Promise<RunDistribution | null>;
  /** asks how far another model is from a run's; null where nothing was written. @throws GlassboxError as a rejection */
  divergence: (place: ModelPlace) => Promise<DivergenceValue | null>;
  readonly viewState: DecodingViewState;
  /** changes how the page is looked at and keeps it */
  setViewState: (change: Partial<DecodingViewState>) => void;
  /** says something to screen readers when they have time: the end of a run, not each token */
  announce: (text: string) => void;
}

/** Whether a part stands open. */
export function isOpen({ viewState }: DecodingPage, key: string, startsOpen = false): boolean {
  return startsOpen ? !viewState.closed.includes(key) : viewState.open.includes(key);
}

/** Keeps that a part was opened or closed. */
export function setOpen(
  { viewState, setViewState }: DecodingPage,
  key: string,
  open: boolean,
  startsOpen = false,
): void {
  const field = startsOpen ? 'closed' : 'open';
  const others = viewState[field].filter((one) => one !== key);
  setViewState({ [field]: open === startsOpen ? others : [...others, key] });
}

/** What a part kept for itself, or what it starts with. Kept by this page only, so it is taken as typed. */
export function partState<T>({ viewState }: DecodingPage, name: string, fresh: T): T {
  return (viewState.parts[name] as T | undefined) ?? fresh;
}

export function setPartState({ viewState, setViewState }: DecodingPage, name: string, value: unknown): void {
  setViewState({ parts: { ...viewState.parts, [name]: value } });
}
