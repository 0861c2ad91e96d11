import type { RunDistribution } from '../../../src/protocol/webviews/index.js';
import type { ViewContext } from '../model/viewContext.js';
import type { FilterBench } from './filterBench.js';

/** The logits of a token's place. */
export interface LabPlace {
  distribution: Pick<RunDistribution, 'value' | 'before'>;
  /** which place that is, in words */
  place: string;
}

/** What an experiment is made with. */
export interface ExperimentContext<State> {
  view: ViewContext;
  /** sliders for temperature and filters, and what they make of logits; shared, so that settings go along */
  bench: FilterBench;
  /** what it kept, over a reload too, or `initial` */
  kept: State;
  keep(this: void, state: State): void;
  /** draws its tab anew, with what `elements` then gives */
  refresh(this: void): void;
  /** asks for the logits of the place that the user looks at; `update` answers */
  askForPlace(this: void): void;
}

/** An experiment in its tab. */
export interface ExperimentView {
  /** what stands in the tab now */
  elements(): readonly HTMLElement[];
  /** called when its elements stand */
  shown?(): void;
  /** other logits of a place; null: there are none (yet) */
  update?(place: LabPlace | null): void;
}

/** A tab of the laboratory. A new one is a folder in `experiments`, and a line in its index. */
export interface Experiment<State = unknown> {
  /** under which its state is kept: it stays */
  id: string;
  title(this: void): string;
  /** the state that it starts with, where it keeps one */
  initial?: State;
  /** called when its tab is shown for the first time */
  open(context: ExperimentContext<State>): ExperimentView;
}
