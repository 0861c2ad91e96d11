import { Random } from '../../../decoding/sampling/random.js';
import type {
  LearnerJudgement,
  LearnerPast,
  LearnerStep,
  LearnerValue,
  PretrainingProgress,
  PretrainingSample,
  PretrainValue,
} from '../../../protocol/engine/index.js';
import { chanceOfStep, STREAMS } from '../../../training/chance.js';
import { learntFile, sentencesOf } from '../learntTexts.js';
import { beginningOf, fingerprintOf, RunKeeper, type RunState } from '../runKeeper.js';
import { requirePlace, saveModel } from '../saveModel.js';
import { tokenizerFiles } from './characters.js';
import { Learner, type LearnerHistory } from './learner.js';
import { learnerModel, learnerPlan, type LearnerModel, type PretrainSettings } from './learnerModel.js';
import { pretrainCard } from './pretrainCard.js';
import { requireRoom } from './pretrainMemory.js';
import { frequencyLoss, LearnerText, pretrainText, type PretrainText } from './pretrainText.js';
import { continued, filled } from './samples.js';
import { chanceStarts } from './windows.js';

/** How a run is looked at and ended. */
export interface PretrainControl {
  /** Between steps: lets more urgent work in. @throws GlassboxError `cancelled` */
  pause(): Promise<void>;
  /** whether it is to end with the best that it has */
  isStopped(): boolean;
  report(progress: PretrainingProgress): void;
}

/** Behind the folder's name: where each learner's model lies. */
const SUFFIXES = { decoder: '-gpt', encoder: '-bert' } as const;
const placeOf = ({ folder }: PretrainSettings, learner: LearnerModel['name']): string | null =>
  folder === undefined ? null : folder + SUFFIXES[learner];

/** A run: what learns, and from what. */
interface Run {
  settings: PretrainSettings;
  control: PretrainControl;
  text: PretrainText;
  keeper: RunKeeper;
  learners: { learner: Learner; reads: LearnerText }[];
}

/**
 * Lets a GPT and a BERT learn a text from nothing, of the same size, by the same windows, in turn; looks at them now and then
 * by text that is held out; and, where a folder is named, saves of each the best that it was, as a model that transformers loads.
 * @param limit bytes of memory that it may take; `interval`: milliseconds between two times that the run is kept
 * @throws GlassboxError `bad-request`, `model-broken`, `out-of-memory`, `cancelled`
 */
export async function pretrain(
  settings: PretrainSettings,
  control: PretrainControl,
  { threads, limit, interval }: { threads: number; limit: number; interval?: number },
): Promise<PretrainValue> {
  const started = performance.now();
  const text = pretrainText(settings);
  const random = new Random(settings.seed, STREAMS.weights);
  const plans = settings.learners.map((name) => learnerPlan(name, settings, text.characters));
  requireRoom(plans, settings, limit);
  const models = plans.map((plan) => learnerModel(plan, settings, random));
  for (const { name, model } of models) {
    const place = placeOf(settings, name);
    if (place !== null) await requirePlace(place, model.weights);
  }
  const { keeper, ...opened } = await RunKeeper.open(settings.run, fingerprintOf(settings), interval);
  const run: Run = { settings, control, text, keeper, learners: [] };
  try {
    for (const own of models) {
      const learner = await Learner.create(own, settings, threads);
      run.learners.push({ learner, reads: new LearnerText(own, text, settings) });
    }
    const resumedAt = opened.found && resume(run, opened.found);
    const isStopped = await learn(run, resumedAt ?? 0);
    // Where the models cannot be put in place, as on a full disk, what was learnt is not lost.
    await keeper.keep(stateOf(run));
    const value: PretrainValue = {
      ...toldOf(text, settings),
      learners: run.learners.map(({ learner }) => valueOf(learner, settings)),
      steps: settings.steps,
      ...(isStopped && { stopped: true as const }),
      ...beginningOf(opened, resumedAt !== null),
      ...(keeper.fault !== null && { notKept: keeper.fault }),
      seed: settings.seed,
      seconds: (performance.now() - started) / 1000,
    };
    for (const { learner } of run.learners) await save(learner, run.text, settings, value);
    await keeper.remove();
    return value;
  } finally {
    for (const { learner } of run.learners) await learner.trainer.dispose();
  }
}

/** What is told of a text. */
const toldOf = (text: PretrainText, { length }: PretrainSettings): Pick<PretrainValue, 'text' | 'frequencyLoss'> => ({
  text: {
    characters: text.places.length,
    learnt: text.cut,
    heldOut: text.places.length - text.cut,
    vocabulary: text.characters.length,
    unknown: text.unknown,
  },
  frequencyLoss: frequencyLoss(text, length),
});

