import * as l10n from '@vscode/l10n';
import type { Bench, LabInput, LabTable, Option, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED } from '../../model/roles.js';
import {
  agreementOf,
  areDrawn,
  carryingOf,
  DRAWS,
  lossOf,
  normOf,
  otherEffect,
  ownEffect,
  partName,
  partNormOf,
  sideName,
  sideOf,
  signals,
  slopeOf,
  type SideKind,
  type SignalResult,
  type SignalSide,
} from './sides.js';
import { signalPicture } from './signalPicture.js';
import { signalSentence } from './signalSentence.js';

const MASK_SHARES = ['0.15', '0.4', '0.05'] as const;
const RATES = ['0.001', '0.01', '0.1'] as const;
const SEEDS = ['1', '2', '3', '4', '5'] as const;

const OPTIONS: readonly Option[] = [
  {
    id: 'maskShare',
    label: () => l10n.t('Hidden from BERT'),
    choices: () => MASK_SHARES.map((share) => [share, `${Math.round(100 * Number(share))}\u00a0%`] as const),
  },
  {
    id: 'stepRate',
    label: () => l10n.t('Rate of the step'),
    choices: () => RATES.map((rate) => [rate, rate] as const),
  },
  { id: 'dice', label: () => l10n.t('Draw'), choices: () => SEEDS.map((seed) => [seed, seed] as const) },
];

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<SignalResult> {
  const { masked, causal } = models;
  if (!masked || !causal) return;
  const asked: { kind: SideKind; model: string }[] = [
    { kind: 'masked', model: masked.id },
    { kind: 'causal', model: causal.id },
    { kind: 'sparse', model: causal.id },
  ];
  yield* signals(bench, text, asked, {
    maskShare: Number(options.maskShare ?? MASK_SHARES[0]),
    rate: Number(options.stepRate ?? RATES[0]),
    seed: Number(options.dice ?? SEEDS[0]),
  });
}

/** A row a part, and one for the whole. */
function rowsOf(side: SignalSide, rate: number): LabTable['rows'] {
  const own = ownEffect(side);
  const other = otherEffect(side);
  const numbers = side.parts.reduce((sum, { parameters }) => sum + parameters, 0);
  const name = [side.model, sideName(side)];
  const whole = [
    ...[...name, l10n.t('whole'), numbers, normOf(side), carryingOf(side), side.candidates, lossOf(side)],
    ...[agreementOf(side), own.before, own.after, slopeOf(side, rate), other?.before ?? null, other?.after ?? null],
  ];
  const parts = side.parts.map(({ part, parameters }) => [
    ...[...name, partName(part), parameters, partNormOf(side, part)],
    ...new Array<null>(whole.length - 5).fill(null),
  ]);
  return [whole, ...parts];
}

/** What one step learns from on a text: a BERT's masks beside a GPT's every token, by real gradients. */
export const step: Part<SignalResult> = {
  id: 'step',
  title: () => l10n.t('One step'),
  question: () => l10n.t('What does one step of training learn from this sentence, in BERT and in GPT?'),
  roles: [MASKED, CAUSAL],
  options: OPTIONS,
  examples: [
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water.',
      point: () => l10n.t('A plain sentence: three masks against every token'),
    },
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water.',
      options: { stepRate: '0.1' },
      point: () => l10n.t('The same with a longer step: what falls at its own masks rises at others'),
    },
    {
      language: 'zh',
      text: '今天早上天气很好，我和妈妈一起去公园散步。',
      point: () => l10n.t('Chinese: GPT-2 reads bytes, three times as many tokens'),
    },
  ],
  measure,
  seen: signalSentence,
  unseen: () =>
    l10n.t(
      'All chosen tokens become masks here; in training one in five does not. A batch has hundreds of sentences, whose gradients are averaged, and AdamW divides by their size, so that norms of one sentence say little of how far it would move. The two losses are of other questions and other vocabularies, and the two gradients of other weights: they do not compare but in direction, draw by draw. Both models are trained already, so that little is left to learn.',
    ),
  picture: signalPicture,
  legend: (result) => {
    const masked = sideOf(result, 'masked');
    const text =
      masked && areDrawn(masked)
        ? l10n.t('BERT, means over {0} draws of masks', DRAWS)
        : l10n.t('BERT, one draw of masks');
    return [
      ...(masked ? [{ mark: 'series-0', text }] : []),
      ...(sideOf(result, 'causal') ? [{ mark: 'series-1', text: 'GPT' }] : []),
    ];
  },
  table: ({ sides, rate }) => ({
    header: [
      l10n.t('model'),
      l10n.t('learns from'),
      l10n.t('part'),
      l10n.t('numbers in it'),
      l10n.t('gradient norm, nats a unit of weight'),
      l10n.t('tokens with loss'),
      l10n.t('tokens that can have it'),
      l10n.t('loss, nats a token'),
      l10n.t('cosine of two draws'),
      l10n.t('first draw before the step, nats a token'),
      l10n.t('first draw behind it, nats a token'),
      l10n.t('change by its slope, nats a token'),
      l10n.t('other draws before the step, nats a token'),
      l10n.t('other draws behind it, nats a token'),
    ],
    rows: sides.flatMap((side) => rowsOf(side, rate)),
  }),
};
