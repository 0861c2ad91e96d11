import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { STREAMS } from '../../../../src/training/chance.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { featuresOf, wayName, wayShort, WAYS, type ProbeWay } from './features.js';
import { curveSizes, evenOrder, foldsOf, probeFold, summed, type FoldOutcome } from './probing.js';
import { INPUT, linesOf, majorityOf, setUp, type ProbeLines } from './setup.js';

/** What was told after learning from so many lines. */
export interface CurvePoint {
  /** lines that a probe learnt from */
  learnt: number;
  /** held-out lines told, in all draws together, and how many of them rightly */
  held: number;
  right: number;
}

export interface ProbeCurve {
  way: ProbeWay;
  model: string;
  points: CurvePoint[];
}

export interface CurveResult extends ProbeLines {
  curves: ProbeCurve[];
}

/** Orders in which a part's lines are learnt from. */
const DRAWS = 3;

async function* measure(bench: Bench, input: LabInput): AsyncGenerator<CurveResult> {
  const setup = setUp(input);
  const { classes, labels, parts, penalty, seed } = setup;
  const result: CurveResult = { ...linesOf(setup), curves: [] };
  const learntOf = (fold: number) => classes.flatMap((_, at) => (parts[at] === fold ? [] : [at]));
  const folds = foldsOf(parts);
  // Parts differ by a line at most: all learn from as many.
  const sizes = curveSizes(Math.min(...folds.map((fold) => learntOf(fold).length)), labels.length);
  for await (const { way, model, features } of featuresOf(bench, setup.lines, input.models)) {
    const probing = { features, classes, count: labels.length, parts, penalty };
    // All ways learn from the same lines in the same orders.
    const random = new Random(seed, STREAMS.order);
    const outcomes: FoldOutcome[][] = sizes.map(() => []);
    for (const fold of folds) {
      for (let draw = 0; draw < DRAWS; draw++) {
        const order = evenOrder(learntOf(fold), classes, random);
        for (const [at, size] of sizes.entries()) {
          await bench.pause();
          outcomes[at]!.push(probeFold(probing, fold, order.slice(0, size)));
        }
      }
    }
    const points = outcomes.map((some, at) => {
      const { held, right } = summed(some);
      return { learnt: sizes[at]!, held, right };
    });
    result.curves = [...result.curves, { way, model, points }];
    bench.progress(result.curves.length, WAYS.length);
    yield { ...result };
  }
}

const shareOf = ({ right, held }: CurvePoint) => (held > 0 ? right / held : 0);

function seen(result: CurveResult, numbers: Numbers): string {
  const grown = result.curves.flatMap(({ way, model, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? [{ way, model, first, last, gain: shareOf(last) - shareOf(first) }] : [];
  });
  const [one] = grown;
  if (!one) return l10n.t('Nothing was measured.');
  const whole = (point: CurvePoint) => numbers.percent(Math.round(shareOf(point) * 1000) / 1000);
  if (one.first === one.last) {
    return l10n.t(
      'There are too few lines for a curve. Held-out lines told rightly with {0} to learn from: {1}.',
      numbers.number(one.first.learnt),
      joinList(grown.map(({ way, model, first }) => l10n.t('{0} of {1} {2}', wayShort(way), model, whole(first)))),
    );
  }
  const figures = grown.map(({ way, model, first, last }) =>
    l10n.t('{0} of {1} {2} → {3}', wayShort(way), model, whole(first), whole(last)),
  );
  const still = grown.filter(({ gain }) => gain <= 0);
  return joinSentences(
    l10n.t(
      'Held-out lines told rightly, by lines to learn from ({0} and {1}): {2}.',
      numbers.number(one.first.learnt),
      numbers.number(one.last.learnt),
      joinList(figures),
    ),
    still.length === 0
      ? ''
      : l10n.t('More lines did not help {0}.', joinList(still.map(({ way, model }) => `${wayShort(way)} (${model})`))),
    l10n.t(
      'The most frequent label alone is right in {0}.',
      numbers.percent(Math.round(majorityOf(result) * 1000) / 1000),
    ),
  );
}

export const curve: Part<CurveResult> = {
  id: 'curve',
  title: () => l10n.t('Learning curve'),
  question: () => l10n.t('How many labelled lines does a probe need?'),
  ...INPUT,
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Where the curve still rises, more lines would help, and how much it does not say. Its points share lines, so that they are not evidence for each other.',
    ),
  picture: (result: CurveResult, drawing: Drawing) => {
    const { numbers } = drawing;
    const sizes = result.curves[0]?.points.map(({ learnt }) => learnt) ?? [];
    const most = Math.max(1, ...sizes);
    return LineChart({
      ...drawing,
      lines: result.curves.map(({ way, model, points }) => ({
        name: l10n.t('{0}: {1}', model, wayName(way)),
        series: WAYS.indexOf(way),
        points: points.map((point) => ({ x: point.learnt / most, y: shareOf(point) })),
      })),
      x: {
        ticks: sizes.map((size) => ({ at: size / most, text: numbers.number(size) })),
        name: l10n.t('lines learnt from'),
      },
      y: {
        ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: `${numbers.decimal(100 * at, 0)}\u00a0%` })),
        name: l10n.t('held-out lines told rightly'),
      },
      levels: [{ at: majorityOf(result), text: l10n.t('most frequent label') }],
      label: seen(result, numbers),
    });
  },
  legend: ({ curves }) =>
    curves.map(({ way, model }) => ({
      mark: `mark-${WAYS.indexOf(way)}`,
      text: l10n.t('{0}: {1}', model, wayName(way)),
    })),
  table: ({ curves }) => ({
    header: [
      l10n.t('model'),
      l10n.t('vector'),
      l10n.t('lines learnt from'),
      l10n.t('held-out lines told, all draws'),
      l10n.t('right, lines'),
      l10n.t('accuracy, %'),
    ],
    rows: curves.flatMap(({ way, model, points }) =>
      points.map((point) => [model, wayName(way), point.learnt, point.held, point.right, 100 * shareOf(point)]),
    ),
  }),
};
