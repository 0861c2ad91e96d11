import * as l10n from '@vscode/l10n';
import type { MapKind } from '../../../../src/protocol/engine/index.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { axisTo } from '../../drawing/axis.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { LAYERED } from '../../model/roles.js';
import { evenLevels, lookingMap, type LookingMap } from './lookingMap.js';

export interface LookingResult {
  model: string;
  shown: 'distance' | 'entropy';
  maps: LookingMap[];
}

const KINDS = ['encoder', 'decoder', 'cross'] as const satisfies readonly MapKind[];

async function* measure(bench: Bench, { text, other, models, options }: LabInput): AsyncGenerator<LookingResult> {
  const model = models.layered;
  if (!model) return;
  const target = model.architecture === 'encoder-decoder' && other !== '' ? { target: other } : {};
  const { maps } = await bench.ask('attentionSummary', { model: model.id, text, ...target });
  const shown = options.lookingShown === 'entropy' ? 'entropy' : 'distance';
  yield { model: model.id, shown, maps: maps.map(lookingMap) };
}

function kindName(kind: MapKind): string {
  switch (kind) {
    case 'encoder':
      return l10n.t('self-attention of the encoder');
    case 'decoder':
      return l10n.t('self-attention of the decoder');
    case 'cross':
      return l10n.t('cross-attention');
  }
}

function shortName(kind: MapKind): string {
  switch (kind) {
    case 'encoder':
      return l10n.t('encoder');
    case 'decoder':
      return l10n.t('decoder');
    case 'cross':
      return l10n.t('cross');
  }
}

function tellMap({ kind, layers, even }: LookingMap, numbers: Numbers): string {
  const [first, last] = [layers[0], layers.at(-1)];
  if (!first || !last) return '';
  const decimal = (value: number) => numbers.decimal(value, 2);
  const entropy = l10n.t(
    'The entropy of its {0} goes from {1} bits in layer 1 to {2} in layer {3}; {4} if spread evenly.',
    kindName(kind),
    decimal(first.entropy),
    decimal(last.entropy),
    numbers.number(last.layer),
    decimal(even.entropy),
  );
  if (first.distance === null || last.distance === null || even.distance === null) return entropy;
  const far = [...layers].sort((a, b) => (b.distance ?? 0) - (a.distance ?? 0))[0]!;
  return joinSentences(
    l10n.t(
      'By its {0} it looks {1} tokens far in layer 1 and {2} in layer {3}, farthest in layer {4} ({5}); {6} if spread evenly.',
      kindName(kind),
      decimal(first.distance),
      decimal(last.distance),
      numbers.number(last.layer),
      numbers.number(far.layer),
      decimal(far.distance ?? 0),
      decimal(even.distance),
    ),
    l10n.t(
      'The entropy of that goes from {0} bits to {1}; {2} if spread evenly.',
      decimal(first.entropy),
      decimal(last.entropy),
      decimal(even.entropy),
    ),
  );
}

const seen = ({ model, maps }: LookingResult, numbers: Numbers): string =>
  joinSentences(l10n.t('Of {0} these are means over the heads.', model), ...maps.map((map) => tellMap(map, numbers)));

function picture(result: LookingResult, drawing: Drawing) {
  const { numbers } = drawing;
  const { shown, maps } = result;
  const drawn = maps.filter(({ even }) => even[shown] !== null);
  const deepest = Math.max(1, ...drawn.map(({ layers }) => layers.length));
  const values = drawn.flatMap(({ layers, even }) => [even[shown] ?? 0, ...layers.map((layer) => layer[shown] ?? 0)]);
  // Above the highest there is room for a level's name.
  const y = axisTo(Math.max(1, 1.1 * Math.max(...values)), numbers);
  const across = (at: number) => (deepest > 1 ? at / (deepest - 1) : 0);
  const step = Math.max(1, Math.ceil(deepest / 8));
  return LineChart({
    ...drawing,
    lines: drawn.map(({ kind, layers }) => ({
      name: kindName(kind),
      series: KINDS.indexOf(kind),
      points: layers.map((layer, at) => ({ x: across(at), y: (layer[shown] ?? 0) / y.most })),
    })),
    levels: evenLevels(drawn, shown).map(({ value, kinds }) => ({
      at: value / y.most,
      text: drawn.length > 1 ? l10n.t('spread evenly: {0}', joinList(kinds.map(shortName))) : l10n.t('spread evenly'),
    })),
    x: {
      ticks: Array.from({ length: deepest }, (_, at) => at)
        .filter((at) => at % step === 0)
        .map((at) => ({ at: across(at), text: numbers.number(at + 1) })),
      name: l10n.t('layer'),
    },
    y: {
      ticks: y.ticks,
      name: shown === 'distance' ? l10n.t('mean distance, tokens') : l10n.t('mean entropy, bits'),
    },
    label: seen(result, numbers),
  });
}

export const looking: Part<LookingResult> = {
  id: 'looking',
  title: () => l10n.t('Where attention goes'),
  question: () => l10n.t('How far, and how sharply, does each layer look?'),
  roles: [LAYERED],
  options: [
    {
      id: 'lookingShown',
      label: () => l10n.t('Chart shows'),
      choices: () => [
        ['distance', l10n.t('distance')],
        ['entropy', l10n.t('entropy')],
      ],
    },
  ],
  otherText: () => l10n.t('What T5’s decoder reads (empty: what it writes itself)'),
  isOtherOptional: true,
  takesOther: ({ layered }) => layered?.architecture === 'encoder-decoder',
  examples: [
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water.',
      other: '',
      models: { layered: 'bert-mini' },
      point: () => l10n.t('BERT: its middle layers look farther than an even spread would'),
    },
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water.',
      other: '',
      models: { layered: 'gpt2-mini' },
      point: () => l10n.t('GPT-2: to the left only, where an even spread is nearer, too'),
    },
    {
      language: 'en',
      text: 'translate English to German: The house is small and old, and nobody lives in it.',
      other: '',
      models: { layered: 't5-mini' },
      options: { lookingShown: 'entropy' },
      point: () => l10n.t('T5: three attentions, and how sharp each is'),
    },
    {
      language: 'zh',
      text: '今天早上天气很好，我和妈妈一起去公园散步。',
      other: '',
      models: { layered: 'bert-mini' },
      point: () => l10n.t('The same in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'A mean over heads hides that one looks next door and another far away; and weight on [CLS], [SEP] or the first token is often a way to look at nothing, which counts as far here. Attention says what is read, not what it is used for.',
    ),
  picture,
  legend: ({ maps, shown }) =>
    maps
      .filter(({ even }) => even[shown] !== null)
      .map(({ kind }) => ({ mark: `mark-${KINDS.indexOf(kind)}`, text: kindName(kind) })),
  table: ({ model, maps }) => ({
    header: [
      l10n.t('model'),
      l10n.t('attention'),
      l10n.t('layer'),
      l10n.t('mean distance, tokens'),
      l10n.t('distance if spread evenly, tokens'),
      l10n.t('mean entropy, bits'),
      l10n.t('entropy if spread evenly, bits'),
    ],
    rows: maps.flatMap(({ kind, layers, even }) =>
      layers.map(({ layer, distance, entropy }) => [
        model,
        kindName(kind),
        layer,
        distance,
        even.distance,
        entropy,
        even.entropy,
      ]),
    ),
  }),
};
