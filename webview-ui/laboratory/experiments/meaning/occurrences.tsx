import * as l10n from '@vscode/l10n';
import { cosineSimilarity } from '../../../../src/maths/divergence.js';
import type { HiddenValue } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ENCODER } from '../../model/roles.js';
import { textTokens } from '../../model/textTokens.js';
import { otherWordOf, sharedWord, wordIn, type Occurrence } from './sharedWord.js';
import { meanCosine, meanVector, tokensOfWord, type LayerStates } from './vectors.js';

export interface OccurrencesResult {
  model: string;
  /** as the first text has it; null: the texts share none */
  word: string | null;
  /** as the second text has it, where another word is marked there */
  otherWord?: string;
  /** how near the two occurrences are, and pairs of other words of the two texts; layer 0: the embeddings */
  layers: { layer: number; cosine: number; baseline: number | null }[];
}

async function* measure(bench: Bench, { text, other, models }: LabInput): AsyncGenerator<OccurrencesResult> {
  const model = models.encoder;
  if (!model) return;
  const shared = sharedWord(text, other);
  if (!shared) {
    yield { model: model.id, word: null, layers: [] };
    return;
  }
  const { first, second } = shared;
  const one = await bench.ask('hidden', { model: model.id, text: first.text });
  bench.progress(1, 2);
  const two = await bench.ask('hidden', { model: model.id, text: second.text });
  bench.progress(2, 2);
  const otherWord = otherWordOf(shared);
  yield {
    ...{ model: model.id, word: wordIn(first), ...(otherWord !== null && { otherWord }) },
    layers: compareLayers([first, one], [second, two]),
  };
}

/** Layer by layer: the cosine of the two occurrences, and the mean one of pairs of tokens that are neither they nor equal. */
export function compareLayers(
  [first, one]: readonly [Occurrence, HiddenValue],
  [second, two]: readonly [Occurrence, HiddenValue],
): OccurrencesResult['layers'] {
  const [ownOne, ownTwo] = [
    tokensOfWord(first.text, first.word, one.source),
    tokensOfWord(second.text, second.word, two.source),
  ];
  const seen = new Set([...ownOne.map((at) => one.source[at]!.id), ...ownTwo.map((at) => two.source[at]!.id)]);
  const rest = ({ source }: HiddenValue, ...not: ReadonlySet<number>[]) =>
    textTokens(source).filter(
      ({ token }) => /[\p{L}\p{N}]/u.test(token.text) && not.every((ids) => !ids.has(token.id)),
    );
  const others = rest(one, seen);
  // A token that stands in both texts is no pair by chance.
  const strangers = rest(two, seen, new Set(others.map(({ token }) => token.id)));
  return one.layerIndices.map((layer, at) => {
    const [statesOne, statesTwo] = [statesOf(one, at), statesOf(two, at)];
    return {
      layer,
      cosine: cosineSimilarity(meanVector(statesOne, ownOne), meanVector(statesTwo, ownTwo)),
      baseline: meanCosine(
        others.map(({ index }) => meanVector(statesOne, [index])),
        strangers.map(({ index }) => meanVector(statesTwo, [index])),
      ),
    };
  });
}

/** One layer of what the engine gave. @param at index into its layers */
export function statesOf({ values, positions, width }: HiddenValue, at: number): LayerStates {
  const size = positions * width;
  return { values: values.subarray(at * size, (at + 1) * size), width };
}

