import type { GenerationMetrics } from '../../../../protocol/engine/index.js';
import type { ComparisonRun } from './comparison.js';
import type { ExportWords } from './texts.js';

/** The table of measures: its head, and a row for each run that has ended. */
export interface MeasureTable {
  head: string[];
  rows: { name: string; cells: string[] }[];
}

type Column = [head: string, figure: (metrics: GenerationMetrics) => string];

/** The measures of all runs, as the view has them. */
export function measureTable(runs: readonly ComparisonRun[], words: ExportWords): MeasureTable {
  const { say, name, number, percent } = words;
  const columns: Column[] = [
    [say('milliseconds'), ({ seconds }) => number(1000 * seconds, 0)],
    [name('metricNewTokens'), ({ newTokens }) => number(newTokens, 0)],
    [name('metricPerplexity'), ({ perplexity }) => number(perplexity, perplexity < 100 ? 1 : 0)],
    [name('metricMeanLogProbability'), ({ meanLogProbability }) => number(meanLogProbability, 2)],
    [name('metricDistinct1'), ({ distinct1 }) => number(distinct1, 2)],
    [name('metricDistinct2'), ({ distinct2 }) => number(distinct2, 2)],
    [name('metricRepeated4grams'), ({ repeated4grams }) => percent(repeated4grams)],
    [name('metricPromptOverlap'), ({ promptOverlap }) => percent(promptOverlap)],
    ...(runs.some(({ metrics }) => metrics !== null && metrics.selfBleu !== null)
      ? ([
          [name('metricSelfBleu'), ({ selfBleu }) => (selfBleu === null ? '–' : number(selfBleu, 2))],
        ] satisfies Column[])
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
export function recipeFieldsShown({ decoding, seed }: ComparisonRun, { say }: ExportWords): string {
  const { strategy, seed: own, ...fields } = decoding;
  const used = Object.entries(fields).filter(([, value]) => value !== undefined);
  const drawn = seed ?? own;
  return [
    strategy,
    ...used.map(([field, value]) => `${field} ${String(value)}`),
    ...(drawn === undefined || drawn === null ? [] : [say('seed', String(drawn))]),
  ].join(' · ');
}

/** Model and length of a run that was made with others than the rest. */
export function runSettingsShown({ made }: ComparisonRun, { say }: ExportWords): string[] {
  return [
    ...(made?.model === undefined ? [] : [`${say('model')}: ${made.model}`]),
    ...(made?.maxNewTokens === undefined ? [] : [say('length', String(made.maxNewTokens))]),
  ];
}
