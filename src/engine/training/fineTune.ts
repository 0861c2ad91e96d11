import type { CheckedParams, TrainingProgress } from '../../protocol/engine/index.js';
import { logSumExp } from '../../maths/softmax.js';
import { AdamW, clipFactor, gradientNorm, type Rate } from '../../training/adamW.js';
import { batches, shuffled, STREAMS } from '../../training/chance.js';
import { linearSchedule } from '../../training/schedule.js';
import { Random } from '../../decoding/sampling/random.js';
import type { LabelledLines } from './labelledLines.js';
import type { Trainer } from './trainer.js';

/** Lines that are judged at once. */
const JUDGED = 16;

export type TrainSettings = CheckedParams<'train'>;

/** What is trained: its weights, their gradients for a batch, and what it tells. */
export type Trainable = Pick<Trainer, 'parameters' | 'gradients' | 'logits'> & {
  model: Pick<Trainer['model'], 'head'>;
};

/** How a run is looked at and ended. */
export interface RunControl {
  /** Before each step: lets more urgent work in. @throws GlassboxError `cancelled` */
  pause(): Promise<void>;
  /** whether it is to end with the best that it has */
  isStopped(): boolean;
  report(progress: TrainingProgress): void;
}

export interface TuningResult {
  losses: number[];
  gradientNorms: number[];
  /** the step whose weights lie in the trainer now */
  bestStep: number;
  /** the step at which loss or gradients were no number any more */
  failedStep: number | null;
  isStopped: boolean;
}

/**
 * Trains from what lies in the trainer, and leaves the best of it there: the weights after the epoch with the least loss on
 * the lines held out; where there are none, with the least loss on its own. Tables of embeddings do not decay, and neither
 * do biases and norms.
 * @param learnt places of the lines that are learnt from; `held`: of those that are judged by
 */
export async function fineTune(
  trainer: Trainable,
  lines: LabelledLines,
  { learnt, held }: { learnt: readonly number[]; held: readonly number[] },
  settings: TrainSettings,
  control: RunControl,
  fold?: number,
): Promise<TuningResult> {
  const { parameters, model } = trainer;
  const perEpoch = Math.ceil(learnt.length / settings.batchSize);
  const steps = settings.steps ?? perEpoch * settings.epochs;
  const warmup = Math.floor(steps * settings.warmup);
  const optimiser = new AdamW(parameters);
  const random = new Random(settings.seed, STREAMS.order);
  const decays = new Set(
    parameters.list.filter(({ name, shape }) => shape.length > 1 && !/embed/.test(name)).map(({ name }) => name),
  );
  const result: TuningResult = { losses: [], gradientNorms: [], bestStep: 0, failedStep: null, isStopped: false };
  const best = parameters.values.slice();
  let least = held.length > 0 ? (await judged(trainer, lines, held, control)).loss : Infinity;
  let accuracy: number | undefined;
  while (result.losses.length < steps) {
    const first = result.losses.length;
    for (const batch of batches(shuffled(learnt.length, random), settings.batchSize).slice(0, steps - first)) {
      await control.pause();
      if (control.isStopped()) {
        result.isStopped = true;
        break;
      }
      const places = batch.map((at) => learnt[at]!);
      const loss = await trainer.gradients(
        { rows: places.map((at) => lines.rows[at]!) },
        places.map((at) => lines.classes[at]!),
      );
      const norm = gradientNorm(parameters);
      const step = result.losses.length + 1;
      if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
        result.failedStep = step;
        break;
      }
      const share = linearSchedule(step, warmup, steps);
      const rateOf = (name: string): Rate => ({
        learningRate: share * (model.head.has(name) ? settings.headLearningRate : settings.learningRate),
        weightDecay: decays.has(name) ? settings.weightDecay : 0,
      });
      optimiser.step(rateOf, clipFactor(norm, settings.clip));
      result.losses.push(loss);
      result.gradientNorms.push(norm);
      control.report({
        ...{ stage: 'learning', done: step, count: steps, loss, gradientNorm: norm },
        ...(accuracy !== undefined && { accuracy }),
        ...(fold !== undefined && { fold }),
      });
    }
    const own = result.losses.slice(first);
    const isOver = result.failedStep !== null;
    if (own.length > 0 && !isOver) {
      const judgement = held.length > 0 ? await judged(trainer, lines, held, control) : null;
      if (judgement) accuracy = judgement.right / held.length;
      const loss = judgement?.loss ?? own.reduce((sum, one) => sum + one, 0) / own.length;
      if (loss < least) {
        least = loss;
        best.set(parameters.values);
        result.bestStep = result.losses.length;
      }
    }
    if (isOver || result.isStopped) break;
  }
  parameters.values.set(best);
  return result;
}

/** What a classifier tells of lines. */
export interface Told {
  /** of each line: logits of the classes */
  logits: Float32Array[];
  /** mean of −log of the true class's probability */
  loss: number;
  right: number;
}

/** Lets the trainer's weights tell the classes of some lines. */
export async function judged(
  trainer: Trainable,
  { rows, classes, labels }: LabelledLines,
  places: readonly number[],
  control: Pick<RunControl, 'pause'>,
): Promise<Told> {
  const logits: Float32Array[] = [];
  // Lines of like length together: less of a batch is padding.
  const byLength = places
    .map((_, at) => at)
    .sort((one, other) => rows[places[one]!]!.length - rows[places[other]!]!.length);
  for (const batch of batches(byLength, JUDGED)) {
    await control.pause();
    const all = await trainer.logits({ rows: batch.map((at) => rows[places[at]!]!) });
    batch.forEach((at, row) => (logits[at] = all.slice(row * labels.length, (row + 1) * labels.length)));
  }
  let [loss, right] = [0, 0];
  places.forEach((place, at) => {
    const own = logits[at]![classes[place]!]!;
    loss += (logSumExp(logits[at]!) - own) / places.length;
    if (logits[at]!.every((logit) => logit <= own)) right += 1;
  });
  return { logits, loss, right };
}
