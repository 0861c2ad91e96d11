import * as l10n from '@vscode/l10n';
import type { GenerationMetrics } from '../../../../protocol/engine/index.js';
import { trimToken } from '../../../../text/displayText.js';
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
  // What a server that decoded does not tell is a dash.
  const number = (value: number | null, digits: number) => (value === null ? '–' : numbers.number(value, digits));
  const percent = (value: number | null) => (value === null ? '–' : numbers.percent(value));
  const columns: Column[] = [
    [l10n.t('Time (ms)'), ({ seconds }) => number(1000 * seconds, 0)],
    [l10n.t('New tokens'), ({ newTokens }) => number(newTokens, 0)],
    [l10n.t('Perplexity'), ({ perplexity }) => number(perplexity, perplexity !== null && perplexity < 100 ? 1 : 0)],
    [l10n.t('Mean ln p'), ({ meanLogProbability }) => number(meanLogProbability, 2)],
    [l10n.t('Distinct-1'), ({ distinct1 }) => number(distinct1, 2)],
    [l10n.t('Distinct-2'), ({ distinct2 }) => number(distinct2, 2)],
    [l10n.t('Repeated 4-grams'), ({ repeated4grams }) => percent(repeated4grams)],
    [l10n.t('Prompt overlap'), ({ promptOverlap }) => percent(promptOverlap)],
    ...(runs.some(({ metrics }) => metrics !== null && metrics.selfBleu !== null)
      ? ([[l10n.t('Self-BLEU'), ({ selfBleu }) => number(selfBleu, 2)]] satisfies Column[])
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

/** From where a branch goes on; nothing for other runs. */
export function branchShown({ branch }: ComparisonRun): string[] {
  if (!branch) return [];
  const chosen = trimToken(branch.chosen);
  const token = String(branch.step + 1);
  const text = branch.sequence > 0 ? [l10n.t('Text {0}', String(branch.sequence + 1))] : [];
  const line =
    branch.of === null
      ? l10n.t('Branch at token {0}: {1}', token, chosen)
      : l10n.t('Branch of “{0}” at token {1}: {2}', branch.of, token, chosen);
  return [[line, ...text].join(' · ')];
}
