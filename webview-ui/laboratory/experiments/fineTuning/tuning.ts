import * as l10n from '@vscode/l10n';
import { wilson } from '../../../../src/maths/wilson.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Bench, LabInput, LabTable, Option, Part } from '../../model/experiment.js';
import { LEARNING_ENCODER } from '../../model/roles.js';
import { CHINESE_TOPICS, SENTIMENT, TOPICS, TWINS } from '../probes/examples.js';
import { settledWays, tune, type TuningResult } from './run.js';
import { judgedWays, shareOf, wayName } from './tuned.js';
import { tuningPicture } from './tuningPicture.js';
import { tuningSentence } from './tuningSentence.js';

/** AdamW's, and how they are written. */
const RATES = [
  ['5e-4', '5·10⁻⁴'],
  ['5e-5', '5·10⁻⁵'],
  ['5e-3', '5·10⁻³'],
] as const;
const EPOCHS = ['8', '3', '20'] as const;
const SEEDS = ['1', '2', '3', '4', '5'] as const;

const OPTIONS: readonly Option[] = [
  { id: 'headRate', label: () => l10n.t('Rate of the head'), choices: () => RATES },
  { id: 'layerRate', label: () => l10n.t('Rate of the layers'), choices: () => RATES },
  { id: 'epochs', label: () => l10n.t('Epochs'), choices: () => EPOCHS.map((epochs) => [epochs, epochs] as const) },
  { id: 'dice', label: () => l10n.t('Draw'), choices: () => SEEDS.map((seed) => [seed, seed] as const) },
];

async function* measure(
  bench: Bench,
  { text, models, options }: LabInput,
  before?: TuningResult,
): AsyncGenerator<TuningResult> {
  const { encoder } = models;
  if (!encoder) return;
  const settings = {
    headRate: Number(options.headRate ?? RATES[0][0]),
    layerRate: Number(options.layerRate ?? RATES[0][0]),
    epochs: Number(options.epochs ?? EPOCHS[0]),
    seed: Number(options.dice ?? SEEDS[0]),
  };
  yield* tune(bench, text, encoder.id, settings, before);
}

function table(result: TuningResult): LabTable {
  return {
    header: [
      l10n.t('what learns'),
      l10n.t('numbers that learn'),
      l10n.t('numbers in all'),
      l10n.t('parts'),
      l10n.t('steps of a part'),
      l10n.t('first loss, nats a line'),
      l10n.t('last loss, nats a line'),
      l10n.t('lines told'),
      l10n.t('right, lines'),
      l10n.t('accuracy, %'),
      l10n.t('from, %'),
      l10n.t('to, %'),
      l10n.t('time, s'),
    ],
    rows: judgedWays(result).map((way) => {
      const { outcome, points, steps, layers } = way;
      const { told, right, trained, all, seconds } = outcome;
      const [low, high] = wilson(right, told);
      return [
        ...[wayName(layers), trained, all, result.parts, layers === 'head' ? null : steps],
        ...[points[0]?.loss ?? null, points.at(-1)?.loss ?? null],
        ...[told, right, 100 * shareOf(way), 100 * low, 100 * high, seconds],
      ];
    }),
  };
}

function unseen({ cut }: TuningResult): string {
  return joinSentences(
    cut > 0 ? l10n.t('Lines that were longer than the model reads, and cut: {0}.', cut) : '',
    l10n.t(
      'Few lines, divided once into parts: another draw shifts the figures, often by more than the ways differ. The interval takes lines for drawn one by one; parts share what they learn from, so it is a little too narrow. Where a rate is too high or the epochs are too few for a way, that says nothing against the way. Nothing is kept: Train Classifier… makes one that stays, and so does the console’s command.',
    ),
  );
}

/** One encoder learns the same labelled lines with its head alone, its upper layers, and all of it. */
export const tuning: Part<TuningResult> = {
  id: 'tuning',
  title: () => l10n.t('Three ways'),
  question: () => l10n.t('Does a classifier get better when the layers below its head learn, too?'),
  roles: [LEARNING_ENCODER],
  options: OPTIONS,
  takes: 'lines',
  isLong: true,
  textRows: 8,
  textHint: () => l10n.t('One line each: “label: text” or “text => label”. 40 short lines take half a minute.'),
  examples: [
    {
      language: 'en',
      text: TOPICS,
      point: () => l10n.t('Food, weather or sport: how far the head alone comes, and what the layers add'),
    },
    {
      language: 'en',
      text: SENTIMENT,
      point: () => l10n.t('Praise or blame: whether the layers help, and whether 40 lines can show it'),
    },
    {
      language: 'en',
      text: TWINS,
      options: { layerRate: '5e-3' },
      point: () => l10n.t('Twins, and a rate that is too high for the layers'),
    },
    {
      language: 'zh',
      text: CHINESE_TOPICS,
      point: () => l10n.t('Food or weather in Chinese: 24 lines'),
    },
  ],
  measure,
  settled: settledWays,
  seen: tuningSentence,
  unseen,
  picture: tuningPicture,
  legend: () => [
    { mark: 'series-0', text: l10n.t('measured; a line over it: 95 % interval') },
    { mark: 'series-2', text: l10n.t('always the most frequent label') },
    { mark: 'line-0', text: l10n.t('loss while the upper layers learn, mean of the parts') },
    { mark: 'line-1', text: l10n.t('loss while all layers learn, mean of the parts') },
  ],
  table,
  actions: ({ text }) => [{ label: l10n.t('Train Classifier…'), command: 'trainClassifier', text }],
};
