import * as l10n from '@vscode/l10n';
import { wilson } from '../../../../src/maths/wilson.js';
import type { TrainedLayers } from '../../../../src/protocol/engine/index.js';
import { UPPER_LAYERS, type TunedOutcome, type TunedWay, type TuningResult } from './run.js';

/** A way that was learnt to its end and judged. */
export type JudgedWay = TunedWay & { outcome: TunedOutcome };

const WAYS: Readonly<Record<TrainedLayers, () => string>> = {
  head: () => l10n.t('the head alone'),
  upper: () => l10n.t('the upper {0} layers', UPPER_LAYERS),
  all: () => l10n.t('all layers'),
};
/** What learns, in words. */
export const wayName = (layers: TrainedLayers): string => WAYS[layers]();

const SHORT: Readonly<Record<TrainedLayers, () => string>> = {
  head: () => l10n.t('head alone'),
  upper: () => l10n.t('upper {0} layers', UPPER_LAYERS),
  all: WAYS.all,
};
/** The same in little room. */
export const wayShort = (layers: TrainedLayers): string => SHORT[layers]();

export const judgedWays = ({ ways }: Pick<TuningResult, 'ways'>): JudgedWay[] =>
  ways.filter((way): way is JudgedWay => way.outcome !== null);

export const shareOf = ({ outcome: { right, told } }: JudgedWay): number => right / Math.max(1, told);

/** The way that told most lines rightly; of equals the one with the fewest numbers that learn. */
export const bestWay = (ways: readonly JudgedWay[]): JudgedWay | null =>
  ways.reduce<JudgedWay | null>(
    (best, way) => (best === null || way.outcome.right > best.outcome.right ? way : best),
    null,
  );

/** Whether a way's share lies in the 95 % interval of the best one's, so that so few lines cannot tell them apart. */
export function isWithin(way: JudgedWay, { outcome: { right, told } }: JudgedWay): boolean {
  const [low, high] = wilson(right, told);
  return shareOf(way) >= low && shareOf(way) <= high;
}

/** The share of the lines that have their most frequent label. */
export const majorityOf = ({ outcome: { confusion, told } }: JudgedWay): number =>
  Math.max(...confusion.map((row) => row.reduce((sum, count) => sum + count, 0))) / Math.max(1, told);