/** What the learners are after their last step. */
function stateOf({ learners }: Run): RunState {
  const states = learners.map(({ learner }) => learner.state);
  return {
    step: Math.max(...states.map(({ record }) => record.losses.length)),
    record: states.map(({ record }) => record),
    tensors: new Map(states.flatMap(({ tensors }) => tensors)),
  };
}

/** @returns the step that was the last; null where the state is none of this run's */
function resume({ learners }: Run, { step, record, tensors }: RunState): number | null {
  if (!learners.every(({ learner }) => learner.fits(tensors))) return null;
  const histories = record as LearnerHistory[];
  for (const [at, { learner }] of learners.entries()) learner.restore(histories[at]!, tensors);
  return step;
}

/** All steps behind one. @returns whether it was ended before the last */
async function learn(run: Run, from: number): Promise<boolean> {
  const { settings, control, keeper, learners } = run;
  const past = from === 0 ? {} : { past: learners.map(({ learner }) => pastOf(learner)) };
  // What is gone on with between two looks is looked at when its time comes, as if it had not been broken off.
  const looked = from % settings.every === 0 ? await look(run) : {};
  control.report({
    done: from,
    count: settings.steps,
    steps: [],
    begun: { ...toldOf(run.text, settings), ...past },
    ...looked,
  });
  for (let step = from + 1; step <= settings.steps; step++) {
    await control.pause();
    if (control.isStopped()) {
      await look(run);
      return true;
    }
    const done = await learnStep(run, step);
    if (learners.every(({ learner }) => learner.isFailed)) return false;
    const isLooked = step % settings.every === 0 || step === settings.steps;
    control.report({ done: step, count: settings.steps, steps: done, ...(isLooked && (await look(run))) });
    if (keeper.isDue) await keeper.keep(stateOf(run));
  }
  return false;
}

async function learnStep({ settings, control, text, learners }: Run, step: number): Promise<LearnerStep[]> {
  const { seed, batchSize, length } = settings;
  const places = text.places.subarray(0, text.cut);
  const starts = chanceStarts(batchSize, places, length, chanceOfStep(seed, STREAMS.windows, step));
  const done: LearnerStep[] = [];
  for (const { learner, reads } of learners) {
    if (learner.isFailed) continue;
    if (done.length > 0) await control.pause();
    const batch = reads.batch(starts, chanceOfStep(seed, STREAMS.masks, step));
    const found = await learner.learn(batch, step, () => control.pause());
    if (found) done.push(found);
  }
  return done;
}

/** What the learners make of the text held out, and what they write, unless they were just looked at. */
async function look({ settings, control, text, learners }: Run) {
  const judgements: LearnerJudgement[] = [];
  const samples: PretrainingSample[] = [];
  const pause = () => control.pause();
  for (const { learner, reads } of learners) {
    const step = learner.history.losses.length;
    if (learner.isFailed || learner.history.judgements.at(-1)?.step === step) continue;
    judgements.push(await learner.judge(reads.judged, pause));
    if (settings.sampleLength === 0) continue;
    const random = chanceOfStep(settings.seed, STREAMS.samples, step);
    const own = [await continued(learner, reads.prompt, settings, { random, pause, known: text.words })];
    samples.push(...own);
    learner.history.samples.push(...own);
    if (learner.own.name !== 'encoder') continue;
    const gaps = await filled(learner, reads.judged);
    samples.push(gaps);
    learner.history.samples.push(gaps);
  }
  return { judgements, samples };
}

/** What it has gone through up to now. */
function pastOf({ own, history }: Learner): LearnerPast {
  const { losses, tokens, lossTokens, gradientNorms, partNorms, judgements, samples } = history;
  const past = { losses, tokens, lossTokens, gradientNorms, partNorms, judgements, samples };
  return { learner: own.name, ...structuredClone(past) };
}

function valueOf({ own, parts, history, trainer }: Learner, settings: PretrainSettings): LearnerValue {
  const { failedStep, ...gone } = history;
  return {
    learner: own.name,
    folder: placeOf(settings, own.name),
    type: own.config['model_type'] as string,
    parameters: trainer.parameters.values.length,
    parts: [...parts],
    ...gone,
    ...(failedStep !== null && { failedStep }),
  };
}

async function save(
  learner: Learner,
  { learnt }: PretrainText,
  settings: PretrainSettings,
  value: PretrainValue,
): Promise<void> {
  const { name, config, model, vocabulary } = learner.own;
  const place = placeOf(settings, name);
  if (place === null) return;
  learner.finish();
  await saveModel(place, {
    config: `${JSON.stringify(config, null, 2)}\n`,
    weights: new Map([...model.weights].map(([own, weight]) => [model.savedName(own), weight])),
    card: pretrainCard(name, settings, value),
    files: new Map([
      ...tokenizerFiles(vocabulary, settings.length),
      ...learntFile(
        new Set(),
        sentencesOf(learnt).map(({ text }) => text),
      ),
    ]),
  });
}
