import * as l10n from '@vscode/l10n';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { axisTo } from '../../drawing/axis.js';
import { LineChart } from '../../drawing/lineChart.js';
import { durationText } from '../../model/duration.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL } from '../../model/roles.js';

/** A text of so many new tokens, written with the cache and without. */
export interface CachePoint {
  newTokens: number;
  /** milliseconds of writing, loaded */
  kept: number;
  anew: number;
  /** tokens that the model reads in all */
  keptReads: number;
  anewReads: number;
  /** both wrote the same tokens */
  isSame: boolean;
}

export interface CacheResult {
  model: string;
  /** tokens of the text that is gone on with */
  prompt: number;
  points: CachePoint[];
}

const LENGTHS = [8, 16, 32, 64] as const;

/**
 * Tokens that are read for `newTokens` behind a prompt. The last token is written and not read.
 * With the cache each is read once; without it step i reads the prompt and the i − 1 tokens written before.
 */
export function readsOf(prompt: number, newTokens: number): { kept: number; anew: number } {
  return {
    kept: prompt + newTokens - 1,
    anew: newTokens * prompt + (newTokens * (newTokens - 1)) / 2,
  };
}

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<CacheResult> {
  const model = models.causal;
  if (!model) return;
  const write = async (newTokens: number, useCache: boolean) => {
    const decoding = { strategy: 'greedy' as const, minNewTokens: newTokens };
    const asked = { model: model.id, text, decoding, maxNewTokens: newTokens, useCache };
    const { sequences, metrics, prompt } = await bench.ask('generate', asked);
    return { ids: sequences[0]?.ids ?? [], milliseconds: 1000 * metrics.seconds, prompt: prompt.length };
  };
  // What is loaded, and compiled, at first is no part of any time.
  const { prompt } = await write(LENGTHS[0], false);
  await write(LENGTHS[0], true);
  const result: CacheResult = { model: model.id, prompt, points: [] };
  const lengths = LENGTHS.filter((length) => prompt + length <= (model.maxLength ?? Infinity));
  for (const newTokens of lengths) {
    const [kept, anew] = [await write(newTokens, true), await write(newTokens, false)];
    const reads = readsOf(prompt, newTokens);
    const point = {
      newTokens,
      ...{ kept: kept.milliseconds, anew: anew.milliseconds },
      ...{ keptReads: reads.kept, anewReads: reads.anew },
      isSame: kept.ids.join() === anew.ids.join(),
    };
    result.points = [...result.points, point];
    bench.progress(result.points.length, lengths.length);
    yield { ...result };
  }
}

function seen({ model, prompt, points }: CacheResult, numbers: Numbers): string {
  const last = points.at(-1);
  if (!last) return l10n.t('The text leaves no room to go on with it.');
  const { newTokens, kept, anew, keptReads, anewReads } = last;
  const other = points.find(({ isSame }) => !isSame);
  return joinSentences(
    l10n.t(
      'For {0} new tokens behind {1} {2} takes {3} with its cache and {4} without, {5} times as long;',
      numbers.number(newTokens),
      numbers.number(prompt),
      model,
      durationText(kept, numbers),
      durationText(anew, numbers),
      numbers.decimal(anew / kept, 1),
    ),
    l10n.t(
      'it reads {0} tokens instead of {1}, {2} times as many.',
      numbers.number(anewReads),
      numbers.number(keptReads),
      numbers.decimal(anewReads / keptReads, 1),
    ),
    other
      ? l10n.t(
          'From {0} new tokens on the two texts differ: the sums are made in another order, and roundings decide between words that are nearly as probable.',
          numbers.number(other.newTokens),
        )
      : l10n.t('Both write the same.'),
  );
}

export const cache: Part<CacheResult> = {
  id: 'cache',
  title: () => l10n.t('With and without a cache'),
  question: () => l10n.t('What does a decoder save when it keeps keys and values of what it has read?'),
  roles: [CAUSAL],
  examples: [
    {
      language: 'en',
      text: 'The old man walked down to the river and sat on a stone.',
      point: () => l10n.t('A short beginning: what is written comes to be most of what is read'),
    },
    {
      language: 'en',
      text: 'When the rain had stopped, the children ran out of the house and down the road to the bridge, where the water was so high that it nearly touched the stones. They threw sticks into it on one side and looked for them on the other. Then their mother called them in for dinner, and the smallest of them began to cry.',
      point: () => l10n.t('A long beginning, which is read again for each token'),
    },
    {
      language: 'zh',
      text: '今天早上天气很好，我和妈妈一起去公园散步。',
      point: () => l10n.t('Chinese, which GPT-2 reads byte by byte: more tokens, more to save'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'These are times of this machine, now. Tokens that are read at once cost less than the same one by one, so time mostly grows by less than what is read; and what the cache takes in memory is not measured here.',
    ),
  picture: (result: CacheResult, drawing: Drawing) => {
    const { numbers } = drawing;
    const y = axisTo(Math.max(1e-9, ...result.points.flatMap(({ kept, anew }) => [kept, anew])), numbers);
    const widest = Math.max(1, ...result.points.map(({ newTokens }) => newTokens));
    const line = (of: 'kept' | 'anew') =>
      result.points.map((point) => ({ x: point.newTokens / widest, y: point[of] / y.most }));
    return LineChart({
      ...drawing,
      lines: [
        { name: l10n.t('with its cache'), points: line('kept') },
        { name: l10n.t('without its cache'), points: line('anew') },
      ],
      x: {
        ticks: result.points.map(({ newTokens }) => ({ at: newTokens / widest, text: numbers.number(newTokens) })),
        name: l10n.t('new tokens'),
      },
      y: { ticks: y.ticks, name: l10n.t('time of writing, ms') },
      label: seen(result, numbers),
    });
  },
  legend: () => [
    { mark: 'mark-0', text: l10n.t('with its cache') },
    { mark: 'mark-1', text: l10n.t('without: all tokens are read anew at each step') },
  ],
  table: ({ points }) => ({
    header: [
      l10n.t('new tokens'),
      l10n.t('with cache, ms'),
      l10n.t('without, ms'),
      l10n.t('without / with'),
      l10n.t('tokens read with cache'),
      l10n.t('tokens read without'),
      l10n.t('same text'),
    ],
    rows: points.map(({ newTokens, kept, anew, keptReads, anewReads, isSame }) => [
      newTokens,
      kept,
      anew,
      anew / kept,
      keptReads,
      anewReads,
      isSame ? l10n.t('yes') : l10n.t('no'),
    ]),
  }),
};
