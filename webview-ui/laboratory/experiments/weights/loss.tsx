import * as l10n from '@vscode/l10n';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Drawing, Part } from '../../model/experiment.js';
import { bitsName, measureWeights, PREDICTOR, storedNote, totals, type WeightsResult } from './compared.js';

function seen(result: WeightsResult, numbers: Numbers): string {
  const { forms, rows, model } = result;
  const [, eight, four] = forms.map((_, at) => totals(result, at));
  const count = numbers.number(rows.length);
  if (!eight || !four || rows.length === 0) return l10n.t('Nothing was measured.');
  const bits = (value: number) => numbers.number(Number(value.toPrecision(2)));
  const told = l10n.t(
    'In 8 bit the predictions of {0} are {1} bits a token from those in 32 bit (KL), first choices that change: {2} of {3}; in 4 bit {4} bits, and {5} of {3}.',
    model,
    bits(eight.divergence),
    numbers.number(eight.changed),
    count,
    bits(four.divergence),
    numbers.number(four.changed),
  );
  const worst = [...rows].sort((one, other) => (other.divergence[2] ?? 0) - (one.divergence[2] ?? 0))[0];
  const where = worst
    ? l10n.t('4 bit is farthest off at “{0}”: {1} bits.', worst.token, numbers.decimal(worst.divergence[2] ?? 0, 2))
    : '';
  return joinSentences(told, where, surpriseNote(result, numbers), storedNote(result));
}

/** Whether the text itself has become more surprising: it need not, since a wrong form may be luckier. */
function surpriseNote(result: WeightsResult, numbers: Numbers): string {
  const more = totals(result, 2).surprise - totals(result, 0).surprise;
  const bits = numbers.decimal(Math.abs(more), 2);
  if (Math.abs(more) < 0.005) return l10n.t('The text itself surprises it as much in 4 bit as in 32.');
  return more > 0
    ? l10n.t('The text itself surprises it by {0} bits a token more in 4 bit.', bits)
    : l10n.t('The text itself surprises it by {0} bits a token less in 4 bit: farther off, and luckier.', bits);
}

export const loss: Part<WeightsResult> = {
  id: 'loss',
  title: () => l10n.t('What is lost'),
  question: () => l10n.t('How far are a model’s predictions off when its weights have 8 or 4 bit?'),
  roles: [PREDICTOR],
  examples: [
    {
      language: 'en',
      text: 'The old man went down to the river with his small boat. It was early in the morning, and the water was quiet.',
      models: { predictor: 'gpt2-mini' },
      point: () => l10n.t('GPT-2 on a story: 4 bit changes some first choices, 8 bit hardly any'),
    },
    {
      language: 'en',
      text: 'He put the money into the bank and went home.',
      models: { predictor: 'bert-mini' },
      point: () => l10n.t('BERT, each word masked in turn: both sides make it surer'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      models: { predictor: 'bert-mini' },
      point: () => l10n.t('BERT on Chinese'),
    },
  ],
  measure: measureWeights,
  seen,
  unseen: ({ count, of }) =>
    count < of
      ? l10n.t(
          'Only {0} of the {1} tokens that it predicts are measured, the first ones. A changed first choice may be as good as the other, and one text says little about a task: for that, scores on a test set are compared.',
          `${count}`,
          `${of}`,
        )
      : l10n.t(
          'A changed first choice may be as good as the other, and one text says little about a task: for that, scores on a test set are compared.',
        ),
  picture: (result: WeightsResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.rows.map(({ token, divergence, isChanged }) => ({
        label: isChanged[2] ? l10n.t('{0} ≠', token) : token,
        values: [divergence[1] ?? 0, divergence[2] ?? 0],
        isDim: isChanged[2] !== true,
      })),
      figure: (value) => drawing.numbers.number(Number(value.toPrecision(value < 0.0095 ? 1 : 2))),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'series-0', text: l10n.t('8 bit: KL from 32 bit, bits') },
    { mark: 'series-1', text: l10n.t('4 bit: KL from 32 bit, bits (≠: another first choice)') },
  ],
  table: ({ forms, rows }) => ({
    header: [
      l10n.t('token'),
      ...forms.map(({ bits }) => l10n.t('surprise, {0}, bits', bitsName(bits))),
      ...forms.slice(1).map(({ bits }) => l10n.t('KL(32 bit ‖ {0}), bits', bitsName(bits))),
      ...forms.map(({ bits }) => l10n.t('first choice, {0}', bitsName(bits))),
    ],
    rows: rows.map(({ token, surprise, divergence, first }) => [token, ...surprise, ...divergence.slice(1), ...first]),
  }),
};
