import { GlassboxError, type FoldLosses } from '../../protocol/engine/index.js';
import { argmax, softmax } from '../../maths/softmax.js';
import type { LinearHead } from '../../training/logisticRegression.js';
import { NoRuleError } from '../../training/rules/rule.js';
import { paddingOf, type Run, type Share } from './classifierRun.js';
import {
  fineTune,
  isKeptOf,
  judged,
  lineLessons,
  type TuningKeeper,
  type TuningRecord,
  type TuningResult,
} from './fineTune.js';
import type { OutputLayer } from './lossGraph.js';
import type { Weight } from './modelWeights.js';
import type { RunKeeper, RunState } from './runKeeper.js';
import type { TrainableModel } from './trainableModel.js';
import { Trainer } from './trainer.js';

/** What a run knows beside its numbers: the part that is at work, the last of them the one that is kept, and what was told. */
interface ClassifierRecord {
  share: number;
  told: [place: number, told: number][];
  sure: [place: number, probability: number][];
  /** losses of the parts before */
  past: FoldLosses[];
  tuning: TuningRecord;
}

/** What learns: a model made anew for each part, which of its weights, and its head by lines. */
interface Parts {
  trained: () => TrainableModel;
  names: readonly string[];
  output: OutputLayer;
  head: (learnt: readonly number[]) => LinearHead;
}

interface Shares {
  judged: readonly Share[];
  kept: Share;
}

export interface Learnt {
  model: TrainableModel;
  /** of each line that was judged, its class as it was told, and how probable that was */
  told: Map<number, number>;
  sure: Map<number, number>;
  result: TuningResult | null;
  /** whether it was gone on with from what was found */
  isResumed: boolean;
}

/**
 * Learns each part of cross-validation, and the classifier that is kept; where none is, the parts alone.
 * @param found where the run was broken off; where its numbers do not fit it is begun anew
 */
export async function learn(
  run: Run,
  parts: Parts,
  shares: Shares,
  { keeper, found }: { keeper: RunKeeper; found: RunState | null },
): Promise<Learnt> {
  const learnt = await learnFrom(found, run, parts, shares, keeper);
  return learnt ?? (await learnFrom(null, run, parts, shares, keeper))!;
}

/** @returns null where the numbers of what was found are not those of this model */
async function learnFrom(
  found: RunState | null,
  run: Run,
  parts: Parts,
  { judged: shares, kept }: Shares,
  keeper: RunKeeper,
): Promise<Learnt | null> {
  const { lines, settings, control, threads } = run;
  const isHead = settings.layers === 'head';
  const ids = new Set(lines.rows.flat());
  const [told, sure] = [new Map<number, number>(), new Map<number, number>()];
  const folds = shares.filter(({ fold }) => fold !== undefined);
  const all = settings.folder === undefined && folds.length > 0 ? folds : [...folds, kept];
  const before = found && (found.record as ClassifierRecord);
  for (const [place, one] of before?.told ?? []) told.set(place, one);
  for (const [place, one] of before?.sure ?? []) sure.set(place, one);
  const past = [...(before?.past ?? [])];
  const learnOne = async (at: number) => {
    const { learnt, held, fold } = all[at]!;
    const tuning = before?.share === at ? before.tuning : null;
    const keeping: TuningKeeper = {
      found: tuning && { record: tuning, tensors: found!.tensors },
      isDue: () => keeper.isDue,
      keep: (record, tensors) =>
        keeper.keep({
          step: record.result.losses.length,
          record: { share: at, told: [...told], sure: [...sure], past, tuning: record } satisfies ClassifierRecord,
          tensors,
        }),
    };
    const own = parts.trained();
    setHead(own, parts.output, parts.head(learnt));
    const trainer = await createTrainer(own, isHead ? [] : parts.names, run, {
      ids,
      threads,
      padding: paddingOf(run),
    });
    try {
      if (tuning && !isKeptOf(trainer, found!.tensors)) return null;
      // Of cross-validation no part's weights are chosen by the lines that judge it.
      const chosenBy = fold === undefined ? held : [];
      const result = isHead
        ? null
        : await fineTune(trainer, lineLessons(lines), { learnt, held: chosenBy }, settings, control, {
            ...{ fold, keeper: keeping, past },
          });
      if (result) past.push({ ...(fold !== undefined && { fold }), losses: result.losses });
      const { logits } = await judged(trainer, lines, held, control);
      held.forEach((place, at) => {
        const probabilities = softmax(logits[at]!);
        const best = argmax(probabilities);
        told.set(place, best);
        sure.set(place, probabilities[best]!);
      });
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
  return made && { ...made, told, sure, isResumed: before !== null };
}

/** @throws GlassboxError `wrong-architecture` for a graph with an operator that has no derivative */
export async function createTrainer(
  own: TrainableModel,
  names: readonly string[],
  { model }: Pick<Run, 'model'>,
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
export function setHead({ weights }: TrainableModel, { weight, bias }: OutputLayer, head: LinearHead): void {
  const put = (name: string, values: Float64Array) => {
    const { shape }: Weight = weights.get(name)!;
    weights.set(name, { shape, values: Float32Array.from(values) });
  };
  put(weight, head.weights);
  if (bias !== null) put(bias, head.bias);
}
