import type { Experiment } from '../model/experiment.js';
import { anatomy } from './anatomy/anatomy.js';
import { choice } from './choice/choice.js';
import { fineTuning } from './fineTuning/fineTuning.js';
import { gap } from './gap/gap.js';
import { information } from './information/information.js';
import { layers } from './layers/layers.js';
import { masks } from './masks/masks.js';
import { meaning } from './meaning/meaning.js';
import { nothing } from './nothing/nothing.js';
import { pairs } from './pairs/pairs.js';
import { probes } from './probes/probes.js';
import { sentence } from './sentence/sentence.js';
import { task } from './task/task.js';
import { tokens } from './tokens/tokens.js';
import { trainingSignal } from './trainingSignal/trainingSignal.js';
import { weights } from './weights/weights.js';
import { writer } from './writer/writer.js';

/** The laboratory's experiments in their order. */
export const EXPERIMENTS: readonly Experiment[] = [
  tokens,
  masks,
  information,
  sentence,
  gap,
  writer,
  meaning,
  layers,
  probes,
  task,
  pairs,
  trainingSignal,
  fineTuning,
  nothing,
  anatomy,
  weights,
  choice,
];
