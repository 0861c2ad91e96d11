import type { TrainValue } from '../../protocol/engine/index.js';
import { Random } from '../../decoding/sampling/random.js';
import { argmax, softmax } from '../../maths/softmax.js';
import { STREAMS } from '../../training/chance.js';
import { classesOf, fitHead, type Features, type LinearHead } from '../../training/logisticRegression.js';
import { countOf } from '../../training/parameters.js';
import type { Model } from '../models/model.js';
import type { ModelFolder } from '../models/modelFolder.js';
import { classifierCard } from './classifierCard.js';
import { classifierConfig, type ClassifierConfig } from './classifierConfig.js';
import {
  calibrationOf,
  evaluation,
  learningCurve,
  shuffledControl,
  wrongLines,
  type ToldLine,
} from './classifierFigures.js';
import { paddingOf, readFeatures, sharesOf, type Run, type Share } from './classifierRun.js';
import { judged, lineLessons, type RunControl, type TrainSettings } from './fineTune.js';
import { labelledLines } from './labelledLines.js';
import { learnShares, RECORD_FORM } from './learnShares.js';
import { isLearnt, learntBefore, learntFile, withoutLearnt } from './learntTexts.js';
import { modelWeights, weightsStamp } from './modelWeights.js';
import { beginningOf, fingerprintOf, RunKeeper } from './runKeeper.js';
import { requirePlace, saveModel } from './saveModel.js';
import { trainableModel, type TrainableModel } from './trainableModel.js';
import { requireMemory, trainedNames } from './trainedWeights.js';
import { Trainer } from './trainer.js';

/**
 * Makes a classifier of examples: a head on the model's states as they are, by logistic regression, and from there, unless
 * the head alone is wanted, the model's layers with it. It is judged by lines that it did not learn from, and, where a
 * folder is named, saved as a model of its own that transformers loads.
 * @param folder of the model; `limit`: bytes of memory that it may take
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export async function trainClassifier(
  model: Model,
  folder: ModelFolder,
  settings: TrainSettings,
  control: RunControl,
  { threads, limit }: { threads: number; limit: number },
): Promise<TrainValue> {
  const started = performance.now();
  const isJudged = settings.heldOut > 0 || settings.folds !== undefined;
  const lines = labelledLines(model, settings.examples, isJudged ? 2 : 1);
  const config = await classifierConfig(folder, lines.labels);
  const stored = await modelWeights(folder);
  const run: Run = { model, config, lines, settings, control, threads };
  const trained = () =>
    trainableModel(config.family, stored, folder.info.id, new Random(settings.seed, STREAMS.weights));
  const { folder: place = null } = settings;
  if (place !== null) await requirePlace(place, trained().weights);
  const names = trainedNames(trained(), settings, folder.info.id);
  requireMemory(trained(), names, limit, folder.info.id);
  const fingerprint = fingerprintOf(settings, folder.info.folder, await weightsStamp(folder), RECORD_FORM);
  const { keeper, ...opened } = await RunKeeper.open(settings.run, fingerprint);
  const reader = await Trainer.create(trained(), [], { ids: null, threads, padding: paddingOf(run) });
  let features: Features;
  try {
    features = await readFeatures(reader, run);
  } finally {
    await reader.dispose();
  }
  const before = await learntBefore(folder.info.folder);
  const isKnown = (place: number) => isLearnt(before, settings.examples[place]!.text);
  const { shares, known } = withoutLearnt(sharesOf(lines, settings), lines.rows, isKnown);
  const { output } = reader.graph;
  if (!output) throw new Error(`The head of ${folder.info.id} does not end in a matrix.`);
  const head = ({ learnt }: Pick<Share, 'learnt'>): LinearHead =>
    fitHead(
      features,
      learnt,
      learnt.map((at) => lines.classes[at]!),
      { classes: lines.labels.length, penalty: settings.penalty, hasBias: config.hasBias },
    );
  const headTold = new Map<number, number>();
  for (const { learnt, held } of shares.judged) {
    await control.pause();
    classesOf(head({ learnt }), features, held).forEach((told, at) => headTold.set(held[at]!, told));
  }
  const headJudged = evaluation(lines, headTold);
  const labelControl = headJudged && settings.shuffles > 0 ? await shuffledControl(run, features, shares.judged) : null;
  const curve = await learningCurve(run, features, shares.judged);
  const isEnded = control.isStopped();
  const learning = {
    ...{ model, settings, control, threads, trained, names, output, head },
    padding: paddingOf(run),
    isHead: settings.layers === 'head',
    isPlaced: place !== null,
    lessons: lineLessons(lines),
    tell: (trainer: Trainer, places: readonly number[]) => toldLines(trainer, run, places),
    tellsHead: false,
  };
  const made = await learnShares(learning, shares, { keeper, found: opened.found });
  const parameters = {
    trained: names.reduce((sum, name) => sum + countOf(made.model.weights.get(name)!.shape), 0),
    all: [...made.model.weights.values()].reduce((sum, { values }) => sum + values.length, 0),
  };
  const value: Omit<TrainValue, 'folder'> = {
    model: folder.info.id,
    labels: lines.labels.map((label, at) => ({ label, lines: lines.classes.filter((one) => one === at).length })),
    cut: lines.cut,
    layers: settings.layers,
    parameters,
    judged: !headJudged ? 'none' : settings.folds !== undefined ? 'folds' : 'heldOut',
    head: headJudged,
    classifier: evaluation(lines, new Map([...made.told].map(([at, { told }]) => [at, told]))),
    calibration: calibrationOf(lines, made.told),
    curve,
    wrong: wrongLines(lines, made.told),
    control: labelControl,
    losses: made.result?.losses ?? [],
    gradientNorms: made.result?.gradientNorms ?? [],
    bestStep: made.result?.bestStep ?? 0,
    ...((made.result?.isStopped ?? isEnded) && { stopped: true as const }),
    ...(made.result?.failedStep != null && { failedStep: made.result.failedStep }),
    ...beginningOf(opened, made.isResumed),
    ...(keeper.fault !== null && { notKept: keeper.fault }),
    ...(known > 0 && { known }),
    seed: settings.seed,
    seconds: (performance.now() - started) / 1000,
  };
  if (place !== null) {
    const texts = shares.kept.learnt.map((at) => settings.examples[at]!.text);
    await save(place, config, made.model, folder, settings, value, { before, texts });
  }
  await keeper.remove();
  return { ...value, folder: place };
}

async function toldLines(trainer: Trainer, { lines, control }: Run, places: readonly number[]): Promise<ToldLine[]> {
  const { logits } = await judged(trainer, lines, places, control);
  return logits.map((own) => {
    const probabilities = softmax(own);
    const told = argmax(probabilities);
    return { told, probability: probabilities[told] ?? 0 };
  });
}

async function save(
  place: string,
  { text }: ClassifierConfig,
  { weights, savedName }: TrainableModel,
  { info }: ModelFolder,
  settings: TrainSettings,
  value: Omit<TrainValue, 'folder'>,
  { before, texts }: { before: ReadonlySet<string>; texts: readonly string[] },
): Promise<void> {
  const card = classifierCard(
    info,
    value,
    settings,
    value.wrong.map(({ index }) => settings.examples[index]?.text ?? ''),
  );
  await saveModel(place, {
    config: text,
    weights: new Map([...weights].map(([name, weight]) => [savedName(name), weight])),
    card,
    base: info.folder,
    files: new Map(learntFile(before, value.bestStep > 0 ? texts : [])),
  });
}
