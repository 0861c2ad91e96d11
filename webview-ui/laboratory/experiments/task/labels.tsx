import * as l10n from '@vscode/l10n';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows, type BarRow } from '../../drawing/barRows.js';
import { durationText } from '../../model/duration.js';
import type { Drawing, Part } from '../../model/experiment.js';
import { CAUSAL, CLASSIFIER, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { wilson } from '../../../../src/maths/wilson.js';
import { CHINESE_TOPICS, SENTIMENT, TOPICS } from '../probes/examples.js';
import { rightOf, SHOTS, tellLines, TEMPLATES, type LabelFinding, type LabelsResult } from './labelRun.js';
import type { LabelWay } from './labelWays.js';

/** Texts that costs are told for. */
const MANY = 1000;

/** The share of judged lines that have the most frequent label. */
const majorityOf = ({ labels, lines }: LabelsResult): number =>
  Math.max(...labels.map((label) => lines.filter((line) => line.label === label).length)) / lines.length;

export function wayName(way: LabelWay): string {
  switch (way) {
    case 'head':
      return l10n.t('a classifier that was trained before');
    case 'trained':
      return l10n.t('a head on the examples');
    case 'textToText':
      return l10n.t('the label as target');
    case 'causal':
      return l10n.t('the label behind the text');
    case 'fewShot':
      return l10n.t('the label behind text and examples');
  }
}

function seen(result: LabelsResult, numbers: Numbers): string {
  const { found, lines, examples } = result;
  const whole = (share: number) => numbers.percent(Math.round(share * 1000) / 1000);
  const judged = found.flatMap((one) => {
    const score = rightOf(result, one);
    return score ? [{ ...one, ...score, interval: wilson(score.right, score.of) }] : [];
  });
  const best = Math.max(...judged.map(({ right, of }) => right / of));
  const others = found.filter((one) => one.told.length > 0 && rightOf(result, one) === null);
  const tooLong = found.filter(({ isTooLong }) => isTooLong);
  const majority = majorityOf(result);
  const unsure = judged.filter(({ interval: [low] }) => low <= majority);
  // All but the best are named by that.
  const isRest = judged.every((one) => (one.right / one.of === best) !== unsure.includes(one));
  const stuck = judged.filter(({ told }) => told.length > 3 && new Set(told).size === 1);
  return joinSentences(
    judged.length === 0
      ? ''
      : l10n.t(
          'Best, by lines told rightly: {0}. Lines: {1}, and as examples {2}; the most frequent label alone is right in {3}.',
          joinList(
            judged
              .filter(({ right, of }) => right / of === best)
              .map(({ way, model, right, of }) => {
                const share = `${wayName(way)} (${model}) ${whole(right / of)}`;
                // A way that could not read all lines is judged on fewer.
                return of === lines.length ? share : l10n.t('{0} (lines told: {1})', share, numbers.number(of));
              }),
          ),
          numbers.number(lines.length),
          numbers.number(examples),
          whole(majority),
        ),
    unsure.length === 0
      ? ''
      : unsure.length === judged.length
        ? l10n.t('So few lines do not show any to be better than that.')
        : unsure.length > 1 && isRest
          ? l10n.t('So few lines do not show the others to be better.')
          : l10n.t(
              'So few lines do not show these to be better: {0}.',
              joinList(unsure.map(({ way }) => wayName(way))),
            ),
    stuck.length === 0
      ? ''
      : l10n.t(
          'One label for every line: {0}.',
          joinList(stuck.map(({ way, told: [label] }) => l10n.t('{0} (“{1}”)', wayName(way), label ?? ''))),
        ),
    others.length === 0
      ? ''
      : l10n.t(
          '{0} tells labels of its own ({1}): name yours so to have it judged.',
          joinList(others.map(({ model }) => model)),
          joinList([...new Set(others.flatMap(({ told }) => told))]),
        ),
    tooLong.length === 0
      ? ''
      : l10n.t(
          'Text and examples are longer than is read at once: {0}.',
          joinList(tooLong.map(({ way, model }) => `${wayName(way)} (${model})`)),
        ),
    costs(found, numbers),
  );
}

/** The fastest and the slowest way. */
function costs(found: readonly LabelFinding[], numbers: Numbers): string {
  const timed = found.filter(({ told }) => told.length > 0).sort((a, b) => a.milliseconds - b.milliseconds);
  const [fastest, slowest] = [timed[0], timed.at(-1)];
  if (!fastest || !slowest) return '';
  const time = (milliseconds: number) => durationText(milliseconds, numbers);
  if (fastest === slowest) return l10n.t('A text takes {0}, loading apart.', time(fastest.milliseconds));
  return l10n.t(
    'A text takes {0} ({1}) to {2} ({3}), loading apart.',
    time(fastest.milliseconds),
    wayName(fastest.way),
    time(slowest.milliseconds),
    wayName(slowest.way),
  );
}

export const labels: Part<LabelsResult> = {
  id: 'labels',
  title: () => l10n.t('Labels'),
  question: () => l10n.t('Who tells your labels best, and at what cost: a head, text to text, or a text that goes on?'),
  textHint: () =>
    l10n.t('One line each: “label: text” or “text => label”. The first lines of each label are the examples.'),
  takes: 'lines',
  textRows: 8,
  roles: [CLASSIFIER, MASKED, TEXT_TO_TEXT, CAUSAL],
  options: [
    {
      id: 'shots',
      label: () => l10n.t('Examples a label'),
      choices: () => SHOTS.map((shots) => [shots, shots] as const),
    },
    {
      id: 'template',
      label: () => l10n.t('Sentence with the label'),
      choices: () => Object.entries(TEMPLATES),
    },
  ],
  examples: [
    {
      language: 'en',
      text: TOPICS,
      options: { template: 'about', shots: '2' },
      point: () => l10n.t('Food, weather or sport: a head on two examples of each, and words'),
    },
    {
      language: 'en',
      text: SENTIMENT,
      options: { template: 'was', shots: '4' },
      point: () => l10n.t('Praise or blame, after four examples of each'),
    },
    {
      language: 'zh',
      text: CHINESE_TOPICS,
      options: { template: 'chinese', shots: '2' },
      point: () => l10n.t('Food or weather in Chinese: only what was trained on Chinese can tell'),
    },
  ],
  measure: tellLines,
  seen,
  unseen: () =>
    l10n.t(
      'Models of different sizes and training are compared, not architectures. Another sentence with the label, or other examples, can change as much as the ways differ. Files that were read before load faster.',
    ),
  picture: (result: LabelsResult, drawing: Drawing) => {
    const { numbers } = drawing;
    return BarRows({
      ...drawing,
      most: 1,
      rows: [
        ...result.found.map((one): BarRow => {
          const score = rightOf(result, one);
          const heading = `${one.model}: ${wayName(one.way)} · ${durationText(one.milliseconds, numbers)}`;
          if (!score)
            return { label: one.isTooLong ? l10n.t('too long') : l10n.t('other labels'), values: [], heading };
          return {
            label: l10n.t('{0} of {1}', numbers.number(score.right), numbers.number(score.of)),
            values: [score.right / score.of],
            ranges: [wilson(score.right, score.of)],
            heading,
          };
        }),
        {
          label: l10n.t('most frequent'),
          values: [majorityOf(result)],
          firstSeries: 2,
          heading: l10n.t('without a model'),
        },
      ],
      figure: (value) => numbers.percent(Math.round(value * 1000) / 1000),
      label: seen(result, numbers),
    });
  },
  legend: () => [
    {
      mark: 'series-0',
      text: l10n.t('lines told rightly, the line over it: 95 % interval; behind the name: time a text'),
    },
    { mark: 'series-2', text: l10n.t('always the most frequent label') },
  ],
  table: (result) => ({
    header: [
      l10n.t('way'),
      l10n.t('model'),
      l10n.t('lines told'),
      l10n.t('right, lines'),
      l10n.t('accuracy, %'),
      l10n.t('from, %'),
      l10n.t('to, %'),
      l10n.t('time a text, ms'),
      l10n.t('1,000 texts, minutes'),
      l10n.t('loading, ms'),
      l10n.t('told, line by line'),
    ],
    rows: result.found.map((one) => {
      const score = rightOf(result, one);
      const [low, high] = score ? wilson(score.right, score.of) : [null, null];
      return [
        wayName(one.way),
        one.model,
        one.told.length,
        score?.right ?? null,
        score && (100 * score.right) / score.of,
        low === null ? null : 100 * low,
        high === null ? null : 100 * high,
        one.milliseconds,
        (MANY * one.milliseconds) / 60_000,
        one.loading,
        one.told.join(', '),
      ];
    }),
  }),
};
