import * as l10n from '@vscode/l10n';
import type { DecodingRun } from '../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../kit/numbers.js';

/** A column of the table of measures. */
export interface MeasureColumn {
  id: string;
  /** short, for the heading */
  label: () => string;
  name: () => string;
  /** what its figures mean */
  about: () => string;
  /** what it is sorted by; null where there is none, which goes last */
  value: (run: DecodingRun) => number | null;
  /** as it is written; not asked for where there is no value */
  figure: (value: number, numbers: Numbers) => string;
}

const share = (value: number, { decimal }: Numbers) => decimal(value, 2);
const whole = (value: number, { decimal }: Numbers) => decimal(value, 0);
const tenths = (value: number, { decimal }: Numbers) => decimal(value, value < 100 ? 1 : 0);

export const MEASURE_COLUMNS: readonly MeasureColumn[] = [
  {
    id: 'perplexity',
    label: () => l10n.t('ppl'),
    name: () => l10n.t('Perplexity'),
    about: () =>
      l10n.t(
        'On average as unsure as choosing evenly among this many tokens. Low is safe, or goes in circles; high is daring, or loses the thread.',
      ),
    value: ({ metrics }) => metrics?.perplexity ?? null,
    figure: tenths,
  },
  {
    id: 'distinct2',
    label: () => l10n.t('dist-2'),
    name: () => l10n.t('Distinct-2'),
    about: () => l10n.t('Different pairs of neighbouring tokens over all pairs. 1 means that no pair came twice.'),
    value: ({ metrics }) => metrics?.distinct2 ?? null,
    figure: share,
  },
  {
    id: 'repeated',
    label: () => l10n.t('rep-4'),
    name: () => l10n.t('Repeated 4-grams'),
    about: () => l10n.t('Share of four tokens in a row that the text had already said.'),
    value: ({ metrics }) => metrics?.repeated4grams ?? null,
    figure: share,
  },
  {
    id: 'milliseconds',
    label: () => l10n.t('ms'),
    name: () => l10n.t('Milliseconds'),
    about: () =>
      l10n.t(
        'From reading the prompt to the last token. Runs share the model’s steps, so side by side each takes longer than by itself.',
      ),
    value: ({ metrics }) => (metrics ? 1000 * metrics.seconds : null),
    figure: whole,
  },
  {
    id: 'speed',
    label: () => l10n.t('tok/s'),
    name: () => l10n.t('Tokens per second'),
    about: () =>
      l10n.t(
        'Tokens of all texts that came back, by the time that the run took. Beams and candidates that were computed and dropped are not among them.',
      ),
    value: ({ metrics }) => metrics?.tokensPerSecond ?? null,
    figure: whole,
  },
  {
    id: 'bits',
    label: () => l10n.t('bits'),
    name: () => l10n.t('Bits per token'),
    about: () => l10n.t('Mean surprise of a token, log2 of the perplexity. One bit is a coin toss.'),
    value: ({ metrics }) => {
      const mean = metrics?.meanLogProbability ?? null;
      return mean === null ? null : -mean / Math.LN2;
    },
    figure: tenths,
  },
  {
    id: 'selfBleu',
    label: () => l10n.t('s-BLEU'),
    name: () => l10n.t('Self-BLEU'),
    about: () => l10n.t('How alike the texts of one run are. 1 means the same; a dash, that there is only one.'),
    value: ({ metrics }) => metrics?.selfBleu ?? null,
    figure: share,
  },
];

/** How the table is sorted; null: as the recipes stand. */
export type Sorting = { column: string; descending: boolean } | null;

/** Runs that have figures, in the table's order: without a value last, equal ones in the recipes' order. */
export function sortRuns(runs: readonly DecodingRun[], sorting: Sorting): DecodingRun[] {
  const measured = runs.filter(({ metrics }) => metrics !== null);
  const column = MEASURE_COLUMNS.find(({ id }) => id === sorting?.column);
  if (!sorting || !column) return sorting?.descending ? measured.toReversed() : measured;
  const sign = sorting.descending ? -1 : 1;
  return measured.toSorted((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}

/** What a press on a heading makes of the sorting: falling, rising, as the recipes stand. */
export function nextSorting(sorting: Sorting, column: string): Sorting {
  if (sorting?.column !== column) return { column, descending: true };
  return sorting.descending ? { column, descending: false } : null;
}
