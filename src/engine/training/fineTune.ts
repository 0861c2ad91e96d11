import type { CheckedParams, FoldLosses, TrainingProgress } from '../../protocol/engine/index.js';
import { logSumExp } from '../../maths/softmax.js';
import { AdamW, clipFactor, gradientNorm as norm, type Rate } from '../../training/adamW.js';
import { batches, shuffled, STREAMS } from '../../training/chance.js';
import { longestOf } from '../../training/longest.js';
import { linearSchedule } from '../../training/schedule.js';
import { Random } from '../../decoding/sampling/random.js';
import type { LabelledLines } from './labelledLines.js';
import { fits } from './runKeeper.js';
import type { Trainer } from './trainer.js';

/** Lines that are judged at once. */
const JUDGED = 16;

export type TrainSettings = CheckedParams<'train'>;
/** How steps are taken. */
export type TuningSettings = Pick<
  TrainSettings,
  'batchSize' | 'steps' | 'epochs' | 'seed' | 'warmup' | 'learningRate' | 'headLearningRate' | 'weightDecay' | 'clip'
>;

/** What is learnt. */
export interface Lessons {
  rows: readonly (readonly number[])[];
  /** the labels of some rows, or of each token of each of them in turn, as many as the longest has */
  labelsOf(places: readonly number[]): number[];
  /** what is told of some rows: their mean loss, and how many are told right */
  judge(
    trainer: Trainable,
    places: readonly number[],
    control: Pick<RunControl, 'pause'>,
  ): Promise<{ loss: number; right: number }>;
}

/** Lines with a class each. */
export const lineLessons = (lines: LabelledLines): Lessons => ({
  rows: lines.rows,
  labelsOf: (places) => places.map((at) => lines.classes[at]!),
  judge: (trainer, places, control) => judged(trainer, lines, places, control),
});

