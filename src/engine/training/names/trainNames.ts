import type { CheckedParams, NameControl, TrainNamesValue } from '../../../protocol/engine/index.js';
import { Random } from '../../../decoding/sampling/random.js';
import { STREAMS } from '../../../training/chance.js';
import { countOf } from '../../../training/parameters.js';
import type { Model } from '../../models/model.js';
import type { ModelFolder } from '../../models/modelFolder.js';
import { classifierConfig } from '../classifierConfig.js';
import { paddingOf, sharesOf } from '../classifierRun.js';
import { fineTune, isKeptOf, type RunControl, type TuningRecord, type TuningResult } from '../fineTune.js';
import { createTrainer, setHead } from '../learnClassifier.js';
import { modelWeights, weightsStamp } from '../modelWeights.js';
import { beginningOf, fingerprintOf, RunKeeper, type RunState } from '../runKeeper.js';
import { requirePlace, saveModel } from '../saveModel.js';
import { trainableModel, type TrainableModel } from '../trainableModel.js';
import { requireMemory, trainedNames } from '../trainedWeights.js';
import { Trainer } from '../trainer.js';
import { shuffledNames } from './nameControl.js';
import { fitNameHead, linesOfHead, readNameFeatures, someLines } from './nameHead.js';
import { comparedNames, evaluateNames, nameLessons, toldTags, wrongNames, type ComparedNames } from './nameLessons.js';
import { namesCard } from './namesCard.js';
import { namesOf, taggedLines, type TaggedLines } from './taggedLines.js';

export type TrainNamesSettings = CheckedParams<'trainNames'>;

interface Learnt {
  result: TuningResult | null;
  /** of the lines held out: by the head on the model as it was, and by what was made */
  head: ComparedNames[];
  tagger: ComparedNames[];
  isResumed: boolean;
}

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
  const lines = taggedLines(model, settings.examples, settings.heldOut > 0);
  const config = await classifierConfig(folder, lines.tags, 'ForTokenClassification');
  const stored = await modelWeights(folder);
  const trained = () => trainableModel(config.family, stored, id, new Random(settings.seed, STREAMS.weights));
  const own = trained();
  await requirePlace(settings.folder, own.weights);
  const names = trainedNames(own, settings, id);
  requireMemory(own, names, limit, id);
  const fingerprint = fingerprintOf(settings, folder.info.folder, await weightsStamp(folder));
  const { keeper, ...opened } = await RunKeeper.open(settings.run, fingerprint);
  const padding = paddingOf({ model, config });
  const share = shareOf(lines, settings);
  let nameControl: NameControl | null = null;
  const reader = await Trainer.create(trained(), [], { ids: null, threads, padding });
  try {
    const { output } = reader.graph;
    if (!output) throw new Error(`The head of ${id} does not end in a matrix.`);
    const fitted = linesOfHead(lines, share.learnt, settings.seed);
    const judged = someLines(lines, share.held, new Random(settings.seed, STREAMS.judged));
    const read = await readNameFeatures(reader, lines, [...fitted, ...judged], control);
    await control.pause();
    setHead(own, output, fitNameHead(read, lines, fitted, settings.penalty));
    nameControl = await shuffledNames(read, lines, { learnt: fitted, held: judged }, settings, control);
  } finally {
    await reader.dispose();
  }
  const ids = new Set(lines.rows.flat());
  const isHead = settings.layers === 'head';
  const trainer = await createTrainer(own, isHead ? [] : names, { model }, { ids, threads, padding });
  let learnt: Learnt;
  try {
    learnt = await learn({ trainer, lines, settings, control, keeper }, share, opened.found);
    if (!isHead) trainer.finish();
  } finally {
    await trainer.dispose();
  }
  const { result, head, tagger } = learnt;
  const isJudged = share.held.length > 0;
  const value: Omit<TrainNamesValue, 'folder'> = {
    model: id,
    labels: countsOf(lines),
    lines: lines.rows.length,
    cut: lines.cut,
    layers: settings.layers,
    parameters: parametersOf(own, names),
    head: isJudged ? evaluateNames(lines, head) : null,
    tagger: isJudged ? evaluateNames(lines, tagger) : null,
    wrong: wrongNames(tagger),
    control: nameControl,
    losses: result?.losses ?? [],
    gradientNorms: result?.gradientNorms ?? [],
    bestStep: result?.bestStep ?? 0,
    ...(result?.isStopped && { stopped: true as const }),
    ...(result?.failedStep != null && { failedStep: result.failedStep }),
    ...beginningOf(opened, learnt.isResumed),
    ...(keeper.fault !== null && { notKept: keeper.fault }),
    seed: settings.seed,
    seconds: (performance.now() - started) / 1000,
  };
  await saveModel(settings.folder, {
    config: config.text,
    weights: new Map([...own.weights].map(([name, weight]) => [own.savedName(name), weight])),
    card: namesCard(folder.info, value, settings),
    base: folder.info.folder,
  });
  await keeper.remove();
  return { ...value, folder: settings.folder };
}

/** Goes on from what was found where its numbers fit, else from the head. */
async function learn(
  run: {
    trainer: Trainer;
    lines: TaggedLines;
    settings: TrainNamesSettings;
    control: RunControl;
    keeper: RunKeeper;
  },
  share: { learnt: number[]; held: number[] },
  found: RunState | null,
): Promise<Learnt> {
  const { trainer, lines, settings, control, keeper } = run;
  const told = async () => comparedNames(lines, share.held, await toldTags(trainer, lines, share.held, control));
  const head = await told();
  if (settings.layers === 'head') return { result: null, head, tagger: head, isResumed: false };
  const before = found && isKeptOf(trainer, found.tensors) ? found : null;
  const result = await fineTune(trainer, nameLessons(lines), share, settings, control, {
    keeper: {
      found: before && { record: before.record as TuningRecord, tensors: before.tensors },
      isDue: () => keeper.isDue,
      keep: (record, tensors) => keeper.keep({ step: record.result.losses.length, record, tensors }),
    },
  });
  return { result, head, tagger: await told(), isResumed: before !== null };
}

/** Lines that are learnt from and lines held out: a share of those with each first label, and of those without a name. */
function shareOf(lines: TaggedLines, settings: TrainNamesSettings) {
  const classes = lines.classes.map((own) => own.find((one) => one > 0) ?? 0);
  return sharesOf({ rows: lines.rows, classes }, settings).kept;
}

function countsOf(lines: TaggedLines): TrainNamesValue['labels'] {
  const all = lines.rows.flatMap((_, at) => namesOf(lines, at, lines.classes[at]!));
  return lines.labels.map((label) => ({ label, names: all.filter((one) => one.label === label).length }));
}

const parametersOf = ({ weights }: TrainableModel, names: readonly string[]): TrainNamesValue['parameters'] => ({
  trained: names.reduce((sum, name) => sum + countOf(weights.get(name)!.shape), 0),
  all: [...weights.values()].reduce((sum, { values }) => sum + values.length, 0),
});
