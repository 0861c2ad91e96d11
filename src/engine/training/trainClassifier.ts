import { GlassboxError, type Evaluation, type TrainValue, type WrongLine } from '../../protocol/engine/index.js';
import { softmax } from '../../maths/softmax.js';
import { Random } from '../../decoding/sampling/random.js';
import { batches, evenParts, heldOut, shuffled, STREAMS } from '../../training/chance.js';
import { judge } from '../../training/judgement.js';
import { classesOf, fitHead, type Features, type LinearHead } from '../../training/logisticRegression.js';
import { countOf } from '../../training/parameters.js';
import { NoRuleError } from '../../training/rules/rule.js';
import type { Model } from '../models/model.js';
import type { ModelFolder } from '../models/modelFolder.js';
import { classifierCard } from './classifierCard.js';
import { classifierConfig, type ClassifierConfig } from './classifierConfig.js';
import { fineTune, judged, type RunControl, type TrainSettings, type TuningResult } from './fineTune.js';
import { labelledLines, trainingError, type LabelledLines } from './labelledLines.js';
import { layerOf } from './layerNames.js';
import type { OutputLayer } from './lossGraph.js';
import { modelWeights, type Weight } from './modelWeights.js';
import { requirePlace, saveModel } from './saveModel.js';
import { trainableModel, type TrainableModel } from './trainableModel.js';
import { Trainer } from './trainer.js';

/** Lines that the model reads at once to fit the head on. */
const READ = 16;
/** Bytes that a trained number takes: itself, its gradient, two moments, the best so far. */
const TRAINED_BYTES = 20;
const STORED_BYTES = 4;

/** What a training run is made of. */
interface Run {
  model: Model;
  lines: LabelledLines;
  settings: TrainSettings;
  control: RunControl;
  threads: number;
}

/** Which lines are learnt from and which are told afterwards. */
interface Share {
  learnt: number[];
  held: number[];
  fold?: number;
}

/**
 * Makes a classifier of examples: a head on the model's states as they are, by logistic regression, and from there, unless
 * the head alone is wanted, the model's layers with it. It is judged by lines that it did not learn from, and saved as a
 * model of its own that transformers loads.
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
  const run: Run = { model, lines, settings, control, threads };
  const trained = () =>
    trainableModel(config.family, stored, folder.info.id, new Random(settings.seed, STREAMS.weights));
  await requirePlace(settings.folder, trained().weights);
  const names = trainedNames(trained(), settings, folder.info.id);
  requireMemory(trained(), names, limit, folder.info.id);
  const reader = await Trainer.create(trained(), [], { ids: null, threads, padding: paddingOf(model) });
  let features: Features;
  try {
    features = await readFeatures(reader, run);
  } finally {
    await reader.dispose();
  }
  const shares = sharesOf(lines, settings);
  const { output } = reader.graph;
  if (!output) throw new Error(`The head of ${folder.info.id} does not end in a matrix and a bias.`);
  const head = (learnt: readonly number[], classes = lines.classes): LinearHead =>
    fitHead(
      features,
      learnt,
      learnt.map((at) => classes[at]!),
      { classes: lines.labels.length, penalty: settings.penalty },
    );
  const headTold = new Map<number, number>();
  for (const { learnt, held } of shares.judged) {
    classesOf(head(learnt), features, held).forEach((told, at) => headTold.set(held[at]!, told));
  }
  const headJudged = evaluation(lines, headTold);
  const labelControl = headJudged && settings.shuffles > 0 ? shuffledControl(run, features, shares.judged) : null;
  const made = await learn(run, { trained, names, output, head }, shares);
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
    judged: settings.folds !== undefined ? 'folds' : headJudged ? 'heldOut' : 'none',
    head: headJudged,
    classifier: evaluation(lines, made.told),
    wrong: wrongLines(lines, made.told, made.sure),
    control: labelControl,
    losses: made.result?.losses ?? [],
    gradientNorms: made.result?.gradientNorms ?? [],
    bestStep: made.result?.bestStep ?? 0,
    ...(made.result?.isStopped && { stopped: true as const }),
    ...(made.result?.failedStep != null && { failedStep: made.result.failedStep }),
    seed: settings.seed,
    seconds: (performance.now() - started) / 1000,
  };
  await save(config, made.model, folder, settings, value);
  return { ...value, folder: settings.folder };
}

const paddingOf = (model: Model) => model.tokenizer.specialIds.pad ?? 0;

/** The weights that are trained. @throws GlassboxError `bad-request` where the upper layers are no ones */
function trainedNames(model: TrainableModel, { layers, upperLayers }: TrainSettings, id: string): string[] {
  const names = [...model.weights.keys()];
  switch (layers) {
    case 'all':
      return names;
    case 'head':
      return names.filter((name) => /^classifier(?:\.out_proj)?\.(?:weight|bias)$/.test(name));
    case 'upper': {
      const count = Math.max(-1, ...names.map((name) => layerOf(name) ?? -1)) + 1;
      if (count === 0) {
        const message = `${id}: its layers share their weights, so that none are the upper ones. Take layers "all" or "head".`;
        throw trainingError(message, { problem: 'noLayers', model: id });
      }
      return names.filter((name) => model.head.has(name) || (layerOf(name) ?? -1) >= count - upperLayers);
    }
  }
}

