import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { STREAMS } from '../../../../src/training/chance.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows, type BarRow } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { featuresOf, wayName, wayShort, WAYS, type ProbeWay } from './features.js';
import { foldsOf, probeFold, summed, withShuffledLabels, type FoldOutcome, type Probing } from './probing.js';
import { INPUT, linesOf, majorityOf, setUp, type ProbeLines } from './setup.js';
import { wilson } from '../../../../src/maths/wilson.js';

/** What a probe on one kind of vectors comes to. */
export interface ProbeAccuracy {
  way: ProbeWay;
  model: string;
  /** numbers in a vector */
  width: number;
  /** over all parts: each line is told once */
  probe: FoldOutcome;
  /** the same with shuffled labels, over all shuffles together; null: not measured yet */
  control: FoldOutcome | null;
}

export interface AccuracyResult extends ProbeLines {
  found: ProbeAccuracy[];
  /** how often the labels were shuffled */
  shuffles: number;
}

/** Times that labels are shuffled for the control. */
const SHUFFLES = 10;

async function* measure(bench: Bench, input: LabInput): AsyncGenerator<AccuracyResult> {
  const setup = setUp(input);
  const { classes, labels, parts, penalty, seed } = setup;
  const result: AccuracyResult = { ...linesOf(setup), found: [], shuffles: SHUFFLES };
  const probings: Probing[] = [];
  const steps = 2 * WAYS.length;
  for await (const { way, model, features } of featuresOf(bench, setup.lines, input.models)) {
    const probing = { features, classes, count: labels.length, parts, penalty };
    probings.push(probing);
    const probe = await crossValidated(bench, probing);
    result.found = [...result.found, { way, model, width: features.width, probe, control: null }];
    bench.progress(result.found.length, steps);
    yield { ...result };
  }
  for (const [at, probing] of probings.entries()) {
    // All ways have the same shuffles.
    const random = new Random(seed, STREAMS.control);
    const outcomes: FoldOutcome[] = [];
    for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      outcomes.push(await crossValidated(bench, withShuffledLabels(probing, random)));
    }
    const control = summed(outcomes);
    result.found = result.found.map((one, index) => (index === at ? { ...one, control } : one));
    bench.progress(probings.length + at + 1, steps);
    yield { ...result };
  }
}

/** All parts one after the other, with a pause for the page between them. */
async function crossValidated(bench: Bench, probing: Probing): Promise<FoldOutcome> {
  const outcomes: FoldOutcome[] = [];
  for (const fold of foldsOf(probing.parts)) {
    await bench.pause();
    outcomes.push(probeFold(probing, fold));
  }
  return summed(outcomes);
}

/** Shares of what was told rightly; `selectivity`: accuracy less that of the control (Hewitt and Liang 2019). */
export function sharesOf({ probe, control }: ProbeAccuracy) {
  const share = (right: number, of: number) => (of > 0 ? right / of : 0);
  const accuracy = share(probe.right, probe.held);
  const controlAccuracy = control && share(control.right, control.held);
  return {
    accuracy,
    interval: wilson(probe.right, probe.held),
    onLearnt: share(probe.learntRight, probe.learnt),
    controlAccuracy,
    controlOnLearnt: control && share(control.learntRight, control.learnt),
    selectivity: controlAccuracy === null ? null : accuracy - controlAccuracy,
  };
}

