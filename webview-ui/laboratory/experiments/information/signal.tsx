import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import type { PredictedPlace } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { BOTH_WAYS, LEFT_READER } from '../../model/roles.js';
import { sampleOf } from '../../model/sampleOf.js';
import { textTokens } from '../../model/textTokens.js';
import { wordsOf, sumByWord } from '../../model/words.js';
import { bitsOf } from './context.js';

/** Where a text carries loss in one kind of training. */
export interface SignalSide {
  model: string;
  /** tokens of the text, and how many carry loss */
  tokens: number;
  carrying: number;
  /** loss in all, bits */
  bits: number;
  /** of each word of the text: the loss of its tokens in bits, and Σ (1 − p) over them; null where none carries any */
  words: { bits: number | null; error: number | null }[];
}

export interface SignalResult {
  words: string[];
  masked: SignalSide;
  causal: SignalSide | null;
}

const SHARE = 0.15;
const SEEDS = ['1', '2', '3', '4', '5'] as const;
const MOST_TOKENS = 120;

function sideOf(
  text: string,
  model: string,
  tokens: ReturnType<typeof textTokens>,
  places: readonly PredictedPlace[],
): SignalSide {
  const found = tokens.map(({ index, token }) => ({ ...token, place: places.find((place) => place.index === index) }));
  const spans = wordsOf(text);
  const valued = (of: (place: PredictedPlace) => number) =>
    sumByWord(
      text,
      spans,
      found.map(({ start, end, place }) => ({ start, end, value: place ? of(place) : null })),
    );
  const bits = valued(({ logProbability }) => bitsOf(-logProbability));
  const errors = valued(({ logProbability }) => 1 - Math.exp(logProbability));
  return {
    model,
    tokens: tokens.length,
    carrying: places.length,
    bits: places.reduce((sum, { logProbability }) => sum + bitsOf(-logProbability), 0),
    words: bits.map((value, at) => ({ bits: value, error: errors[at] ?? null })),
  };
}

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<SignalResult> {
  const { bothWays, leftReader } = models;
  if (!bothWays || !leftReader) return;
  const words = wordsOf(text).map(({ start, end }) => text.slice(start, end));
  const tokens = textTokens((await bench.ask('tokens', { model: bothWays.id, text })).tokens).slice(0, MOST_TOKENS);
  const random = new Random(Number(options.dice ?? '1'));
  const count = Math.max(1, Math.round(SHARE * tokens.length));
  const masked = sampleOf(tokens, count, () => random.uniform()).map(({ index }) => index);
  const hidden = await bench.ask('predictions', {
    model: bothWays.id,
    text,
    variants: [{ at: masked, masked }],
    topK: 0,
  });
  const result = { words, masked: sideOf(text, hidden.model, tokens, hidden.variants[0]!.places) };
  yield { ...result, causal: null };
  const read = textTokens((await bench.ask('tokens', { model: leftReader.id, text })).tokens).slice(0, MOST_TOKENS);
  // A decoder's first token is predicted by nothing.
  const at = read.map(({ index }) => index).filter((index) => index > 0);
  if (at.length === 0) return;
  const isCausal = leftReader.causalMaskValue !== undefined;
  const next = await bench.ask('predictions', {
    model: leftReader.id,
    text,
    variants: [{ at, ...(isCausal && { causal: true }) }],
    topK: 0,
  });
  yield { ...result, causal: sideOf(text, next.model, read, next.variants[0]!.places) };
}

function seen({ masked, causal }: SignalResult, numbers: Numbers): string {
  const share = ({ carrying, tokens }: SignalSide) => numbers.percent(carrying / Math.max(1, tokens));
  const number = (value: number) => numbers.number(value);
  const bits = (value: number) => numbers.decimal(value, 1);
  const one = l10n.t(
    'Tokens that carry loss: masked {0} of {1} ({2}), {3} bits in all.',
    number(masked.carrying),
    number(masked.tokens),
    share(masked),
    bits(masked.bits),
  );
  if (!causal) return one;
  return joinSentences(
    one,
    l10n.t(
      'Read from the left: {0} of {1} ({2}), {3} bits: {4} times the loss from one reading of the same text.',
      number(causal.carrying),
      number(causal.tokens),
      share(causal),
      bits(causal.bits),
      numbers.decimal(causal.bits / Math.max(1e-9, masked.bits), 1),
    ),
  );
}

export const signal: Part<SignalResult> = {
  id: 'signal',
  title: () => l10n.t('15 % and 100 %'),
  question: () => l10n.t('On how much of a text does a model learn in one reading?'),
  roles: [BOTH_WAYS, LEFT_READER],
  options: [{ id: 'dice', label: () => l10n.t('Draw'), choices: () => SEEDS.map((seed) => [seed, seed] as const) }],
  examples: [
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water.',
      point: () => l10n.t('A sentence of 19 words: three masks, or a question at every word'),
    },
    {
      language: 'zh',
      text: '今天早上天气很好，我和妈妈一起去公园散步。',
      models: { bothWays: 'bert-mini', leftReader: 'gpt2-mini' },
      point: () => l10n.t('Chinese: bytes for the model that reads from the left, which does not know it'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Loss is not all that teaches: through attention the gradient of a few masked tokens reaches every position that they read. And more loss is not more learning, bit for bit: the two questions are not equally hard.',
    ),
  picture: (result: SignalResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.words.map((label, at) => ({
        label,
        values: [result.masked.words[at]?.error ?? null, result.causal?.words[at]?.error ?? null],
      })),
      figure: (value) => drawing.numbers.decimal(value, 2),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'series-0', text: l10n.t('masked: 1 − probability of the true token, summed over the word') },
    { mark: 'series-1', text: l10n.t('from the left: the same') },
  ],
  table: ({ words, masked, causal }) => ({
    header: [
      l10n.t('word'),
      l10n.t('masked: loss, bits'),
      l10n.t('masked: |p − y|'),
      l10n.t('from the left: loss, bits'),
      l10n.t('from the left: |p − y|'),
    ],
    rows: words.map((word, at) => [
      word,
      masked.words[at]?.bits ?? null,
      masked.words[at]?.error ?? null,
      causal?.words[at]?.bits ?? null,
      causal?.words[at]?.error ?? null,
    ]),
  }),
};
