import * as l10n from '@vscode/l10n';
import { wilson } from '../../../../src/maths/wilson.js';
import { axisTo, stepAxis } from '../../drawing/axis.js';
import { BarRows, type BarRow } from '../../drawing/barRows.js';
import { LineChart, type ChartLine } from '../../drawing/lineChart.js';
import { Panels, type Panel } from '../../drawing/panels.js';
import { Paragraphs } from '../../drawing/paragraphs.js';
import { WordGrid } from '../../drawing/wordGrid.js';
import { durationText } from '../../model/duration.js';
import type { Drawing } from '../../model/experiment.js';
import type { TunedWay, TuningResult } from './run.js';
import { bestWay, judgedWays, majorityOf, shareOf, wayName, wayShort, type JudgedWay } from './tuned.js';
import { sharePercent, tuningSentence } from './tuningSentence.js';

/** Lines told wrongly that are shown, the surest first. */
const SHOWN = 6;

/** Lines told rightly, losses, what each way costs, and what the best one gets wrong. */
export function tuningPicture(result: TuningResult, drawing: Drawing) {
  const judged = judgedWays(result);
  const best = bestWay(judged);
  const curves = result.ways.filter(({ points }) => points.length > 0);
  const panels: Panel[] = [
    ...(best ? [accuracyPanel(judged, best, drawing)] : []),
    ...(curves.length > 0 ? [lossPanel(result, curves, drawing)] : []),
    ...(best ? [...costPanels(judged, drawing), confusionPanel(result, best, drawing), wrongPanel(best, drawing)] : []),
  ];
  return Panels({ ...drawing, panels, label: tuningSentence(result, drawing.numbers) });
}

function accuracyPanel(judged: readonly JudgedWay[], best: JudgedWay, { numbers }: Drawing): Panel {
  const heading = l10n.t('Unseen lines told rightly');
  const rows: BarRow[] = judged.map((way) => ({
    label: wayShort(way.layers),
    values: [shareOf(way)],
    ranges: [wilson(way.outcome.right, way.outcome.told)],
  }));
  rows.push({ label: l10n.t('most frequent'), values: [majorityOf(best)], firstSeries: 2 });
  const figure = (share: number) => sharePercent(share, numbers);
  return { heading, draw: (width) => BarRows({ numbers, width, rows, figure, most: 1, label: heading }) };
}

function lossPanel({ labels }: TuningResult, curves: readonly TunedWay[], drawing: Drawing): Panel {
  const heading = l10n.t('Loss on lines learnt from');
  const guess = Math.log(labels.length);
  const y = axisTo(Math.max(guess, ...curves.flatMap(({ points }) => points.map(({ loss }) => loss))), drawing.numbers);
  const steps = Math.max(...curves.map((way) => way.steps));
  const lines = curves.map(({ layers, points }): ChartLine => ({
    name: wayName(layers),
    points: points.map(({ step, loss }) => ({ x: step / steps, y: loss / y.most })),
    series: layers === 'upper' ? 0 : 1,
    bare: 'plain',
  }));
  const levels = [{ at: guess / y.most, text: l10n.t('a guess (labels: {0})', labels.length) }];
  return {
    heading,
    draw: (width) =>
      LineChart({
        ...{ ...drawing, width, lines, levels, label: heading, x: stepAxis(steps, drawing.numbers) },
        y: { ticks: y.ticks, name: l10n.t('nats a line') },
      }),
  };
}

function costPanels(judged: readonly JudgedWay[], { numbers }: Drawing): Panel[] {
  const panel = (
    heading: string,
    valueOf: (way: JudgedWay) => number | null,
    figure: (value: number) => string,
  ): Panel[] => {
    const rows = judged.flatMap((way) => {
      const value = valueOf(way);
      return value === null ? [] : [{ label: wayShort(way.layers), values: [value] }];
    });
    const draw = (width: number) => BarRows({ numbers, width, rows, figure, label: heading });
    return rows.length === 0 ? [] : [{ heading, isNarrow: true, draw }];
  };
  return [
    ...panel(l10n.t('Numbers that learn'), ({ outcome }) => outcome.trained, numbers.compact),
    ...panel(
      l10n.t('Time of all parts'),
      ({ outcome }) => outcome.seconds,
      (seconds) => durationText(1000 * seconds, numbers),
    ),
  ];
}

/** Rows: what a line is; columns: what it was told to be. */
function confusionPanel({ labels }: TuningResult, { layers, outcome }: JudgedWay, { numbers }: Drawing): Panel {
  const heading = l10n.t('Confusion: {0}', wayShort(layers));
  const rows = outcome.confusion.map((counts, row) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    const cells = counts.map((count, column) => ({
      text: numbers.number(count),
      below: all === 0 ? '' : sharePercent(count / all, numbers),
      weight: all === 0 ? 0 : count / all,
      isSettled: row === column,
    }));
    return { label: labels[row] ?? '', cells };
  });
  const columnsName = l10n.t('told to be; rows: what it is');
  return {
    heading,
    draw: (width) => WordGrid({ numbers, width, columns: labels, columnsName, rows, label: heading }),
  };
}

function wrongPanel({ layers, outcome: { wrong } }: JudgedWay, { numbers }: Drawing): Panel {
  const heading =
    wrong.length > SHOWN
      ? l10n.t('Told wrongly by {0}: the surest {1} of {2}', wayName(layers), SHOWN, numbers.number(wrong.length))
      : l10n.t('Told wrongly by {0}: {1}', wayName(layers), numbers.number(wrong.length));
  const paragraphs = wrong.slice(0, SHOWN).map(({ text, label, told, probability }) => ({
    heading: '',
    before: l10n.t('{0}, told to be {1} ({2})', label, told, sharePercent(probability, numbers)),
    text,
  }));
  return { heading, draw: (width) => Paragraphs({ numbers, width, paragraphs, label: heading }) };
}
