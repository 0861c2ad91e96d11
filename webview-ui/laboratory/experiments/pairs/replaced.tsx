import * as l10n from '@vscode/l10n';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Chips } from '../../drawing/chips.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { rankedAbove } from '../../model/ranked.js';
import { CAUSAL, DETECTOR, MASKED } from '../../model/roles.js';
import { changedWords } from '../../model/wordDifference.js';
import { wordsOf } from '../../model/words.js';
import { doubterName, DOUBTERS, doubtsOf, mostDoubted, type Doubts } from './doubts.js';

export interface ReplacedResult {
  /** of the changed text */
  words: string[];
  isChanged: boolean[];
  found: Doubts[];
}

async function* measure(bench: Bench, { text, other, models }: LabInput): AsyncGenerator<ReplacedResult> {
  const spans = wordsOf(other);
  const said = (of: string) => wordsOf(of).map(({ start, end }) => of.slice(start, end));
  const words = said(other);
  const result: ReplacedResult = { words, isChanged: changedWords(said(text), words), found: [] };
  for await (const doubts of doubtsOf(bench, other, spans, models)) {
    result.found = [...result.found, doubts];
    bench.progress(result.found.length, DOUBTERS.length);
    yield { ...result };
  }
}

/** How a way fares: replaced words among as many that it doubts most, and how often it doubts one more than another word. */
export function faresOf({ isChanged }: ReplacedResult, { values }: Doubts) {
  const count = isChanged.filter((changed) => changed).length;
  const doubted = mostDoubted(values, count);
  const of = (changed: boolean) =>
    values.filter((value, at) => value !== null && isChanged[at] === changed) as number[];
  return {
    count,
    doubted,
    hits: [...doubted].filter((at) => isChanged[at]).length,
    share: rankedAbove(of(true), of(false)),
  };
}

function seen(result: ReplacedResult, numbers: Numbers): string {
  const { words, isChanged, found } = result;
  const changed = words.filter((_, at) => isChanged[at]);
  if (changed.length === 0) {
    return l10n.t('The second text has the words of the first, or fewer: replace one in it.');
  }
  const whole = (share: number) => numbers.percent(Math.round(share * 1000) / 1000);
  const told = found.map((doubts) => {
    const { hits, count, share } = faresOf(result, doubts);
    const [name, way] = [doubts.model, doubterName(doubts.doubter)];
    const [right, of] = [numbers.number(hits), numbers.number(count)];
    return share === null
      ? l10n.t('{0} ({1}) {2} of {3}', name, way, right, of)
      : l10n.t('{0} ({1}) {2} of {3}, {4}', name, way, right, of, whole(share));
  });
  return joinSentences(
    l10n.t(
      'Put in or elsewhere: {0}, {1} of {2} words.',
      joinList(changed.map((word) => `“${word}”`)),
      numbers.number(changed.length),
      numbers.number(words.length),
    ),
    changed.length === 1
      ? l10n.t(
          'Found as the one that is doubted most, and how often doubted more than a word that stayed: {0}.',
          told.join(l10n.t('; ')),
        )
      : l10n.t(
          'Found among the {0} that are doubted most, and how often doubted more than a word that stayed: {1}.',
          numbers.number(changed.length),
          told.join(l10n.t('; ')),
        ),
  );
}

export const replaced: Part<ReplacedResult> = {
  id: 'replaced',
  title: () => l10n.t('Replaced words'),
  question: () => l10n.t('Does a model see which words of a sentence were exchanged?'),
  otherText: () => l10n.t('The same with words replaced'),
  roles: [DETECTOR, MASKED, CAUSAL],
  examples: [
    {
      language: 'en',
      text: 'The bread was baked in the oven for an hour.',
      other: 'The river was baked in the oven for an hour.',
      point: () => l10n.t('A word that only what follows betrays: who reads from the left doubts that instead'),
    },
    {
      language: 'en',
      text: 'She opened the door and the children ran into the house.',
      other: 'She opened the window and the children ran into the house.',
      point: () => l10n.t('A word that fits as well: as a generator would put it'),
    },
    {
      language: 'zh',
      text: '我每天早上喝一杯牛奶。',
      other: '我每天早上喝一杯石头。',
      point: () => l10n.t('A cup of stone, in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'What was put in is not wrong by itself, and a rare word that was there before is doubted as well. ELECTRA learnt to see the words that its own small generator puts in, not those that a person would.',
    ),
  picture: (result: ReplacedResult, drawing: Drawing) =>
    Chips({
      ...drawing,
      lines: result.found.map((doubts) => {
        const { doubted } = faresOf(result, doubts);
        return {
          heading: `${doubts.model}: ${doubterName(doubts.doubter)}`,
          chips: result.words.map((text, at) => {
            const value = doubts.values[at] ?? null;
            return {
              text,
              look: lookOf(result.isChanged[at] === true, doubted.has(at)),
              below: figureOf(doubts, value, drawing),
            };
          }),
        };
      }),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'chip-right', text: l10n.t('put in or elsewhere, and doubted most') },
    { mark: 'chip-mask', text: l10n.t('put in or elsewhere, and not seen') },
    { mark: 'chip-wrong', text: l10n.t('doubted, and stayed') },
  ],
  table: ({ words, isChanged, found }) => ({
    header: [
      l10n.t('word'),
      l10n.t('put in or elsewhere'),
      ...found.map(({ doubter, model }) => `${model}: ${doubterName(doubter)}`),
    ],
    rows: words.map((word, at) => [
      word,
      isChanged[at] ? l10n.t('yes') : l10n.t('no'),
      ...found.map(({ values }) => values[at] ?? null),
    ]),
  }),
};

function lookOf(isChanged: boolean, isDoubted: boolean): string {
  if (isChanged) return isDoubted ? 'right' : 'mask';
  return isDoubted ? 'wrong' : 'plain';
}

function figureOf({ doubter }: Doubts, value: number | null, { numbers }: Drawing): string {
  if (value === null) return '–';
  return doubter === 'replaced' ? numbers.percent(value) : numbers.decimal(value, 1);
}
