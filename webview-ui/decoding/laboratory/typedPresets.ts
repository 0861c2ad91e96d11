import type { DecodingLabText } from '../../../src/protocol/webviews/index.js';
import { NEUTRAL, type LabSettings } from './labModel.js';

/** A logit typed in by hand. */
export interface TypedLogit {
  name: string;
  logit: number;
  /** it stands in the text before: the repetition penalty acts on it */
  before: boolean;
}

export interface TypedPreset {
  name: DecodingLabText;
  /** what to try, and what to see */
  lesson: DecodingLabText;
  logits: TypedLogit[];
  settings: LabSettings;
}

export const FEWEST_LOGITS = 3;
export const MOST_LOGITS = 20;

const typed = (name: string, logit: number, before = false): TypedLogit => ({ name, logit, before });
/** Logits of these probabilities; of all logits that have them, those whose softmax needs no shift. */
const shares = (...pairs: [string, number][]) =>
  pairs.map(([name, share]) => typed(name, Math.round(1000 * Math.log(share)) / 1000));

/** The textbook's examples. */
export const TYPED_PRESETS: readonly TypedPreset[] = [
  {
    name: 'labPresetTemperature',
    lesson: 'labLessonTemperature',
    logits: [typed('A', 10), typed('B', 9.9), typed('C', 5)],
    settings: NEUTRAL,
  },
  {
    name: 'labPresetTopK',
    lesson: 'labLessonTopK',
    logits: shares(['tea', 0.4], ['coffee', 0.25], ['water', 0.15], ['milk', 0.1], ['soup', 0.06], ['sand', 0.04]),
    settings: { ...NEUTRAL, topK: 3 },
  },
  {
    name: 'labPresetTopP',
    lesson: 'labLessonTopP',
    logits: shares(['tea', 0.4], ['coffee', 0.25], ['water', 0.15], ['milk', 0.1], ['soup', 0.06], ['sand', 0.04]),
    settings: { ...NEUTRAL, topP: 0.75 },
  },
  {
    name: 'labPresetRepetition',
    lesson: 'labLessonRepetition',
    logits: [typed('cat', 2, true), typed('dog', 1.8), typed('the', -1, true), typed('sea', -1.1)],
    settings: { ...NEUTRAL, repetitionPenalty: 1.5 },
  },
];
