import type { ErrorValue } from '../../../src/protocol/engine/errors.js';
import type { LaboratoryText } from '../../../src/protocol/webviews/index.js';
import type { LabCall, LabInput } from './experiment.js';

/** What was measured last, and of what. */
export interface Outcome {
  experiment: string;
  part: string;
  input: Pick<LabInput, 'text' | 'other' | 'options'> & { models: Record<string, string> };
  calls: readonly LabCall[];
  result: unknown;
  /** more of it is to come */
  isPartial: boolean;
}

/** A text that waits for a measurement of its kind, and what was measured of it. */
export interface TextAside {
  text: string;
  outcome: Outcome | null;
}

/** What the editor keeps while the page is hidden. */
export interface KeptLaboratory {
  experiment: string | null;
  part: string;
  text: string;
  /** texts of the kinds that are not open */
  asides?: Partial<Record<LaboratoryText, TextAside>>;
  other: string;
  models: Record<string, string>;
  options: Record<string, string>;
  outcome: Outcome | null;
  /** it was stopped, and the outcome is what it had by then */
  stopped?: true;
  running?: RunningMeasurement;
}

/** What is being measured where that takes long: it goes on while the page is hidden. */
export interface RunningMeasurement extends Pick<LabInput, 'text' | 'other' | 'options'> {
  /** the part that it is of; the open one when left out */
  part?: string;
  /** by role */
  models: Record<string, string>;
  /** what of its result is settled already */
  settled?: unknown;
}

export type LabStatus =
  | { kind: 'idle' }
  | { kind: 'running'; done: number; of: number }
  | { kind: 'cancelled' }
  | { kind: 'failed'; error: ErrorValue };
