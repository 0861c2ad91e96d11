/* What training tells. */

/** Which weights a classifier learns with: its head alone, the upper layers too, or all of them. */
export const TRAINED_LAYERS = ['head', 'upper', 'all'] as const;
export type TrainedLayers = (typeof TRAINED_LAYERS)[number];

/** How well lines that were not learnt from are told. */
export interface Evaluation {
  /** lines that were told */
  count: number;
  right: number;
  /** of each label (row) how many lines were told to be each (column), in the order of the labels */
  confusion: number[][];
}

/** A line that was told wrongly, by its place among the examples. */
export interface WrongLine {
  index: number;
  label: string;
  told: string;
  /** of what was told */
  probability: number;
}

/** The same lines with their labels shuffled: what is told right then is chance. */
export interface LabelControl {
  shuffles: number;
  /** share of lines told right: on the mean, and at most */
  mean: number;
  most: number;
}

/** What figures are of: lines held out, each line by a model that had not seen it, or none. */
export type JudgedBy = 'heldOut' | 'folds' | 'none';

/** Lines, or names, that were told with probabilities from one to another, the upper end included in the last. */
export interface CalibrationBin {
  from: number;
  to: number;
  count: number;
  /** mean probability of what was told, and the share of it that is right; 0 where there is none */
  probability: number;
  right: number;
}

/** Whether probabilities can be taken at their word. */
export interface Calibration {
  /** expected calibration error (Guo et al. 2017): mean distance of probability and share right, weighted by their number */
  error: number;
  bins: CalibrationBin[];
}

/** How well heads tell that learnt from so many lines: share told right on the mean of some draws, least and most. */
export interface CurvePoint {
  lines: number;
  mean: number;
  least: number;
  most: number;
}

/** How a run of training ended. */
export interface RunOutcome {
  /** it was ended by `endRun` */
  stopped?: true;
  /** the step at which loss or gradients were no number any more; what is kept was before it */
  failedStep?: number;
  /** the step from which a run that was broken off was gone on with, of cross-validation in the part that was at work */
  resumedAt?: number;
  /** a run that was kept there and does not serve, having been made of something else: its step, null where it cannot be read */
  lost?: number | null;
  /** why it could not be kept as it went, as the system says it */
  notKept?: string;
  /**
   * lines, of a text sentences, that would have been held out and judge nothing, since the model that it is made from had
   * learnt them; left out where there are none
   */
  known?: number;
  seed: number;
  seconds: number;
}

export interface TrainValue extends RunOutcome {
  /** that it was made from */
  model: string;
  /** where the classifier lies; null where it was only judged */
  folder: string | null;
  /** in the order of its classes, with how many lines each has */
  labels: { label: string; lines: number }[];
  /** places of lines that were cut to what the model reads */
  cut: number[];
  layers: TrainedLayers;
  /** numbers that were learnt, and that the classifier has */
  parameters: { trained: number; all: number };
  judged: JudgedBy;
  /** the head on the model as it was */
  head: Evaluation | null;
  /** the classifier; the same as the head's where only that was trained */
  classifier: Evaluation | null;
  /** of the classifier, on the same lines; null where nothing was judged */
  calibration: Calibration | null;
  /**
   * of heads on the model as it was, by how many lines they learnt from; empty where nothing was judged, none
   * was asked for, or the run was ended before
   */
  curve: CurvePoint[];
  /** told wrongly by the classifier, the surest first */
  wrong: WrongLine[];
  /** of heads; null where nothing was judged, none was asked for, or the run was ended before */
  control: LabelControl | null;
  /** of the classifier that is kept, by step; where none is, of the last one that was judged */
  losses: number[];
  gradientNorms: number[];
  /** the step whose weights are kept; 0: the head on the model as it was */
  bestStep: number;
}

/** How far training is. */
export interface TrainingProgress {
  /** `reading`: lines through the model as it is; `learning`: steps */
  stage: 'reading' | 'learning';
  done: number;
  count: number;
  /** of the step */
  loss?: number;
  gradientNorm?: number;
  /** share of the lines held out that were told right when they were last judged */
  accuracy?: number;
  /** of cross-validation, from 1; left out for the model that is kept */
  fold?: number;
  /**
   * of a run that is gone on with, or looked at again, once before its next step: the losses of all steps up to this one, part
   * by part
   */
  past?: FoldLosses[];
}

/** Losses of the steps of one part of a cross-validation, or of the model that is kept. */
export interface FoldLosses {
  fold?: number;
  losses: number[];
}