/** What is trained: its weights, their gradients for a batch, and what it tells. */
export type Trainable = Pick<Trainer, 'parameters' | 'gradients' | 'logits' | 'rowsAtOnce'> & {
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

/** Where a run is within its steps. */
export interface TuningRecord {
  result: TuningResult;
  /** the least loss so far, null before the first, and the share told right when lines were judged last */
  least: number | null;
  accuracy: number | null;
}

/** A run's state as it goes: where it was when it was broken off, and where it is to be kept. */
export interface TuningKeeper {
  found: { record: TuningRecord; tensors: ReadonlyMap<string, Float32Array> } | null;
  isDue(): boolean;
  keep(record: TuningRecord, tensors: ReadonlyMap<string, Float32Array>): Promise<void>;
}

/** What is kept of a run, as many numbers each as are trained: weights, the best of them, the optimiser's moments. */
const KEPT = ['values', 'best', 'first', 'second'] as const;

/** Whether numbers that were kept are those of what is trained here. */
export const isKeptOf = ({ parameters }: Pick<Trainable, 'parameters'>, kept: ReadonlyMap<string, Float32Array>) =>
  fits(kept, new Map(KEPT.map((name) => [name, parameters.values])));

/**
 * Trains from what lies in the trainer, and leaves the best of it there: the weights after the epoch with the least loss on
 * the lines held out; where there are none, with the least loss on its own. Tables of embeddings do not decay, and neither
 * do biases and norms.
 * @param learnt places of the lines that are learnt from; `held`: of those that are judged by
 * @param keeper null: the run is not kept; `past`: losses of the parts before, told with those of its own where it is gone on with
 */
export async function fineTune(
  trainer: Trainable,
  lessons: Lessons,
  { learnt, held }: { learnt: readonly number[]; held: readonly number[] },
  settings: TuningSettings,
  control: RunControl,
  {
    fold,
    keeper = null,
    past = [],
  }: { fold?: number | undefined; keeper?: TuningKeeper | null; past?: readonly FoldLosses[] } = {},
): Promise<TuningResult> {
  const { parameters } = trainer;
  const perEpoch = Math.ceil(learnt.length / settings.batchSize);
  const steps = settings.steps ?? perEpoch * settings.epochs;
  const optimiser = new AdamW(parameters);
  const orders = new EpochOrders(learnt.length, new Random(settings.seed, STREAMS.order));
  const best = parameters.values.slice();
  const { first, second } = optimiser.state;
  const own: Record<(typeof KEPT)[number], Float32Array> = { values: parameters.values, best, first, second };
  const tensors = new Map(Object.entries(own));
  const record: TuningRecord = keeper?.found?.record ?? {
    result: { losses: [], gradientNorms: [], bestStep: 0, failedStep: null, isStopped: false },
    least: held.length > 0 ? (await lessons.judge(trainer, held, control)).loss : null,
    accuracy: null,
  };
  const { result } = record;
  for (const [name, values] of keeper?.found?.tensors ?? []) tensors.get(name)?.set(values);
  optimiser.restore({ first, second, steps: result.losses.length });
  const part = fold !== undefined && { fold };
  tellPast(keeper, [...past, { ...part, losses: [...result.losses] }], steps, control);
  const judge = async () => {
    const judgement = held.length > 0 ? await lessons.judge(trainer, held, control) : null;
    if (judgement) record.accuracy = judgement.right / held.length;
    const done = result.losses.length;
    const own = result.losses.slice(done - 1 - ((done - 1) % perEpoch));
    const loss = judgement?.loss ?? own.reduce((sum, one) => sum + one, 0) / own.length;
    if (loss < (record.least ?? Infinity)) {
      record.least = loss;
      best.set(parameters.values);
      result.bestStep = done;
    }
  };
  for (let step = result.losses.length + 1; step <= steps; step++) {
    await control.pause();
    if (control.isStopped()) {
      result.isStopped = true;
      // What was learnt since the last epoch's end counts, too.
      if ((step - 1) % perEpoch > 0) await judge();
      break;
    }
    const order = orders.of(Math.floor((step - 1) / perEpoch));
    const places = batches(order, settings.batchSize)[(step - 1) % perEpoch]!.map((at) => learnt[at]!);
    const found = await learnStep({ trainer, lessons, settings, optimiser, control }, places, { step, steps });
    if (!found) {
      result.failedStep = step;
      break;
    }
    result.losses.push(found.loss);
    result.gradientNorms.push(found.gradientNorm);
    control.report({
      ...{ stage: 'learning', done: step, count: steps, ...found },
      ...(record.accuracy !== null && { accuracy: record.accuracy }),
      ...part,
    });
    if (step % perEpoch === 0 || step === steps) await judge();
    if (keeper?.isDue()) await keeper.keep(record, tensors);
  }
  parameters.values.set(best);
  return result;
}

/** Tells the losses up to where a run is gone on with, those of its own part last. */
function tellPast(
  keeper: TuningKeeper | null,
  past: FoldLosses[],
  count: number,
  control: Pick<RunControl, 'report'>,
): void {
  if (!keeper?.found) return;
  const { losses, ...part } = past.at(-1)!;
  const loss = losses.at(-1);
  if (loss !== undefined) control.report({ stage: 'learning', done: losses.length, count, loss, ...part, past });
}

/** The order in which each epoch takes the lines, by one stream of chance. */
class EpochOrders {
  #epoch = -1;
  #order: number[] = [];

  constructor(
    private readonly count: number,
    private readonly random: Random,
  ) {}

  /** @param epoch from 0, not before the last that was asked for */
  of(epoch: number): readonly number[] {
    for (; this.#epoch < epoch; this.#epoch++) this.#order = shuffled(this.count, this.random);
    return this.#order;
  }
}

/** Loss and gradients' norm of a step; null where they are no numbers. */
async function learnStep(
  {
    trainer,
    lessons,
    settings,
    optimiser,
    control,
  }: {
    trainer: Trainable;
    lessons: Lessons;
    settings: TuningSettings;
    optimiser: AdamW;
    control: Pick<RunControl, 'pause'>;
  },
  places: readonly number[],
  { step, steps }: { step: number; steps: number },
): Promise<{ loss: number; gradientNorm: number } | null> {
  const { parameters, model } = trainer;
  const rows = places.map((at) => lessons.rows[at]!);
  const loss = await trainer.gradients({ rows }, lessons.labelsOf(places), control.pause);
  // The optimiser takes half as long as the gradients.
  await control.pause();
  const gradientNorm = norm(parameters);
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return null;
  const share = linearSchedule(step, Math.floor(steps * settings.warmup), steps);
  const decays = new Set(
    parameters.list.filter(({ name, shape }) => shape.length > 1 && !/embed/.test(name)).map(({ name }) => name),
  );
  const rateOf = (name: string): Rate => ({
    learningRate: share * (model.head.has(name) ? settings.headLearningRate : settings.learningRate),
    weightDecay: decays.has(name) ? settings.weightDecay : 0,
  });
  optimiser.step(rateOf, clipFactor(gradientNorm, settings.clip));
  return { loss, gradientNorm };
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
  const longest = Math.max(1, longestOf(places.map((place) => rows[place]!)));
  for (const batch of batches(byLength, Math.min(JUDGED, trainer.rowsAtOnce(longest)))) {
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
