import type { CheckedParams, FoundName, NameControl, TrainNamesValue } from '../../../protocol/engine/index.js';
import { Random } from '../../../decoding/sampling/random.js';
import { STREAMS } from '../../../training/chance.js';
import type { LinearHead } from '../../../training/logisticRegression.js';
import { countOf } from '../../../training/parameters.js';
import type { Model } from '../../models/model.js';
import type { ModelFolder } from '../../models/modelFolder.js';
import { classifierConfig } from '../classifierConfig.js';
import { paddingOf, sharesOf, type Share } from '../classifierRun.js';
import type { RunControl } from '../fineTune.js';
import { learnShares, RECORD_FORM, type ShareRun, type Shares } from '../learnShares.js';
import type { OutputLayer } from '../lossGraph.js';
import { modelWeights, weightsStamp } from '../modelWeights.js';
import { beginningOf, fingerprintOf, RunKeeper } from '../runKeeper.js';
import { isLearnt, learntBefore, learntFile, withoutLearnt } from '../learntTexts.js';
import { requirePlace, saveModel } from '../saveModel.js';
import { trainableModel, type TrainableModel } from '../trainableModel.js';
import { requireMemory, trainedNames } from '../trainedWeights.js';
import { Trainer } from '../trainer.js';
import { shuffledNames } from './nameControl.js';
import { fitNameHead, linesToRead, readNameFeatures, readOf, type NameFeatures } from './nameHead.js';
import { comparedNames, evaluateNames, nameCalibration, nameLessons, toldNames, wrongNames } from './nameLessons.js';
import { namesCard } from './namesCard.js';
import { namesOf, taggedLines, type TaggedLines } from './taggedLines.js';

export type TrainNamesSettings = CheckedParams<'trainNames'>;

/**
 * Makes a model that finds names of lines in which they are marked: a class for each token, by a head on the model's states as
 * they are, and from there, unless the head alone is wanted, the model's layers with it. It is judged by lines that it did not
 * learn from, and saved as a model of its own that transformers loads.
 * @param limit bytes of memory that it may take
 * @throws GlassboxError `bad-request`, `wrong-architecture`, `model-broken`, `out-of-memory`, `cancelled`
 */
export async function trainNames(
  model: Model,
  folder: ModelFolder,
  settings: TrainNamesSettings,
  control: RunControl,
  { threads, limit }: { threads: number; limit: number },
): Promise<TrainNamesValue> {
  const started = performance.now();
  const { id } = folder.info;
  const isJudged = settings.heldOut > 0 || settings.folds !== undefined;
  const lines = taggedLines(model, settings.examples, isJudged);
  const config = await classifierConfig(folder, lines.tags, 'ForTokenClassification');
  const stored = await modelWeights(folder);
  const trained = () => trainableModel(config.family, stored, id, new Random(settings.seed, STREAMS.weights));
  await requirePlace(settings.folder, trained().weights);
  const names = trainedNames(trained(), settings, id);
  requireMemory(trained(), names, limit, id);
  const fingerprint = fingerprintOf(settings, folder.info.folder, await weightsStamp(folder), RECORD_FORM);
  const { keeper, ...opened } = await RunKeeper.open(settings.run, fingerprint);
  const padding = paddingOf({ model, config });
  const before = await learntBefore(folder.info.folder);
  const isKnown = (place: number) => isLearnt(before, settings.examples[place]!.text);
  const { shares, known } = withoutLearnt(nameShares(lines, settings), lines.rows, isKnown);
  const run = { model, padding, lines, settings, control, threads };
  const { output, heads, control: nameControl } = await fitHeads(run, trained(), shares);
  const learning: ShareRun<FoundName[]> = {
    ...{ ...run, trained, names, output },
    isHead: settings.layers === 'head',
    isPlaced: true,
    lessons: nameLessons(lines),
    head: (share) => heads.get(share)!,
    tell: (trainer, places) => toldNames(trainer, lines, places, control),
    tellsHead: true,
  };
  const made = await learnShares(learning, shares, { keeper, found: opened.found });
  const { result } = made;
  const [head, tagger] = [comparedNames(lines, made.headTold), comparedNames(lines, made.told)];
  const isTold = tagger.length > 0;
  const value: Omit<TrainNamesValue, 'folder'> = {
    model: id,
    labels: countsOf(lines),
    lines: lines.rows.length,
    cut: lines.cut,
    layers: settings.layers,
    parameters: parametersOf(made.model, names),
    judged: !isTold ? 'none' : settings.folds !== undefined ? 'folds' : 'heldOut',
    head: isTold ? evaluateNames(lines, head) : null,
    tagger: isTold ? evaluateNames(lines, tagger) : null,
    calibration: nameCalibration(tagger),
    wrong: wrongNames(tagger),
    control: nameControl,
    losses: result?.losses ?? [],
    gradientNorms: result?.gradientNorms ?? [],
    bestStep: result?.bestStep ?? 0,
    ...((result?.isStopped ?? control.isStopped()) && { stopped: true as const }),
    ...(result?.failedStep != null && { failedStep: result.failedStep }),
    ...beginningOf(opened, made.isResumed),
    ...(keeper.fault !== null && { notKept: keeper.fault }),
    ...(known > 0 && { known }),
    seed: settings.seed,
    seconds: (performance.now() - started) / 1000,
  };
  const texts = shares.kept.learnt.map((at) => settings.examples[at]!.text);
  await saveModel(settings.folder, {
    config: config.text,
    weights: new Map([...made.model.weights].map(([name, weight]) => [made.model.savedName(name), weight])),
    card: namesCard(folder.info, value, settings),
    base: folder.info.folder,
    files: new Map(learntFile(before, value.bestStep > 0 ? texts : [])),
  });
  await keeper.remove();
  return { ...value, folder: settings.folder };
}

