import {
  TRAINED_LAYERS,
  toErrorValue,
  type ErrorValue,
  type Params,
  type TrainedLayers,
  type TrainingProgress,
  type TrainValue,
} from '../../../../src/protocol/engine/index.js';
import type { Bench } from '../../model/experiment.js';
import { classesOfLines, differentLines, labelledLines } from '../../model/labelledText.js';

/** What is chosen beside the lines. */
export interface TuningSettings {
  headRate: number;
  layerRate: number;
  epochs: number;
  seed: number;
}

/** What classifiers came to that learnt in one way, each of them judged by the part that it had not seen. */
export interface TunedOutcome {
  /** lines that were told, and how many of them rightly */
  told: number;
  right: number;
  /** of each label (row) how many lines were told to be each (column) */
  confusion: number[][];
  /** numbers that were learnt, and that a classifier has */
  trained: number;
  all: number;
  /** of all parts, reading and judging included; null where it was broken off in between */
  seconds: number | null;
  wrong: { text: string; label: string; told: string; probability: number }[];
}

export interface TunedWay {
  layers: TrainedLayers;
  /** the part that is at work, from 1, and its steps: those that are done, and that there will be; 0 of a fitted head */
  part: number;
  done: number;
  steps: number;
  /** of the step that was done last, nats a line */
  loss: number | null;
  /** mean loss over the parts and over the steps since the last point, nats a line */
  points: { step: number; loss: number }[];
  /** parts whose loss or gradients were no number any more: their best before that was judged */
  failed: number;
  outcome: TunedOutcome | null;
  /** why it cannot learn so */
  refusal: ErrorValue | null;
}

export interface TuningResult extends TuningSettings {
  /** as they were given */
  text: string;
  model: string;
  lines: number;
  /** lines that say something of their own, whatever their signs and capitals */
  different: number;
  /** lines that were longer than the model reads */
  cut: number;
  labels: string[];
  /** of the cross-validation */
  parts: number;
  ways: TunedWay[];
}

/** How many layers are the upper ones. */
export const UPPER_LAYERS = 2;
export const BATCH_SIZE = 8;
/** Parts of the cross-validation: each line is told once, by a classifier that has learnt from the other three. */
const PARTS = 4;
/** Each label has one to learn from and one to judge by. */
const LEAST_LINES = 2;
/** Points of a curve at most. */
const POINTS = 60;

/** What the engine is asked: nothing is kept. */
export const paramsOf = (
  model: string,
  examples: Params<'train'>['examples'],
  layers: TrainedLayers,
  { headRate, layerRate, epochs, seed }: TuningSettings,
): Params<'train'> => ({
  ...{ model, examples, layers, upperLayers: UPPER_LAYERS, epochs, batchSize: BATCH_SIZE, folds: PARTS, seed },
  ...{ headLearningRate: headRate, learningRate: layerRate, shuffles: 0, curvePoints: 0 },
});

/** Steps of each part: of so many lines parts differ by one at most. */
function stepsOf(lines: number, parts: number, epochs: number): number[] {
  const learnt = (part: number) => lines - Math.ceil((lines - part) / parts);
  return Array.from({ length: parts }, (_, part) => epochs * Math.ceil(learnt(part) / BATCH_SIZE));
}

/**
 * Has the same lines learnt in all three ways, from the least that can learn on; gives what there is at each point of a curve.
 * @param before its ways stand already
 * @throws GlassboxError the engine's; `bad-request` for what is no labelled lines, two labels at least
 */
export async function* tune(
  bench: Bench,
  text: string,
  model: string,
  settings: TuningSettings,
  before?: TuningResult,
): AsyncGenerator<TuningResult> {
  const examples = labelledLines(text);
  const { labels } = classesOfLines(examples, LEAST_LINES);
  const parts = Math.min(PARTS, examples.length);
  const [lines, different] = [examples.length, differentLines(examples)];
  const result: TuningResult = { ...settings, text, model, lines, different, cut: 0, labels, parts, ways: [] };
  const steps = stepsOf(lines, parts, settings.epochs);
  const each = steps.reduce((sum, count) => sum + count, 0);
  const learning = TRAINED_LAYERS.filter((layers) => layers !== 'head');
  for (const layers of TRAINED_LAYERS) {
    const params = paramsOf(model, examples, layers, settings);
    const known = before?.model === model ? before.ways.find((way) => way.layers === layers) : undefined;
    if (before && known) {
      bench.recall('train', params);
      Object.assign(result, { labels: before.labels, cut: before.cut, ways: [...result.ways, known] });
      yield { ...result };
      continue;
    }
    const recorder = new WayRecorder(layers, layers === 'head' ? [] : steps);
    const tell = (done: number) =>
      bench.progress(
        Math.max(
          0,
          learning.findIndex((one) => one === layers),
        ) *
          each +
          done,
        learning.length * each,
      );
    tell(0);
    try {
      for await (const told of bench.follow('train', params)) {
        if (told.kind === 'value') {
          const { value } = told;
          Object.assign(result, { labels: value.labels.map(({ label }) => label), cut: value.cut.length });
          recorder.end(value, examples);
        } else if (told.progress.kind === 'training' && recorder.take(told.progress.progress)) {
          tell(recorder.done);
          yield { ...result, ways: [...result.ways, recorder.snapshot] };
        }
      }
    } catch (error) {
      const refusal = toErrorValue(error);
      if (!isOfTheWay(refusal)) throw error;
      recorder.refuse(refusal);
    }
    result.ways = [...result.ways, recorder.snapshot];
    yield { ...result };
  }
}

