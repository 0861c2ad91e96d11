import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import type { Numbers } from '../../../kit/numbers.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { MASKED } from '../../model/roles.js';
import { sampleOf } from '../../model/sampleOf.js';
import { textTokens } from '../../model/textTokens.js';
import { bitsOf } from './context.js';

/** What is still predicted where a share of the tokens is hidden. */
export interface RatioPoint {
  /** share that was asked for */
  ratio: number;
  /** tokens that were hidden, in all draws together */
  hidden: number;
  /** share of them that the model's first choice names */
  right: number;
  /** mean surprise at a hidden token, bits */
  bits: number;
}

export interface RatioResult {
  model: string;
  tokens: number;
  points: RatioPoint[];
}

/** Shares of hidden tokens. */
const RATIOS = [0.05, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;
/** Of each share so many draws, by one seed. */
const DRAWS = 4;
const SEED = 1;
const MOST_TOKENS = 120;

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<RatioResult> {
  const model = models.masked;
  if (!model) return;
  const tokens = textTokens((await bench.ask('tokens', { model: model.id, text })).tokens).slice(0, MOST_TOKENS);
  const places = tokens.map(({ index }) => index);
  const random = new Random(SEED);
  const result: RatioResult = { model: model.id, tokens: tokens.length, points: [] };
  for (const [at, ratio] of RATIOS.entries()) {
    const count = Math.max(1, Math.round(ratio * places.length));
    // All of them can be hidden in one way only.
    const draws = count === places.length ? 1 : DRAWS;
    const variants = Array.from({ length: draws }, () => {
      const masked = sampleOf(places, count, () => random.uniform());
      return { at: masked, masked };
    });
    const value = await bench.ask('predictions', { model: model.id, text, variants, topK: 0 });
    const found = value.variants.flatMap((variant) => variant.places);
    const right = found.filter(({ rank }) => rank === 1).length / found.length;
    const bits = found.reduce((sum, { logProbability }) => sum + bitsOf(-logProbability), 0) / found.length;
    result.points = [...result.points, { ratio, hidden: found.length, right, bits }];
    bench.progress(at + 1, RATIOS.length);
    yield { ...result };
  }
}

/** BERT's own share, which the larger ones are set beside. */
const OWN = 0.15;

function seen({ model, points, tokens }: RatioResult, numbers: Numbers): string {
  const [own, last] = [points.find(({ ratio }) => ratio === OWN), points.find(({ ratio }) => ratio === 1)];
  if (!own) return l10n.t('Nothing was measured.');
  if (own.right === 0) {
    return l10n.t('{0} names none of the tokens that are hidden at 15 %: this text is beyond it.', model);
  }
  const half = points.find(({ ratio, right }) => ratio > OWN && right < own.right / 2);
  const begin = [numbers.number(tokens), model, numbers.percent(own.right)] as const;
  if (!last) return l10n.t('With 15 % of the tokens hidden (of {0}) {1} names {2} of these rightly.', ...begin);
  return half
    ? l10n.t(
        'With 15 % of the tokens hidden (of {0}) {1} names {2} of these rightly; at {3} hidden it is less than half of that ({4}), and {5} when nothing is left to be seen.',
        ...begin,
        numbers.percent(half.ratio),
        numbers.percent(half.right),
        numbers.percent(last.right),
      )
    : l10n.t(
        'With 15 % of the tokens hidden (of {0}) {1} names {2} of these rightly, and still {3} when nothing is left to be seen.',
        ...begin,
        numbers.percent(last.right),
      );
}

export const ratio: Part<RatioResult> = {
  id: 'ratio',
  title: () => l10n.t('How much may be hidden'),
  question: () => l10n.t('What is still predicted when more and more is masked?'),
  roles: [MASKED],
  examples: [
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water. After a while he took a book out of his bag and began to read.',
      point: () => l10n.t('An everyday text, from a few masks to nothing but masks'),
    },
    {
      language: 'zh',
      text: '今天早上天气很好，我和妈妈一起去公园散步。我们在那里看到了很多花。',
      point: () => l10n.t('The same in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'One text and a few draws are little: the curve has steps of its own. And what a model can still guess is not what it would learn most from; 15 % is a compromise of training, which larger models move upwards.',
    ),
  picture: (result: RatioResult, drawing: Drawing) => {
    const top = Math.max(1, ...result.points.map(({ bits }) => bits));
    const { numbers } = drawing;
    const whole = (share: number) => `${numbers.decimal(100 * share, 0)}\u00a0%`;
    const halves = [0, 0.5, 1];
    return LineChart({
      ...drawing,
      lines: [
        { name: l10n.t('first choice right'), points: result.points.map(({ ratio: x, right: y }) => ({ x, y })) },
        { name: l10n.t('surprise'), points: result.points.map(({ ratio: x, bits }) => ({ x, y: bits / top })) },
      ],
      x: {
        ticks: [0.15, 0.5, 1].map((at) => ({ at, text: whole(at) })),
        name: l10n.t('share of the tokens that is masked'),
      },
      y: { ticks: halves.map((at) => ({ at, text: whole(at) })), name: l10n.t('first choice right') },
      right: {
        ticks: halves.map((at) => ({ at, text: numbers.decimal(at * top, 0) })),
        name: l10n.t('surprise, bits'),
      },
      label: seen(result, numbers),
    });
  },
  legend: () => [
    { mark: 'mark-0', text: l10n.t('masked tokens that the first choice names') },
    { mark: 'mark-1', text: l10n.t('mean surprise at a masked token, bits') },
  ],
  table: ({ points }) => ({
    header: [
      l10n.t('masked, %'),
      l10n.t('masked tokens, all draws'),
      l10n.t('first choice right, %'),
      l10n.t('surprise, bits a token'),
    ],
    rows: points.map(({ ratio: share, hidden, right, bits }) => [100 * share, hidden, 100 * right, bits]),
  }),
};