function requireMemory(model: TrainableModel, names: readonly string[], limit: number, id: string): void {
  const all = [...model.weights.values()].reduce((sum, { values }) => sum + values.length, 0);
  const trained = names.reduce((sum, name) => sum + model.weights.get(name)!.values.length, 0);
  const needed = STORED_BYTES * all + TRAINED_BYTES * trained;
  if (needed <= limit) return;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
  throw new GlassboxError(
    'out-of-memory',
    `Training ${id} so takes ${megabytes(needed)} of memory, and models may have ${megabytes(limit)}. Train the upper layers or the head alone, or a smaller model.`,
    { details: { kind: 'memory', model: id, needed, limit, setting: 'glassbox.models.memoryLimit' } },
  );
}

/** What the last matrix of the head reads of each line. */
async function readFeatures(reader: Trainer, { lines, control }: Run): Promise<Features> {
  const { rows } = lines;
  const order = rows.map((_, at) => at).sort((one, other) => rows[one]!.length - rows[other]!.length);
  let values = new Float32Array(0);
  let width = 0;
  let done = 0;
  for (const batch of batches(order, READ)) {
    await control.pause();
    const found = await reader.features({ rows: batch.map((at) => rows[at]!) });
    width = found.length / batch.length;
    if (values.length === 0) values = new Float32Array(rows.length * width);
    batch.forEach((at, row) => values.set(found.subarray(row * width, (row + 1) * width), at * width));
    done += batch.length;
    control.report({ stage: 'reading', done, count: rows.length });
  }
  return { values, rows: rows.length, width };
}

/** Those that are judged, and the one that is kept: the same where lines are held out, else of all lines. */
function sharesOf({ classes }: LabelledLines, settings: TrainSettings): { judged: Share[]; kept: Share } {
  const random = new Random(settings.seed, STREAMS.split);
  const all = classes.map((_, at) => at);
  if (settings.folds !== undefined) {
    const parts = evenParts(classes, Math.min(settings.folds, classes.length), random);
    const judged = [...new Set(parts)]
      .sort((a, b) => a - b)
      .map((part) => ({
        learnt: all.filter((at) => parts[at] !== part),
        held: all.filter((at) => parts[at] === part),
        fold: part + 1,
      }));
    return { judged, kept: { learnt: all, held: [] } };
  }
  const out = settings.heldOut > 0 ? heldOut(classes, settings.heldOut, random) : classes.map(() => false);
  const kept = { learnt: all.filter((at) => !out[at]), held: all.filter((at) => out[at]) };
  return { judged: kept.held.length > 0 ? [kept] : [], kept };
}

interface Learnt {
  model: TrainableModel;
  /** of each line that was judged, its class as it was told, and how probable that was */
  told: Map<number, number>;
  sure: Map<number, number>;
  result: TuningResult | null;
}