function seen(result: AccuracyResult, numbers: Numbers): string {
  const { found, lines } = result;
  if (found.length === 0) return l10n.t('Nothing was measured.');
  const majority = majorityOf(result);
  const told = found.map((one) => ({ ...one, ...sharesOf(one) }));
  const whole = (share: number) => numbers.percent(Math.round(share * 1000) / 1000);
  const most = Math.max(...told.map(({ probe }) => probe.right));
  const best = told.filter(({ probe }) => probe.right === most);
  const [low, high] = best[0]!.interval;
  const listed = (list: readonly ProbeAccuracy[]) =>
    joinList(list.map(({ way, model }) => `${wayShort(way)} (${model})`));
  // No better than a guess, as far as so few lines can tell; or worse, where the nearest lines have other labels.
  const unsure = told.filter(({ interval: [low, high] }) => low <= majority && majority <= high);
  const worse = told.filter(({ interval: [, high] }) => high < majority);
  const controls = told.filter((one) => one.selectivity !== null);
  const points = (share: number) => numbers.decimal(100 * share, 1);
  const selectivities = controls.map(({ selectivity }) => selectivity ?? 0);
  return joinSentences(
    l10n.t(
      'A linear probe does best on {0}: {1} of the lines that it has not seen ({2}) are told rightly (95 % interval: {3} to {4}). The most frequent label alone is right in {5}.',
      listed(best),
      whole(best[0]!.accuracy),
      numbers.number(lines),
      whole(low),
      whole(high),
      whole(majority),
    ),
    unsure.length === 0 ? '' : l10n.t('So few lines cannot tell apart from that: {0}.', listed(unsure)),
    worse.length === 0 ? '' : l10n.t('Worse than that, beyond chance: {0}.', listed(worse)),
    controls.length === 0
      ? ''
      : l10n.t(
          'Percentage points above the same with shuffled labels (selectivity): {0}; of the shuffled lines shown it has {1} by heart.',
          spanOf(selectivities, points),
          spanOf(
            controls.map(({ controlOnLearnt }) => controlOnLearnt ?? 0),
            whole,
          ),
        ),
  );
}

/** Figures of several ways from the least to the most, or the one that all have. */
function spanOf(values: readonly number[], written: (value: number) => string): string {
  const [least, most] = [written(Math.min(...values)), written(Math.max(...values))];
  return least === most ? least : l10n.t('{0} to {1}', least, most);
}

export const accuracy: Part<AccuracyResult> = {
  id: 'accuracy',
  title: () => l10n.t('Probe and control'),
  question: () => l10n.t('Can a label be read off a model’s vectors by a straight line, on lines that were held out?'),
  ...INPUT,
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'What a probe finds the model need not use. Parts share what they learn from, so the interval is a little too narrow; lines that were written alike help each other.',
    ),
  picture: (result: AccuracyResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      most: 1,
      rows: rowsOf(result),
      figure: (value) => drawing.numbers.percent(Math.round(value * 1000) / 1000),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'series-0', text: l10n.t('held-out lines told rightly, the line over it: 95 % interval') },
    { mark: 'series-1', text: l10n.t('the same with shuffled labels (control)') },
    { mark: 'series-2', text: l10n.t('always the most frequent label') },
  ],
  table: ({ found, lines, folds, shuffles }) => ({
    header: [
      l10n.t('model'),
      l10n.t('vector'),
      l10n.t('numbers in it'),
      l10n.t('lines told'),
      l10n.t('parts'),
      l10n.t('right, lines'),
      l10n.t('accuracy, %'),
      l10n.t('from, %'),
      l10n.t('to, %'),
      l10n.t('on lines learnt from, %'),
      l10n.t('control (shuffles: {0}), %', shuffles),
      l10n.t('control on lines learnt from, %'),
      l10n.t('selectivity, percentage points'),
    ],
    rows: found.map((one) => {
      const { accuracy: share, interval, onLearnt, controlAccuracy, controlOnLearnt, selectivity } = sharesOf(one);
      const percent = (value: number | null) => (value === null ? null : 100 * value);
      return [
        one.model,
        wayName(one.way),
        one.width,
        lines,
        folds,
        one.probe.right,
        percent(share),
        percent(interval[0]),
        percent(interval[1]),
        percent(onLearnt),
        percent(controlAccuracy),
        percent(controlOnLearnt),
        percent(selectivity),
      ];
    }),
  }),
};

function rowsOf(result: AccuracyResult): BarRow[] {
  const rows = result.found.map((one, at): BarRow => {
    const { accuracy: share, interval, controlAccuracy } = sharesOf(one);
    return {
      label: wayShort(one.way),
      values: [share, controlAccuracy],
      ranges: [interval, null],
      ...(one.model !== result.found[at - 1]?.model && { heading: one.model }),
    };
  });
  const heading = l10n.t('without a model');
  return [...rows, { label: l10n.t('most frequent'), values: [majorityOf(result)], firstSeries: 2, heading }];
}
