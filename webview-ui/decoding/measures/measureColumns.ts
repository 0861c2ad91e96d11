import type { DecodingPageText, DecodingRun } from '../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../kit/numbers.js';

/** A column of the table of measures. */
export interface MeasureColumn {
  id: string;
  /** short, for the heading */
  label: DecodingPageText;
  name: DecodingPageText;
  /** what its figures mean */
  about: DecodingPageText;
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
    label: 'columnPerplexity',
    name: 'namePerplexity',
    about: 'aboutPerplexity',
    value: ({ metrics }) => metrics?.perplexity ?? null,
    figure: tenths,
  },
  {
    id: 'distinct2',
    label: 'columnDistinct2',
    name: 'nameDistinct2',
    about: 'aboutDistinct2',
    value: ({ metrics }) => metrics?.distinct2 ?? null,
    figure: share,
  },
  {
    id: 'repeated',
    label: 'columnRepeated',
    name: 'nameRepeated',
    about: 'aboutRepeated',
    value: ({ metrics }) => metrics?.repeated4grams ?? null,
    figure: share,
  },
  {
    id: 'milliseconds',
    label: 'columnMilliseconds',
    name: 'nameMilliseconds',
    about: 'aboutMilliseconds',
    value: ({ metrics }) => (metrics ? 1000 * metrics.seconds : null),
    figure: whole,
  },
  {
    id: 'speed',
    label: 'columnSpeed',
    name: 'nameSpeed',
    about: 'aboutSpeed',
    value: ({ metrics }) => metrics?.tokensPerSecond ?? null,
    figure: whole,
  },
  {
    id: 'bits',
    label: 'columnBits',
    name: 'nameBits',
    about: 'aboutBits',
    value: ({ metrics }) => (metrics ? -metrics.meanLogProbability / Math.LN2 : null),
    figure: tenths,
  },
  {
    id: 'selfBleu',
    label: 'columnSelfBleu',
    name: 'nameSelfBleu',
    about: 'aboutSelfBleu',
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
