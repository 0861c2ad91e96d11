import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { byLayer, readLens, type LensReading } from './reading.js';

/** One model's way through its layers. */
export interface SettlingCurve {
  /** which role it has: its place in the legend */
  series: number;
  model: string;
  places: number;
  layers: { layer: number; entropy: number; settled: number }[];
}

export interface SettlingResult {
  /** what is drawn */
  shown: 'entropy' | 'settled';
  curves: SettlingCurve[];
}

const ROLES = [MASKED, CAUSAL, TEXT_TO_TEXT] as const;

/** What an encoder-decoder is given: it reads a task, where its config names some, in front of the text. */
function asTask({ prefixes = [] }: ModelInfo, text: string): string {
  const [first] = prefixes;
  return first === undefined || prefixes.some((prefix) => text.startsWith(prefix)) ? text : first + text;
}

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<SettlingResult> {
  const shown = options.layersShown === 'settled' ? 'settled' : 'entropy';
  let curves: SettlingCurve[] = [];
  for (const [series, { id: role }] of ROLES.entries()) {
    const model = models[role];
    if (!model) continue;
    const before = curves;
    const given = model.architecture === 'encoder-decoder' ? asTask(model, text) : text;
    for await (const reading of readLens(bench, model, given, '')) {
      curves = [...before, curveOf(series, reading)];
      bench.progress(reading.places.length, reading.count);
      yield { shown, curves };
    }
  }
}

export const curveOf = (series: number, reading: LensReading): SettlingCurve => ({
  series,
  model: reading.model,
  places: reading.places.length,
  layers: byLayer(reading),
});

/** The first layer behind which at least half of the places say what they say in the end, for good. */
export const halfSettled = ({ layers }: SettlingCurve): number | null =>
  layers.find(({ settled }) => settled >= 0.5)?.layer ?? null;

function seen({ curves }: SettlingResult, numbers: Numbers): string {
  if (curves.length === 0) return l10n.t('Nothing was measured.');
  const bits = (value: number | undefined) => numbers.decimal(value ?? 0, 2);
  const entropies = curves.map(({ model, layers }) =>
    l10n.t('{0} from {1} to {2}', model, bits(layers[0]?.entropy), bits(layers.at(-1)?.entropy)),
  );
  const halves = curves.map((curve) => {
    const last = numbers.number(curve.layers.at(-1)?.layer ?? 0);
    return l10n.t('{0} at layer {1} of {2}', curve.model, numbers.number(halfSettled(curve) ?? 0), last);
  });
  return joinSentences(
    l10n.t('Mean entropy from the embeddings to the last layer, bits: {0}.', joinList(entropies)),
    l10n.t('Half of the final words or more are on top for good: {0}.', joinList(halves)),
  );
}

function picture({ shown, curves }: SettlingResult, drawing: Drawing) {
  const { numbers } = drawing;
  const most = Math.max(1, ...curves.flatMap(({ layers }) => layers.map(({ entropy }) => entropy)));
  const top = Math.ceil(most / 2) * 2;
  const isShare = shown === 'settled';
  const percent = (share: number) => `${numbers.decimal(100 * share, 0)}\u00a0%`;
  return LineChart({
    ...drawing,
    lines: curves.map(({ series, model, layers }) => ({
      name: model,
      series,
      points: layers.map(({ entropy, settled }, at) => ({
        x: layers.length > 1 ? at / (layers.length - 1) : 0,
        y: isShare ? settled : entropy / top,
      })),
    })),
    x: {
      ticks: [
        { at: 0, text: l10n.t('embeddings') },
        { at: 1, text: l10n.t('last') },
      ],
      name: l10n.t('layer, as a share of each model’s depth'),
    },
    y: {
      ticks: [0, 0.5, 1].map((at) => ({ at, text: isShare ? percent(at) : numbers.decimal(at * top, 0) })),
      name: isShare ? l10n.t('places that say their final word for good') : l10n.t('mean entropy, bits'),
    },
    label: seen({ shown, curves }, numbers),
  });
}

export const settling: Part<SettlingResult> = {
  id: 'settling',
  title: () => l10n.t('Entropy by layer'),
  question: () => l10n.t('How does a model become sure, layer by layer, and in which architecture first?'),
  roles: ROLES.map((role) => ({ ...role, optional: true })),
  options: [
    {
      id: 'layersShown',
      label: () => l10n.t('Chart shows'),
      choices: () => [
        ['entropy', l10n.t('mean entropy')],
        ['settled', l10n.t('final words on top')],
      ],
    },
  ],
  examples: [
    {
      language: 'en',
      text: 'The old man walked slowly down to the river and looked at the water.',
      point: () => l10n.t('One sentence through three architectures: none becomes surer with every layer'),
    },
    {
      language: 'en',
      text: 'The old man walked slowly down to the river and looked at the water.',
      options: { layersShown: 'settled' },
      point: () => l10n.t('The same: when the final word is on top for good'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      point: () => l10n.t('Chinese: only one of the three has read any'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'They are asked different things (a masked word, the next word, T5’s first task) over different vocabularies: compare shapes, not heights. Through a head that was not trained for it, a layer’s entropy is not its own doubt.',
    ),
  picture,
  legend: ({ curves }) => curves.map(({ series, model }) => ({ mark: `mark-${series}`, text: model })),
  table: ({ curves }) => ({
    header: [
      l10n.t('model'),
      l10n.t('places'),
      l10n.t('layer'),
      l10n.t('mean entropy, bits'),
      l10n.t('final word on top for good, %'),
    ],
    rows: curves.flatMap(({ model, places, layers }) =>
      layers.map(({ layer, entropy, settled }) => [model, places, layer, entropy, 100 * settled]),
    ),
  }),
};
