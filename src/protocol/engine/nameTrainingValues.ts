import type { Calibration, JudgedBy, RunOutcome, TrainedLayers } from './trainingValues.js';

/** A name in a text, by UTF-16 offsets. */
export interface NameSpan {
  start: number;
  end: number;
  label: string;
}

/** A name that was found, and how sure: as `entities` tells it by first tokens, the mean of the probabilities of its words' tags. */
export interface FoundName extends NameSpan {
  probability: number;
}

/** How names are found: a name is right where its label and both of its ends are (as CoNLL 2003 counts them). */
export interface NameCounts {
  /** names that are marked, that were found, and that were found right */
  marked: number;
  found: number;
  right: number;
}

/** How well names of lines are found that were not learnt from. */
export interface NameEvaluation extends NameCounts {
  lines: number;
  /** of each label, in their order */
  labels: (NameCounts & { label: string })[];
}

/** A line in which names were missed, or found where none are, by its place among the examples. */
export interface WrongNames {
  index: number;
  missed: NameSpan[];
  wrong: FoundName[];
}

/** The same lines with each name put at other words of its line by chance: what is found then is chance. */
export interface NameControl {
  shuffles: number;
  /** harmonic mean of precision and recall (F1), by names: on the mean, and at most */
  mean: number;
  most: number;
}

export interface TrainNamesValue extends RunOutcome {
  /** that it was made from */
  model: string;
  /** where the model lies */
  folder: string;
  /** in the order of their characters, with how many names each has in the lines */
  labels: { label: string; names: number }[];
  lines: number;
  /** places of lines that were cut to what the model reads */
  cut: number[];
  layers: TrainedLayers;
  /** numbers that were learnt, and that the model has */
  parameters: { trained: number; all: number };
  /** what the figures are of */
  judged: JudgedBy;
  /** a head on the model as it was, and what was made; null where no line was judged */
  head: NameEvaluation | null;
  tagger: NameEvaluation | null;
  /** of the names that were found in these lines: how probable they were, and whether they are right; null where there is none */
  calibration: Calibration | null;
  /** lines that were judged and are not told right */
  wrong: WrongNames[];
  /** of heads; null where no name was judged, none was asked for, or the run was ended before */
  control: NameControl | null;
  /** of the model that is kept, by step */
  losses: number[];
  gradientNorms: number[];
  /** the step whose weights are kept; 0: the head on the model as it was */
  bestStep: number;
}