/** The ways that need not be learnt again; null: none yet. */
export function settledWays(result: TuningResult): TuningResult | null {
  const ways = result.ways.filter(({ outcome, refusal }) => outcome !== null || refusal !== null);
  return ways.length === 0 ? null : { ...result, ways };
}

/** Whether another way of learning may go all the same. */
function isOfTheWay({ code, details }: ErrorValue): boolean {
  if (code === 'out-of-memory') return true;
  return details?.kind === 'training' && (details.problem === 'noRule' || details.problem === 'noLayers');
}

/** Takes up what one training tells, as a curve of so many points. */
class WayRecorder {
  readonly #way: TunedWay;
  readonly #stretch: number;
  /** by step: the sum of the losses, and of how many parts */
  readonly #losses: { sum: number; parts: number }[] = [];
  /** in all parts */
  done = 0;

  /** @param steps of each part; none of a head, which is fitted at once */
  constructor(
    layers: TrainedLayers,
    private readonly steps: readonly number[],
  ) {
    const most = Math.max(0, ...steps);
    this.#way = {
      ...{ layers, part: 0, done: 0, steps: most, loss: null, points: [], failed: 0, outcome: null, refusal: null },
    };
    this.#stretch = Math.max(1, Math.ceil(most / POINTS));
  }

  /** @returns whether there is a new point */
  take({ stage, done, count, loss, fold = 1, past }: TrainingProgress): boolean {
    if (stage !== 'learning' || loss === undefined) return false;
    for (const one of past ?? []) {
      const part = one.fold ?? 1;
      for (const [at, own] of one.losses.entries()) this.#step(part, at + 1, this.steps[part - 1] ?? count, own);
    }
    if (!past) this.#step(fold, done, count, loss);
    this.done = this.steps.slice(0, fold - 1).reduce((sum, one) => sum + one, done);
    return past !== undefined || done % this.#stretch === 0 || done === count;
  }

  end({ classifier, parameters, seconds, wrong, resumedAt }: TrainValue, examples: readonly { text: string }[]): void {
    this.#close();
    if (!classifier) return;
    const { count: told, right, confusion } = classifier;
    this.#way.outcome = {
      ...{ told, right, confusion, ...parameters },
      // What is gone on with tells the time since then.
      seconds: resumedAt === undefined ? seconds : null,
      wrong: wrong.map(({ index, ...one }) => ({ text: examples[index]?.text ?? '', ...one })),
    };
  }

  refuse(refusal: ErrorValue): void {
    this.#way.refusal = refusal;
  }

  /** As it is now; what is taken up later does not change it. */
  get snapshot(): TunedWay {
    const points: TunedWay['points'] = [];
    for (let from = 0; from < this.#losses.length; from += this.#stretch) {
      const own = this.#losses.slice(from, from + this.#stretch);
      points.push({
        step: from + own.length,
        loss: own.reduce((sum, one) => sum + one.sum / one.parts, 0) / own.length,
      });
    }
    return { ...this.#way, points };
  }

  #step(part: number, done: number, steps: number, loss: number): void {
    if (part !== this.#way.part) this.#close();
    Object.assign(this.#way, { part, done, steps, loss });
    const own = (this.#losses[done - 1] ??= { sum: 0, parts: 0 });
    own.sum += loss;
    own.parts += 1;
  }

  /** A part that ended before its last step could not go on. */
  #close(): void {
    if (this.#way.done < this.#way.steps && this.#way.part > 0) this.#way.failed += 1;
  }
}