async function learn(
  run: Run,
  parts: {
    trained: () => TrainableModel;
    names: readonly string[];
    output: OutputLayer;
    head: (learnt: readonly number[]) => LinearHead;
  },
  { judged: shares, kept }: { judged: readonly Share[]; kept: Share },
): Promise<Learnt> {
  const { lines, settings, control, threads, model } = run;
  const isHead = settings.layers === 'head';
  const ids = new Set(lines.rows.flat());
  const [told, sure] = [new Map<number, number>(), new Map<number, number>()];
  const learnOne = async ({ learnt, held, fold }: Share) => {
    const own = parts.trained();
    setHead(own, parts.output, parts.head(learnt));
    const trainer = await createTrainer(own, isHead ? [] : parts.names, run, {
      ids,
      threads,
      padding: paddingOf(model),
    });
    try {
      // Of cross-validation no part's weights are chosen by the lines that judge it.
      const chosenBy = fold === undefined ? held : [];
      const result = isHead
        ? null
        : await fineTune(trainer, lines, { learnt, held: chosenBy }, settings, control, fold);
      const { logits } = await judged(trainer, lines, held, control);
      held.forEach((place, at) => {
        const probabilities = softmax(logits[at]!);
        const best = probabilities.indexOf(Math.max(...probabilities));
        told.set(place, best);
        sure.set(place, probabilities[best]!);
      });
      if (!isHead) trainer.finish();
      return { model: own, result };
    } finally {
      await trainer.dispose();
    }
  };
  for (const share of shares) if (share.fold !== undefined && !control.isStopped()) await learnOne(share);
  return { ...(await learnOne(kept)), told, sure };
}

/** @throws GlassboxError `wrong-architecture` for a graph with an operator that has no derivative */
async function createTrainer(
  own: TrainableModel,
  names: readonly string[],
  { model }: Run,
  options: Parameters<typeof Trainer.create>[2],
): Promise<Trainer> {
  try {
    return await Trainer.create(own, names, options);
  } catch (error) {
    if (!(error instanceof NoRuleError)) throw error;
    const { id } = model.info;
    const message = `${id} cannot be trained in its layers: there is no derivative of ${error.op} here. Take layers "head", which learns on its states as they are.`;
    throw new GlassboxError('wrong-architecture', message, {
      cause: error,
      details: { kind: 'training', problem: 'noRule', model: id, operator: error.op },
    });
  }
}

function setHead({ weights }: TrainableModel, { weight, bias }: OutputLayer, head: LinearHead): void {
  const put = (name: string, values: Float64Array) => {
    const { shape }: Weight = weights.get(name)!;
    weights.set(name, { shape, values: Float32Array.from(values) });
  };
  put(weight, head.weights);
  put(bias, head.bias);
}

/** Heads of the same lines with their labels shuffled, each judged by the lines that it did not learn from. */
function shuffledControl({ lines, settings }: Run, features: Features, shares: readonly Share[]) {
  const random = new Random(settings.seed, STREAMS.control);
  const { classes: truth, labels } = lines;
  const found = Array.from({ length: settings.shuffles }, () => {
    const order = shuffled(truth.length, random);
    const classes = order.map((at) => truth[at]!);
    let [right, count] = [0, 0];
    for (const { learnt, held } of shares) {
      const head = fitHead(
        features,
        learnt,
        learnt.map((at) => classes[at]!),
        {
          ...{ classes: labels.length, penalty: settings.penalty },
        },
      );
      const told = classesOf(head, features, held);
      right += held.filter((at, place) => told[place] === classes[at]).length;
      count += held.length;
    }
    return right / count;
  });
  return {
    shuffles: found.length,
    mean: found.reduce((sum, one) => sum + one, 0) / found.length,
    most: Math.max(...found),
  };
}

/** Null where nothing was told. */
function evaluation({ classes, labels }: LabelledLines, told: ReadonlyMap<number, number>): Evaluation | null {
  if (told.size === 0) return null;
  const places = [...told.keys()];
  return judge(
    places.map((at) => classes[at]!),
    places.map((at) => told.get(at)!),
    labels.length,
  );
}

function wrongLines(
  { classes, labels }: LabelledLines,
  told: ReadonlyMap<number, number>,
  sure: ReadonlyMap<number, number>,
): WrongLine[] {
  return [...told]
    .filter(([index, one]) => classes[index] !== one)
    .map(([index, one]) => ({
      index,
      label: labels[classes[index]!]!,
      told: labels[one]!,
      probability: sure.get(index) ?? 0,
    }))
    .sort((one, other) => other.probability - one.probability);
}

async function save(
  { text }: ClassifierConfig,
  { weights, savedName }: TrainableModel,
  { info }: ModelFolder,
  settings: TrainSettings,
  value: Omit<TrainValue, 'folder'>,
): Promise<void> {
  const card = classifierCard(
    info,
    value,
    settings,
    value.wrong.map(({ index }) => settings.examples[index]?.text ?? ''),
  );
  await saveModel(settings.folder, {
    config: text,
    weights: new Map([...weights].map(([name, weight]) => [savedName(name), weight])),
    card,
    base: info.folder,
  });
}