/** What heads on the model as it was are fitted by. */
type HeadRun = Pick<ShareRun<unknown>, 'model' | 'padding' | 'control' | 'threads'> & {
  lines: TaggedLines;
  settings: TrainNamesSettings;
};

/** A head for each part of the lines, and what chance comes to: each line is read once for all of them. */
async function fitHeads(
  { model, lines, settings, control, padding, threads }: HeadRun,
  own: TrainableModel,
  { judged, kept }: Shares,
): Promise<{ output: OutputLayer; heads: ReadonlyMap<Share, LinearHead>; control: NameControl | null }> {
  const reader = await Trainer.create(own, [], { ids: null, threads, padding });
  let read: NameFeatures;
  try {
    read = await readNameFeatures(reader, lines, linesToRead(lines, kept, settings.seed), control);
  } finally {
    await reader.dispose();
  }
  const { output } = reader.graph;
  if (!output) throw new Error(`The head of ${model.info.id} does not end in a matrix.`);
  const heads = new Map<Share, LinearHead>();
  for (const share of new Set([...judged, kept])) {
    await control.pause();
    // Of a run that is ended only the model that is kept is made.
    if (share !== kept && control.isStopped()) continue;
    heads.set(share, fitNameHead(read, lines, readOf(read, share).learnt, settings.penalty));
  }
  const shares = judged.map((share) => readOf(read, share));
  return { output, heads, control: await shuffledNames(read, lines, shares, settings, control) };
}

/**
 * Lines that are learnt from and lines that are judged: a share of those with each first label, and of those without a name.
 */
function nameShares(lines: TaggedLines, settings: TrainNamesSettings): Shares {
  const classes = lines.classes.map((own) => own.find((one) => one > 0) ?? 0);
  return sharesOf({ rows: lines.rows, classes }, settings);
}

function countsOf(lines: TaggedLines): TrainNamesValue['labels'] {
  const all = lines.rows.flatMap((_, at) => namesOf(lines, at, lines.classes[at]!));
  return lines.labels.map((label) => ({ label, names: all.filter((one) => one.label === label).length }));
}

const parametersOf = ({ weights }: TrainableModel, names: readonly string[]): TrainNamesValue['parameters'] => ({
  trained: names.reduce((sum, name) => sum + countOf(weights.get(name)!.shape), 0),
  all: [...weights.values()].reduce((sum, { values }) => sum + values.length, 0),
});
