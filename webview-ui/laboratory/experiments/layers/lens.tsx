import * as l10n from '@vscode/l10n';
import { trimToken } from '../../../../src/text/displayText.js';
import { Chips } from '../../drawing/chips.js';
import { WordGrid } from '../../drawing/wordGrid.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { LAYERED } from '../../model/roles.js';
import { FEW, placeName, said, tellReading } from './lensSentence.js';
import { finalOf, readLens, settledAt, type LensReading } from './reading.js';

async function* measure(bench: Bench, { text, other, models }: LabInput): AsyncGenerator<LensReading> {
  const model = models.layered;
  if (!model) return;
  for await (const reading of readLens(bench, model, text, other)) {
    bench.progress(reading.places.length, reading.count);
    yield reading;
  }
}

function drawFew(reading: LensReading, { numbers, ...drawing }: Drawing, label: string) {
  return Chips({
    ...drawing,
    numbers,
    lines: reading.places.flatMap((place) =>
      place.layers.map(({ layer, entropy, predictions }) => ({
        heading: l10n.t(
          '{0}, layer {1}: entropy {2} bits',
          placeName(place),
          numbers.number(layer),
          numbers.decimal(entropy, 2),
        ),
        chips: predictions.map(({ id, text, probability }) => ({
          text: trimToken(text),
          look: id === finalOf(place)?.id ? 'right' : 'sign',
          below: numbers.percent(probability),
        })),
      })),
    ),
    label,
  });
}

function picture(reading: LensReading, drawing: Drawing) {
  const { numbers } = drawing;
  const label = tellReading(reading, numbers);
  const { places } = reading;
  if (places.length <= FEW) return drawFew(reading, drawing, label);
  return WordGrid({
    ...drawing,
    columns: (places[0]?.layers ?? []).map(({ layer }) => numbers.number(layer)),
    columnsName: l10n.t('layer (0: embeddings)'),
    rows: places.map((place) => {
      const settled = settledAt(place);
      return {
        label: placeName(place),
        cells: place.layers.map(({ predictions }, at) => ({
          text: said(predictions[0]),
          below: numbers.percent(predictions[0]?.probability ?? 0),
          weight: predictions[0]?.probability ?? 0,
          isSettled: at >= settled,
        })),
      };
    }),
    label,
  });
}

export const lens: Part<LensReading> = {
  id: 'lens',
  title: () => l10n.t('Logit lens'),
  question: () => l10n.t('What would each layer say if the model ended there?'),
  textHint: () =>
    l10n.t('BERT is asked at [MASK] or ____, or at each token, masked in turn; GPT-2 and T5 for what comes next.'),
  roles: [LAYERED],
  otherText: () => l10n.t('What T5’s decoder reads (empty: what it writes itself)'),
  isOtherOptional: true,
  takesOther: ({ layered }) => layered?.architecture === 'encoder-decoder',
  examples: [
    {
      language: 'en',
      text: 'Once upon a time there was a little girl who lived in the',
      other: '',
      models: { layered: 'gpt2-mini' },
      point: () => l10n.t('GPT-2: the embeddings repeat the word, the layers turn it into the next one'),
    },
    {
      language: 'en',
      text: 'He drank a [MASK] of tea.',
      other: '',
      models: { layered: 'bert-mini' },
      point: () => l10n.t('BERT: sure of the wrong word until the last layer'),
    },
    {
      language: 'en',
      text: 'The old man sat down by the river and looked at the water.',
      other: '',
      models: { layered: 'bert-mini' },
      point: () => l10n.t('BERT: each word masked in turn'),
    },
    {
      language: 'en',
      text: 'translate English to German: The house is small and old.',
      other: '',
      models: { layered: 't5-mini' },
      point: () => l10n.t('T5: below its last layer the decoder mostly repeats what has just been written'),
    },
    {
      language: 'zh',
      text: '今天[MASK]气很好，我们去公园散步。',
      other: '',
      models: { layered: 'bert-mini' },
      point: () => l10n.t('Chinese: the character comes up within a few layers'),
    },
  ],
  measure,
  seen: tellReading,
  unseen: () =>
    l10n.t(
      'Only the last layer was trained to be read by this head: what it cannot read in a lower one may be there all the same, written otherwise. A word that comes up early is not thereby decided, as later layers still change it.',
    ),
  picture,
  legend: ({ places }) =>
    places.length <= FEW
      ? [
          { mark: 'chip-right', text: l10n.t('what is said in the end') },
          { mark: 'chip-sign', text: l10n.t('what else is probable there') },
        ]
      : [
          { mark: 'grid-settled', text: l10n.t('what is said in the end, on top from here on') },
          { mark: 'grid-open', text: l10n.t('another first choice; the fuller, the more probable') },
        ],
  table: ({ places }) => ({
    header: [
      l10n.t('position'),
      l10n.t('token'),
      l10n.t('layer'),
      l10n.t('entropy, bits'),
      l10n.t('first choice'),
      l10n.t('probability'),
      l10n.t('second choice'),
      l10n.t('probability of the second'),
      l10n.t('on top for good'),
    ],
    rows: places.flatMap((place, index) =>
      place.layers.map(({ layer, entropy, predictions }, at) => [
        index + 1,
        placeName(place),
        layer,
        entropy,
        said(predictions[0]),
        predictions[0]?.probability ?? null,
        predictions[1] ? said(predictions[1]) : null,
        predictions[1]?.probability ?? null,
        at >= settledAt(place) ? l10n.t('yes') : l10n.t('no'),
      ]),
    ),
  }),
};
