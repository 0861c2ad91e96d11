import * as l10n from '@vscode/l10n';
import type { Pooling } from '../../../../src/protocol/engine/index.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ENCODER } from '../../model/roles.js';
import { unrelatedSentences } from './baseline.js';

/** What one way to make a vector of a sentence says. */
export interface PoolingRow {
  pooling: Pooling;
  /** cosine of the first line with the second */
  near: number;
  /** with each further one */
  far: number[];
  /** mean cosine of all pairs of unrelated sentences */
  baseline: number;
}

export interface PoolingResult {
  model: string;
  lines: string[];
  rows: PoolingRow[];
}

const POOLINGS = ['mean', 'cls', 'sep', 'max'] as const satisfies readonly Pooling[];
const MOST_LINES = 10;

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<PoolingResult> {
  const model = models.encoder;
  if (!model) return;
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MOST_LINES);
  const result: PoolingResult = { model: model.id, lines, rows: [] };
  if (lines.length < 3) {
    yield result;
    return;
  }
  const texts = [...lines, ...unrelatedSentences(text)];
  for (const [at, pooling] of POOLINGS.entries()) {
    const { similarities } = await bench.ask('embed', { model: model.id, texts, pooling });
    result.rows = [...result.rows, poolingRow(pooling, similarities, lines.length)];
    bench.progress(at + 1, POOLINGS.length);
    yield { ...result };
  }
}

/** One pooling's figures. @param lines how many of the texts are the user's; unrelated ones follow */
export function poolingRow(pooling: Pooling, similarities: readonly (readonly number[])[], lines: number): PoolingRow {
  const [first = []] = similarities;
  const pairs: number[] = [];
  for (let one = lines; one < similarities.length; one++) {
    for (let other = lines; other < one; other++) pairs.push(similarities[one]![other]!);
  }
  return { pooling, near: first[1] ?? 0, far: first.slice(2, lines), baseline: mean(pairs) };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** How far the second line is ahead of the nearest of those that should be far; below 0 it is not. */
export const lead = ({ near, far }: PoolingRow): number => near - Math.max(...far);

function poolingName(pooling: Pooling): string {
  switch (pooling) {
    case 'cls':
      return '[CLS]';
    case 'sep':
      return '[SEP]';
    case 'max':
      return l10n.t('maximum');
    case 'last':
      return l10n.t('last token');
    case 'mean':
      return l10n.t('mean');
  }
}

function seen({ model, lines, rows }: PoolingResult, numbers: Numbers): string {
  if (lines.length < 3) {
    return l10n.t('Write three lines: a sentence, one that should be near it, and one that should be far.');
  }
  const sorted = [...rows].sort((a, b) => lead(b) - lead(a));
  const [best] = sorted;
  if (!best) return l10n.t('Nothing was measured.');
  const right = rows.filter((row) => lead(row) > 0).map(({ pooling }) => poolingName(pooling));
  const cosines = [best.near, Math.max(...best.far), best.baseline].map((value) => numbers.decimal(value, 3));
  const ahead = numbers.decimal(Math.abs(Number(best.near.toFixed(3)) - Number(Math.max(...best.far).toFixed(3))), 3);
  const figures = [poolingName(best.pooling), ahead, ...cosines];
  return joinSentences(
    right.length === 0
      ? l10n.t(
          'By none of {0} poolings {1} finds the second line the nearest to the first.',
          numbers.number(rows.length),
          model,
        )
      : l10n.t(
          'By {0} of {1} poolings {2} finds the second line the nearest to the first: {3}.',
          numbers.number(right.length),
          numbers.number(rows.length),
          model,
          joinList(right),
        ),
    right.length === 0
      ? l10n.t(
          'It comes closest to it by {0}, {1} behind: a cosine of {2} against {3} of the nearest other line; unrelated sentences come to {4} there.',
          ...figures,
        )
      : l10n.t(
          'Its lead is largest by {0}, {1}: a cosine of {2} against {3} of the nearest other line; unrelated sentences come to {4} there.',
          ...figures,
        ),
  );
}

export const pooling: Part<PoolingResult> = {
  id: 'pooling',
  title: () => l10n.t('Sentences'),
  question: () => l10n.t('Which vector of a sentence puts what is near before what is far?'),
  takes: 'lines',
  textHint: () =>
    l10n.t('Line 1: a sentence. Line 2: one that should be near. The other lines: ones that should be far.'),
  roles: [ENCODER],
  examples: [
    {
      language: 'en',
      text: 'He is happy today.\nThis man feels great at the moment.\nHe is sad today.',
      models: { encoder: 'bert-mini' },
      point: () => l10n.t('BERT was not trained for this: shared words count for more than what is said'),
    },
    {
      language: 'en',
      text: 'He is happy today.\nThis man feels great at the moment.\nHe is sad today.',
      models: { encoder: 'e5-mini' },
      point: () => l10n.t('The same by a model that was trained for it: right by the mean, its own pooling'),
    },
    {
      language: 'en',
      text: 'A doctor is helping a sick child.\nThe physician treats a young patient.\nA doctor is reading a long book.',
      models: { encoder: 'e5-mini' },
      point: () => l10n.t('Nearly the same said, with no content word in common'),
    },
    {
      language: 'zh',
      text: '男孩在吃苹果。\n孩子吃水果。\n男孩在看报纸。',
      models: { encoder: 'e5-mini' },
      point: () => l10n.t('Chinese, by the model that was trained for it'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Three lines are an anecdote: poolings are judged on thousands of rated pairs. Cosines of one pooling do not compare with those of another; what counts is the order, and the distance from unrelated sentences.',
    ),
  picture: (result: PoolingResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.rows.map(({ pooling: name, near, far, baseline }) => ({
        label: poolingName(name),
        values: [near, Math.max(...far), baseline],
      })),
      figure: (value) => drawing.numbers.decimal(value, 3),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'series-0', text: l10n.t('cosine with what should be near') },
    { mark: 'series-1', text: l10n.t('with the nearest of what should be far') },
    { mark: 'series-2', text: l10n.t('mean of 15 pairs of unrelated sentences') },
  ],
  table: ({ lines, rows }, numbers) => ({
    header: [
      l10n.t('pooling'),
      l10n.t('cosine, near'),
      ...lines.slice(2).map((_, at) => l10n.t('cosine, line {0}', numbers.number(at + 3))),
      l10n.t('cosine, unrelated'),
      l10n.t('lead'),
    ],
    rows: rows.map((row) => [poolingName(row.pooling), row.near, ...row.far, row.baseline, lead(row)]),
  }),
};
