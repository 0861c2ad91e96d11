import { GlassboxError, type FoldLosses } from '../../protocol/engine/index.js';
import type { LinearHead } from '../../training/logisticRegression.js';
import { NoRuleError } from '../../training/rules/rule.js';
import type { Model } from '../models/model.js';
import type { Share } from './classifierRun.js';
import {
  fineTune,
  isKeptOf,
  type Lessons,
  type RunControl,
  type TuningKeeper,
  type TuningRecord,
  type TuningResult,
  type TuningSettings,
} from './fineTune.js';
import type { OutputLayer } from './lossGraph.js';
import type { Weight } from './modelWeights.js';
import type { RunKeeper, RunState } from './runKeeper.js';
import type { TrainableModel } from './trainableModel.js';
import { Trainer } from './trainer.js';

/** Of `SharesRecord`, for the fingerprint: a run that was kept in another form is begun anew. */
export const RECORD_FORM = 'shares-2';

/** What a run knows beside its numbers: the part that is at work, the last of them the one that is kept, and what was told. */
interface SharesRecord<Told> {
  share: number;
  told: [place: number, told: Told][];
  headTold: [place: number, told: Told][];
  /** losses of the parts before */
  past: FoldLosses[];
  tuning: TuningRecord;
}

/** What learns lines of any kind. @template Told what is told of a line that is judged, as JSON has it */
export interface ShareRun<Told> {
  model: Model;
  padding: number;
  /** whether only the head learns; `isPlaced`: whether a model of all lines is made beside those of cross-validation */
  isHead: boolean;
  isPlaced: boolean;
  settings: TuningSettings;
  control: RunControl;
  threads: number;
  lessons: Lessons;
  /** a model made anew for each part, which of its weights learn, and its head by what the part learns from */
  trained: () => TrainableModel;
  names: readonly string[];
  output: OutputLayer;
  head: (share: Share) => LinearHead;
  /** tells lines by what lies in the trainer, in the order of their places */
  tell: (trainer: Trainer, places: readonly number[]) => Promise<Told[]>;
  /** whether the head on the model as it was tells them as well */
  tellsHead: boolean;
}

export interface Shares {
  judged: readonly Share[];
  kept: Share;
}

export interface Learnt<Told> {
  model: TrainableModel;
  /** of each line that was judged, by its place: by what learnt, and by the head before where that was asked for */
  told: Map<number, Told>;
  headTold: Map<number, Told>;
  result: TuningResult | null;
  /** whether it was gone on with from what was found */
  isResumed: boolean;
}

/**
 * Learns each part of cross-validation, and the model that is kept; where none is, the parts alone.
 * @param found where the run was broken off; where its numbers do not fit it is begun anew
 */
export async function learnShares<Told>(
  run: ShareRun<Told>,
  shares: Shares,
  { keeper, found }: { keeper: RunKeeper; found: RunState | null },
): Promise<Learnt<Told>> {
  const learnt = await learnFrom(found, run, shares, keeper);
  return learnt ?? (await learnFrom(null, run, shares, keeper))!;
}

/** @returns null where the numbers of what was found are not those of this model */
async function learnFrom<Told>(
  found: RunState | null,
  run: ShareRun<Told>,
  { judged, kept }: Shares,
  keeper: RunKeeper,
): Promise<Learnt<Told> | null> {
  const { lessons, settings, control, isHead } = run;
  const ids = new Set(lessons.rows.flat());
  const before = found && (found.record as SharesRecord<Told>);
  const [told, headTold] = [new Map(before?.told), new Map(before?.headTold)];
  const past = [...(before?.past ?? [])];
  const folds = judged.filter(({ fold }) => fold !== undefined);
  const all = !run.isPlaced && folds.length > 0 ? folds : [...folds, kept];
  const keeping = (share: number, tuning: TuningRecord | null): TuningKeeper => ({
    found: tuning && { record: tuning, tensors: found!.tensors },
    isDue: () => keeper.isDue,
    keep: (record, tensors) =>
      keeper.keep({
        step: record.result.losses.length,
        record: {
          ...{ share, told: [...told], headTold: [...headTold], past, tuning: record },
        } satisfies SharesRecord<Told>,
        tensors,
      }),
  });
  const learnOne = async (at: number) => {
    const share = all[at]!;
    const { learnt, held, fold } = share;
    const tuning = before?.share === at ? before.tuning : null;
    const own = run.trained();
    setHead(own, run.output, run.head(share));
    const { threads, padding } = run;
    const trainer = await createTrainer(own, isHead ? [] : run.names, run, { ids, threads, padding });
    const tell = async (into: Map<number, Told>) => {
      const lines = await run.tell(trainer, held);
      held.forEach((place, order) => into.set(place, lines[order]!));
    };
    try {
      if (tuning && !isKeptOf(trainer, found!.tensors)) return null;
      if (run.tellsHead) await tell(headTold);
      // Of cross-validation no part's weights are chosen by the lines that judge it.
      const chosenBy = fold === undefined ? held : [];
      const result = isHead
        ? null
        : await fineTune(trainer, lessons, { learnt, held: chosenBy }, settings, control, {
            ...{ fold, keeper: keeping(at, tuning), past },
          });
      if (result) past.push({ ...(fold !== undefined && { fold }), losses: result.losses });
      if (isHead && run.tellsHead) for (const place of held) told.set(place, headTold.get(place)!);
      else await tell(told);
      if (!isHead) trainer.finish();
      return { model: own, result };
    } finally {
      await trainer.dispose();
    }
  };
  const last = all.length - 1;
  for (let at = before?.share ?? 0; at < last; at++) {
    if (!control.isStopped() && !(await learnOne(at))) return null;
  }
  const made = await learnOne(last);
  return made && { ...made, told, headTold, isResumed: before !== null };
}

/** @throws GlassboxError `wrong-architecture` for a graph with an operator that has no derivative */
async function createTrainer(
  own: TrainableModel,
  names: readonly string[],
  { model }: Pick<ShareRun<unknown>, 'model'>,
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

/** Puts a head among a model's weights. */
function setHead({ weights }: TrainableModel, { weight, bias }: OutputLayer, head: LinearHead): void {
  const put = (name: string, values: Float64Array) => {
    const { shape }: Weight = weights.get(name)!;
    weights.set(name, { shape, values: Float32Array.from(values) });
  };
  put(weight, head.weights);
  if (bias !== null) put(bias, head.bias);
}
