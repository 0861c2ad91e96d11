import * as l10n from '@vscode/l10n';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED } from '../../model/roles.js';
import { wayName } from './perplexity.js';
import { scoreText, WAYS, type SentenceScore, type Way } from './scores.js';

export interface PairResult {
  first: SentenceScore[];
  second: SentenceScore[];
}

async function* measure(bench: Bench, { text, other, models }: LabInput): AsyncGenerator<PairResult> {
  let [first, second]: [SentenceScore[], SentenceScore[]] = [[], []];
  // Way by way, so that there is something to compare soon.
  const [ones, others] = [scoreText(bench, text, models), scoreText(bench, other, models)];
  for (;;) {
    const [one, two] = [await ones.next(), await others.next()];
    if (one.done || two.done) return;
    first = [...first, one.value];
    second = [...second, two.value];
    bench.progress(first.length, WAYS.length);
    yield { first, second };
  }
}

/** By each way: how many bits the second sentence costs more; above 0 the first is the more probable. */
export function preferences({ first, second }: PairResult): { way: Way; model: string; bits: number }[] {
  return WAYS.flatMap((way) => {
    const [one, other] = [first, second].map((scores) => scores.find((score) => score.way === way));
    return one && other ? [{ way, model: one.model, bits: other.bits - one.bits }] : [];
  });
}

/** Below it a difference in bits is written as 0.00: the same sentence twice has one of 0 or of rounding. */
const TIE = 0.005;

function seen(result: PairResult, numbers: Numbers): string {
  const found = preferences(result);
  const told = (list: typeof found) =>
    joinList(list.map(({ way, bits }) => l10n.t('{0} by {1} bits', wayName(way), numbers.decimal(Math.abs(bits), 2))));
  const [first, second] = [found.filter(({ bits }) => bits >= TIE), found.filter(({ bits }) => bits <= -TIE)];
  const even = found.filter(({ bits }) => Math.abs(bits) < TIE);
  if (found.length === 0) return l10n.t('Nothing was measured.');
  if (even.length === found.length) return l10n.t('To none of them one sentence is more probable than the other.');
  return joinSentences(
    ...preferred(told(first), told(second)),
    even.length === 0
      ? ''
      : l10n.t('To these both are as probable: {0}.', joinList(even.map(({ way }) => wayName(way)))),
  );

  function preferred(ones: string, others: string): string[] {
    if (second.length === 0 && even.length === 0) return [l10n.t('All prefer the first sentence: {0}.', ones)];
    if (first.length === 0 && even.length === 0) return [l10n.t('All prefer the second sentence: {0}.', others)];
    if (second.length === 0) return [l10n.t('The first sentence is preferred: {0}.', ones)];
    if (first.length === 0) return [l10n.t('The second sentence is preferred: {0}.', others)];
    return [l10n.t('They disagree. The first is preferred by {0};', ones), l10n.t('the second by {0}.', others)];
  }
}

export const pair: Part<PairResult> = {
  id: 'pair',
  title: () => l10n.t('Two sentences'),
  question: () => l10n.t('Which of two sentences that differ in a word is the better one, and do all agree?'),
  roles: [CAUSAL, MASKED],
  otherText: () => l10n.t('Second sentence'),
  examples: [
    {
      language: 'en',
      text: 'The dogs in the garden are barking.',
      other: 'The dogs in the garden is barking.',
      point: () => l10n.t('Agreement over a distance'),
    },
    {
      language: 'en',
      text: 'She drank a cup of tea.',
      other: 'She drank a cup of bread.',
      point: () => l10n.t('Grammar is the same, sense is not'),
    },
    {
      language: 'zh',
      text: '我喝了一杯茶。',
      other: '我喝了一杯书。',
      point: () => l10n.t('Sense in Chinese: a cup of tea, a cup of book'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'More probable is not more correct: a rare right word loses to a frequent wrong one, and one pair proves nothing about a rule. Sentences of different lengths should differ in nothing else.',
    ),
  picture: (result: PairResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: preferences(result).map(({ way, bits }) => ({
        label: wayShort(way),
        values: [bits],
      })),
      figure: (value) => drawing.numbers.decimal(value, 2),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    {
      mark: 'series-0',
      text: l10n.t(
        'bits that the second costs more: to the right of the line the first is preferred, to the left the second',
      ),
    },
  ],
  table: ({ first, second }) => ({
    header: [
      l10n.t('way'),
      l10n.t('model'),
      l10n.t('first, bits'),
      l10n.t('second, bits'),
      l10n.t('second − first, bits'),
      l10n.t('first, bits a byte'),
      l10n.t('second, bits a byte'),
    ],
    rows: first.map((one, at) => {
      const other = second[at];
      return [
        wayName(one.way),
        one.model,
        one.bits,
        other?.bits ?? null,
        other ? other.bits - one.bits : null,
        one.bitsPerByte,
        other?.bitsPerByte ?? null,
      ];
    }),
  }),
};

function wayShort(way: Way): string {
  switch (way) {
    case 'causal':
      return l10n.t('from the left');
    case 'pseudo':
      return l10n.t('masked');
    case 'withinWord':
      return l10n.t('masked, word hidden');
  }
}