function seen({ model, word, otherWord, layers }: OccurrencesResult, numbers: Numbers): string {
  const [first, last] = [layers[0], layers.at(-1)];
  if (word === null || !first || !last) {
    return l10n.t('The two sentences share no word. Mark the ones to be compared: *word*.');
  }
  const figure = (value: number) => numbers.decimal(value, 2);
  const [least] = [...layers].sort((a, b) => a.cosine - b.cosine);
  const base =
    last.baseline === null
      ? ''
      : last.cosine > last.baseline
        ? l10n.t(
            'Other words of the two sentences come to {0} there on average: only the {1} above speak for these two.',
            figure(last.baseline),
            figure(last.cosine - last.baseline),
          )
        : l10n.t(
            'Other words of the two sentences come to {0} there on average: the two are no nearer than strangers.',
            figure(last.baseline),
          );
  return joinSentences(
    l10n.t(
      '{0} have a cosine of {1} at the embeddings and {2} behind layer {3}; the least is {4}, behind layer {5}.',
      otherWord === undefined
        ? l10n.t('In {0} the two vectors of “{1}”', model, word)
        : l10n.t('In {0} the vectors of “{1}” and of “{2}”', model, word, otherWord),
      figure(first.cosine),
      figure(last.cosine),
      numbers.number(last.layer),
      figure(least!.cosine),
      numbers.number(least!.layer),
    ),
    base,
  );
}

function picture({ layers, ...rest }: OccurrencesResult, drawing: Drawing) {
  const { numbers } = drawing;
  const values = layers.flatMap(({ cosine, baseline }) => [cosine, baseline ?? 0]);
  const low = Math.min(0, ...values) < 0 ? -1 : 0;
  const up = (cosine: number) => (cosine - low) / (1 - low);
  const last = Math.max(1, layers.length - 1);
  const step = Math.max(1, Math.ceil(layers.length / 8));
  return LineChart({
    ...drawing,
    lines: [
      {
        name: l10n.t('the two occurrences'),
        points: layers.map(({ cosine }, at) => ({ x: at / last, y: up(cosine) })),
      },
      {
        name: l10n.t('other words'),
        points: layers.flatMap(({ baseline }, at) => (baseline === null ? [] : [{ x: at / last, y: up(baseline) }])),
      },
    ],
    x: {
      ticks: layers.flatMap(({ layer }, at) =>
        at % step === 0 ? [{ at: at / last, text: numbers.number(layer) }] : [],
      ),
      name: l10n.t('layer (0: embeddings)'),
    },
    y: {
      ticks: (low < 0 ? [-1, 0, 1] : [0, 0.5, 1]).map((value) => ({ at: up(value), text: numbers.decimal(value, 1) })),
      name: l10n.t('cosine'),
    },
    label: seen({ layers, ...rest }, numbers),
  });
}

export const occurrences: Part<OccurrencesResult> = {
  id: 'occurrences',
  title: () => l10n.t('One word, twice'),
  question: () => l10n.t('Do two occurrences of a word become two meanings, layer by layer?'),
  textHint: () =>
    l10n.t('The longest word that both sentences have is compared; another one where it is marked: *bank*.'),
  roles: [ENCODER],
  otherText: () => l10n.t('Second sentence'),
  examples: [
    {
      language: 'en',
      text: 'She could not *bear* the pain.',
      other: 'He saw a big *bear* in the forest.',
      point: () => l10n.t('Two meanings of one word'),
    },
    {
      language: 'en',
      text: 'She could not *bear* the pain.',
      other: 'He cannot *bear* the noise any longer.',
      point: () => l10n.t('One meaning twice: how much nearer is that?'),
    },
    {
      language: 'zh',
      text: '他给妈妈*打*电话。',
      other: '他们在公园*打*篮球。',
      point: () => l10n.t('Chinese: to make a call, to play ball'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'At the embeddings the same token is parted from itself by its place in the sentence alone, where a model adds places at all. A cosine has no scale of its own, and the last layer serves the prediction more than the meaning. One pair says nothing about senses: that takes many occurrences of each.',
    ),
  picture,
  legend: () => [
    { mark: 'mark-0', text: l10n.t('the two occurrences') },
    { mark: 'mark-1', text: l10n.t('mean of pairs of other words, one of each sentence') },
  ],
  table: ({ layers }) => ({
    header: [l10n.t('layer'), l10n.t('cosine of the two'), l10n.t('mean cosine of other pairs'), l10n.t('difference')],
    rows: layers.map(({ layer, cosine, baseline }) => [
      layer,
      cosine,
      baseline,
      baseline === null ? null : cosine - baseline,
    ]),
  }),
};
