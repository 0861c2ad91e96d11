import * as l10n from '@vscode/l10n';
import type { Architecture, RightContextValue } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import { lastTokenIn } from '../../../kit/mask/maskSteps.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { wordsOf } from '../../model/words.js';

/** What hiding all that follows a word changes for it in one model. */
export interface FutureChange {
  /** 1 − cosine of the word's vectors with and without what follows */
  change: number;
  /** KL(with ‖ without) of the prediction, bits; null for a model that predicts nothing there */
  bits: number | null;
}

export interface FutureResult {
  models: { id: string; architecture: Architecture }[];
  /** a row a word but the last, which nothing follows; null: not measured yet, or its end is no token's end */
  rows: { word: string; changes: (FutureChange | null)[] }[];
}

/** So many words are measured. */
const MOST_WORDS = 40;

/** A change below this is rounding. */
const SAME = 1e-5;

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<FutureResult> {
  const words = wordsOf(text).slice(0, MOST_WORDS + 1);
  const listed = Object.values(models);
  const rows: FutureResult['rows'] = words.slice(0, -1).map(({ start, end }) => ({
    word: text.slice(start, end),
    changes: listed.map(() => null),
  }));
  const result: FutureResult = { models: listed.map(({ id, architecture }) => ({ id, architecture })), rows };
  let done = 0;
  for (const [column, { id }] of listed.entries()) {
    const { tokens } = await bench.ask('tokens', { model: id, text });
    for (const [at, row] of rows.entries()) {
      const word = words[at]!;
      const index = lastTokenIn(tokens, word.start, word.end);
      const token = tokens[index];
      bench.progress(++done, rows.length * listed.length);
      // A token that goes on behind the word brings what follows along.
      if (!token || text.slice(word.end, token.end ?? word.end).trim() !== '') continue;
      row.changes[column] = changeOf(await bench.ask('rightContext', { model: id, text, at: index }));
      yield { ...result, rows: rows.map((one) => ({ ...one, changes: [...one.changes] })) };
    }
  }
}

const changeOf = ({ cosine, bits }: RightContextValue): FutureChange => ({ change: 1 - cosine, bits });

/** What happens to each model's words; a model of which nothing was measured is left out. */
export function summarize({ models, rows }: FutureResult) {
  return models.flatMap(({ id }, column) => {
    const measured = rows.flatMap(({ word, changes }) => {
      const change = changes[column];
      return change ? [{ word, ...change }] : [];
    });
    const [most] = [...measured].sort((a, b) => b.change - a.change);
    if (!most) return [];
    const changed = measured.filter(({ change }) => change >= SAME).length;
    const mean = measured.reduce((sum, { change }) => sum + change, 0) / measured.length;
    return [{ id, changed, count: measured.length, mean, most }];
  });
}

function seen(result: FutureResult, numbers: Numbers): string {
  const summaries = summarize(result);
  if (summaries.length === 0) return l10n.t('Nothing follows a word here: write at least two.');
  return joinSentences(
    ...summaries.map(({ id, changed, count, mean, most }) =>
      changed === 0
        ? l10n.t('Hiding what follows changes no word of {0}: it never reads it.', id)
        : l10n.t(
            'Words that it changes in {0}: {1} of {2}, their vectors by {3} on average, most of all “{4}” ({5}).',
            id,
            numbers.number(changed),
            numbers.number(count),
            numbers.decimal(mean, 3),
            most.word,
            numbers.decimal(most.change, 3),
          ),
    ),
  );
}

export const future: Part<FutureResult> = {
  id: 'future',
  title: () => l10n.t('The future hidden'),
  question: () => l10n.t('What changes for a word when all that follows is hidden from it?'),
  roles: [MASKED, CAUSAL, TEXT_TO_TEXT].map((role) => ({ ...role, optional: true })),
  examples: [
    {
      language: 'en',
      text: 'The bank of the river was green.',
      point: () => l10n.t('Every word of BERT and of T5’s encoder changes, none of GPT-2'),
    },
    {
      language: 'en',
      text: 'New York is a city.',
      point: () => l10n.t('A name: its first half changes most'),
    },
    {
      language: 'zh',
      text: '我们去银行取钱，然后去公园散步。',
      point: () => l10n.t('Chinese: the same for characters'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'That a vector changes does not say that it gets worse, and a masked model has hardly seen such a cut in training; vectors of different models have no common scale.',
    ),
  picture: (result: FutureResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.rows.map(({ word, changes }) => ({
        label: word,
        values: changes.map((change) => change && change.change),
      })),
      figure: (value) => drawing.numbers.decimal(value, 3),
      label: seen(result, drawing.numbers),
    }),
  legend: ({ models, rows }) =>
    models.flatMap(({ id }, series) =>
      rows.some(({ changes }) => changes[series])
        ? [{ mark: `series-${series}`, text: l10n.t('{0}: 1 − cosine', id) }]
        : [],
    ),
  table: ({ models, rows }) => ({
    header: [
      l10n.t('word'),
      ...models.flatMap(({ id }) => [l10n.t('{0}: 1 − cosine', id), l10n.t('{0}: KL, bits', id)]),
    ],
    rows: rows.map(({ word, changes }) => [
      word,
      ...changes.flatMap((change) => [change?.change ?? null, change?.bits ?? null]),
    ]),
  }),
};
