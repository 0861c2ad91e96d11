import { Random } from '../../decoding/sampling/random.js';
import { batches, evenParts, heldOut, STREAMS } from '../../training/chance.js';
import { longestOf } from '../../training/longest.js';
import type { Features } from '../../training/logisticRegression.js';
import { byGroups, sameRows } from '../../training/sameRows.js';
import type { Model } from '../models/model.js';
import type { ClassifierConfig } from './classifierConfig.js';
import type { RunControl, TrainSettings } from './fineTune.js';
import type { LabelledLines } from './labelledLines.js';
import type { Trainer } from './trainer.js';

/** Lines that the model reads at once to fit the head on. */
const READ = 16;

/** What a training run is made of. */
export interface Run {
  model: Model;
  config: Pick<ClassifierConfig, 'padding' | 'hasBias'>;
  lines: LabelledLines;
  settings: TrainSettings;
  control: RunControl;
  threads: number;
}

/** Which lines are learnt from and which are told afterwards. */
export interface Share {
  learnt: number[];
  held: number[];
  fold?: number;
}

export const paddingOf = ({ model, config }: Pick<Run, 'model' | 'config'>) =>
  config.padding ?? model.tokenizer.specialIds.pad ?? 0;

/** What the last matrix of the head reads of each line. */
export async function readFeatures(reader: Trainer, { lines, control }: Run): Promise<Features> {
  const { rows } = lines;
  const order = rows.map((_, at) => at).sort((one, other) => rows[one]!.length - rows[other]!.length);
  let values = new Float32Array(0);
  let width = 0;
  let done = 0;
  const longest = Math.max(1, longestOf(rows));
  for (const batch of batches(order, Math.min(READ, reader.rowsAtOnce(longest)))) {
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

/**
 * Those that are judged, and the one that is kept: the same where lines are held out, else of all lines. Lines that are the
 * same to the model are in one of them together, so that none is judged by what it was learnt from.
 * @param lines `rows`: their token ids; `classes`: what is to be even in each share, of each line
 */
export function sharesOf(
  { rows, classes }: Pick<LabelledLines, 'rows' | 'classes'>,
  settings: { seed: number; heldOut: number; folds?: number | undefined },
): { judged: Share[]; kept: Share } {
  const random = new Random(settings.seed, STREAMS.split);
  const all = classes.map((_, at) => at);
  const groups = sameRows(rows);
  const { folds } = settings;
  if (folds !== undefined) {
    const parts = byGroups(classes, groups, (own) => evenParts(own, Math.min(folds, own.length), random));
    const judged = [...new Set(parts)]
      .sort((a, b) => a - b)
      .map((part) => ({
        learnt: all.filter((at) => parts[at] !== part),
        held: all.filter((at) => parts[at] === part),
        fold: part + 1,
      }));
    return { judged, kept: { learnt: all, held: [] } };
  }
  const out = byGroups(classes, groups, (own) =>
    settings.heldOut > 0 ? heldOut(own, settings.heldOut, random) : own.map(() => false),
  );
  const kept = { learnt: all.filter((at) => !out[at]), held: all.filter((at) => out[at]) };
  return { judged: kept.held.length > 0 ? [kept] : [], kept };
}
