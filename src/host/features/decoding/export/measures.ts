import * as l10n from '@vscode/l10n';
import type { GenerationMetrics } from '../../../../protocol/engine/index.js';
import type { ComparisonRun } from './comparison.js';
import type { ExportNumbers } from './numbers.js';
import { labelled } from '../../../../wording/index.js';

/** The table of measures: its head, and a row for each run that has ended. */
export interface MeasureTable {
  head: string[];
  rows: { name: string; cells: string[] }[];
}

type Column = [head: string, figure: (metrics: GenerationMetrics) => string];

/** The measures of all runs, as the view has them. */
export function measureTable(runs: readonly ComparisonRun[], numbers: ExportNumbers): MeasureTable {
  const { number, percent } = numbers;
  const columns: Column[] = [
    [l10n.t('Time (ms)'), ({ seconds }) => number(1000 * seconds, 0)],
    [l10n.t('New tokens'), ({ newTokens }) => number(newTokens, 0)],
    [l10n.t('Perplexity'), ({ perplexity }) => number(perplexity, perplexity < 100 ? 1 : 0)],
    [l10n.t('Mean ln p'), ({ meanLogProbability }) => number(meanLogProbability, 2)],
    [l10n.t('Distinct-1'), ({ distinct1 }) => number(distinct1, 2)],
    [l10n.t('Distinct-2'), ({ distinct2 }) => number(distinct2, 2)],
    [l10n.t('Repeated 4-grams'), ({ repeated4grams }) => percent(repeated4grams)],
    [l10n.t('Prompt overlap'), ({ promptOverlap }) => percent(promptOverlap)],
    ...(runs.some(({ metrics }) => metrics !== null && metrics.selfBleu !== null)
      ? ([[l10n.t('Self-BLEU'), ({ selfBleu }) => (selfBleu === null ? '–' : number(selfBleu, 2))]] satisfies Column[])
      : []),
  ];
  return {
    head: columns.map(([head]) => head),
    rows: runs.flatMap(({ name: run, metrics }) =>
      metrics ? [{ name: run, cells: columns.map(([, figure]) => figure(metrics)) }] : [],
    ),
  };
}

/** A recipe's fields as they were set, for a line of small print. */
export function recipeFieldsShown({ decoding, seed }: ComparisonRun): string {
  const { strategy, seed: own, ...fields } = decoding;
  const used = Object.entries(fields).filter(([, value]) => value !== undefined);
  const drawn = seed ?? own;
  return [
    strategy,
    ...used.map(([field, value]) => `${field} ${String(value)}`),
    ...(drawn === undefined || drawn === null ? [] : [l10n.t('seed {0}', String(drawn))]),
  ].join(' · ');
}

/** Model and length of a run that was made with others than the rest. */
export function runSettingsShown({ made }: ComparisonRun): string[] {
  return [
    ...(made?.model === undefined ? [] : [labelled(l10n.t('Model'), made.model)]),
    ...(made?.maxNewTokens === undefined ? [] : [l10n.t('at most {0} new tokens', String(made.maxNewTokens))]),
  ];
}
