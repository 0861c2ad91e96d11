import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap, MapKind } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { LAYERED } from '../../model/roles.js';

/** One kind of attention of a model, by layer, the mean over its heads. */
export interface LookingMap {
  kind: MapKind;
  queries: number;
  keys: number;
  /** distance in tokens, null between two texts, which have none; entropy in bits. Layers count from 1 */
  layers: { layer: number; distance: number | null; entropy: number }[];
  /** what they would be if attention were spread evenly over all that may be read */
  even: { distance: number | null; entropy: number };
}

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

/** A map by layer, the mean over its heads. */
export function lookingMap({ kind, queries, keys, heads }: AttentionSummaryMap): LookingMap {
  const count = Math.max(-1, ...heads.map(({ layer }) => layer)) + 1;
  const layers = Array.from({ length: count }, (_, layer) => {
    const own = heads.filter((head) => head.layer === layer);
    const mean = (of: (head: (typeof own)[number]) => number) =>
      own.reduce((sum, head) => sum + of(head), 0) / Math.max(1, own.length);
    return {
      layer: layer + 1,
      distance: kind === 'cross' ? null : mean(({ distance }) => distance),
      entropy: mean(({ entropy }) => entropy),
    };
  });
  return { kind, queries, keys, layers, even: evenSpread(kind, queries, keys) };
}

/**
 * Mean distance in tokens and mean entropy in bits of attention that is spread evenly over all positions, of a decoder over
 * those up to the reader's own.
 */
export function evenSpread(kind: MapKind, queries: number, keys: number): LookingMap['even'] {
  if (kind === 'cross') return { distance: null, entropy: Math.log2(keys) };
  if (kind === 'encoder') return { distance: (keys ** 2 - 1) / (3 * keys), entropy: Math.log2(keys) };
  const bits = Array.from({ length: queries }, (_, at) => Math.log2(at + 1));
  return { distance: (queries - 1) / 4, entropy: bits.reduce((sum, value) => sum + value, 0) / queries };
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
  const top = Math.max(1, Math.ceil(Math.max(...values)));
  const across = (at: number) => (deepest > 1 ? at / (deepest - 1) : 0);
  const step = Math.max(1, Math.ceil(deepest / 8));
  return LineChart({
    ...drawing,
    lines: drawn.map(({ kind, layers }) => ({
      name: kindName(kind),
      series: KINDS.indexOf(kind),
      points: layers.map((layer, at) => ({ x: across(at), y: (layer[shown] ?? 0) / top })),
    })),
    levels: drawn.map(({ kind, even }) => ({
      at: (even[shown] ?? 0) / top,
      text: drawn.length > 1 ? l10n.t('spread evenly, {0}', kindName(kind)) : l10n.t('spread evenly'),
    })),
    x: {
      ticks: Array.from({ length: deepest }, (_, at) => at)
        .filter((at) => at % step === 0)
        .map((at) => ({ at: across(at), text: numbers.number(at + 1) })),
      name: l10n.t('layer'),
    },
    y: {
      ticks: [0, 0.5, 1].map((at) => ({ at, text: numbers.decimal(at * top, 1) })),
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
      label: () => l10n.t('Drawn'),
      choices: () => [
        ['distance', l10n.t('distance')],
        ['entropy', l10n.t('entropy')],
      ],
    },
  ],
  otherText: () => l10n.t('What T5’s decoder reads (empty: what it writes itself)'),
  isOtherOptional: true,
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
  legend: () => KINDS.map((kind, series) => ({ mark: `mark-${series}`, text: kindName(kind) })),
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
