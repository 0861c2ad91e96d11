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

/** The 95 % interval of a way's share. */
export const intervalOf = ({ outcome: { right, told } }: JudgedWay): [low: number, high: number] => wilson(right, told);

/** The way that told most lines rightly; of equals the one with the fewest numbers that learn. */
export const bestWay = (ways: readonly JudgedWay[]): JudgedWay | null =>
  ways.reduce<JudgedWay | null>(
    (best, way) => (best === null || way.outcome.right > best.outcome.right ? way : best),
    null,
  );

/** Whether the 95 % intervals of two ways have something in common, so that they do not show which is better. */
export function overlaps(one: JudgedWay, other: JudgedWay): boolean {
  const [low, high] = intervalOf(one);
  const [otherLow, otherHigh] = intervalOf(other);
  return low <= otherHigh && otherLow <= high;
}

/** The share of the lines that have their most frequent label. */
export const majorityOf = ({ outcome: { confusion, told } }: JudgedWay): number =>
  Math.max(...confusion.map((row) => row.reduce((sum, count) => sum + count, 0))) / Math.max(1, told);
