import type { Experiment } from '../experiment.js';
import { atToken } from './atToken/atToken.js';
import { twoStepBeam } from './twoStepBeam/twoStepBeam.js';
import { typedLogits } from './typedLogits/typedLogits.js';

/** The laboratory's tabs in their order. */
export const EXPERIMENTS: readonly Experiment[] = [atToken, typedLogits, twoStepBeam];
