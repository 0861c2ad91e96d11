import * as l10n from '@vscode/l10n';
import { joinSentences, sizeText } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Drawing, Part } from '../../model/experiment.js';
import { bitsName, measureWeights, PREDICTOR, storedNote, totals, type WeightsResult } from './compared.js';

/** Of each form: how much of 32 bit it takes. */
export function ratios({ forms }: Pick<WeightsResult, 'forms'>) {
  const [exact] = forms;
  return forms.map(({ bits, bytes, milliseconds }) => ({
    bits,
    bytes: bytes / Math.max(1, exact?.bytes ?? 1),
    time: milliseconds / Math.max(1e-9, exact?.milliseconds ?? 1),
  }));
}

const time = (milliseconds: number, numbers: Numbers): string =>
  l10n.t('{0} ms', numbers.decimal(milliseconds, milliseconds < 9.95 ? 2 : 1));

/** Nearer than this two times are the same. */
const SAME = 0.05;

function timeNote(result: WeightsResult): string {
  const [, eight, four] = ratios(result);
  if (!eight || !four) return '';
  const faster = four.time / eight.time;
  if (eight.time > 1 + SAME && four.time > 1 + SAME) return l10n.t('Both are slower than 32 bit here.');
  if (faster > 1 + SAME) return l10n.t('4 bit is slower than 8 here.');
  if (faster < 1 - SAME) {
    return four.time < 1 - SAME
      ? l10n.t('4 bit is the quickest.')
      : l10n.t('4 bit is quicker than 8, and about as quick as 32.');
  }
  return l10n.t('4 bit is about as quick as 8.');
}

function seen(result: WeightsResult, numbers: Numbers): string {
  const [exact, eight, four] = result.forms;
  if (!exact || !eight || !four) return l10n.t('Nothing was measured.');
  const size = ({ bytes }: { bytes: number }) => sizeText(bytes, numbers.number);
  return joinSentences(
    l10n.t(
      'The weights of {0} take {1} in 32 bit, {2} in 8 and {3} in 4.',
      result.model,
      size(exact),
      size(eight),
      size(four),
    ),
    l10n.t(
      'A reading of this text takes {0}, {1} and {2}.',
      ...[exact, eight, four].map(({ milliseconds }) => time(milliseconds, numbers)),
    ),
    timeNote(result),
    storedNote(result),
  );
}

export const cost: Part<WeightsResult> = {
  id: 'cost',
  title: () => l10n.t('Size and speed'),
  question: () => l10n.t('What do fewer bits save, in bytes and in time?'),
  roles: [PREDICTOR],
  examples: [
    {
      language: 'en',
      text: 'The old man went down to the river with his small boat. It was early in the morning, and the water was quiet.',
      models: { predictor: 'gpt2-mini' },
      point: () => l10n.t('GPT-2: bytes fall with the bits; does time?'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      models: { predictor: 'bert-mini' },
      point: () => l10n.t('BERT on a Chinese sentence'),
    },
  ],
  measure: measureWeights,
  seen,
  unseen: () =>
    l10n.t(
      'The time is of this machine, this text and a whole reading at once. Writing token by token waits for memory more than for arithmetic, and gains more by fewer bytes; large models do, too.',
    ),
  picture: (result: WeightsResult, drawing: Drawing) => {
    const { numbers } = drawing;
    return BarRows({
      ...drawing,
      rows: ratios(result).map(({ bits, bytes, time: share }, at) => {
        const form = result.forms[at]!;
        const figures = [sizeText(form.bytes, numbers.number), time(form.milliseconds, numbers)];
        return { heading: [bitsName(bits), ...figures].join(' · '), label: '', values: [bytes, share] };
      }),
      figure: (value) => numbers.percent(value),
      label: seen(result, numbers),
    });
  },
  legend: () => [
    { mark: 'series-0', text: l10n.t('bytes of the weights, share of 32 bit') },
    { mark: 'series-1', text: l10n.t('time of a reading, share of 32 bit') },
  ],
  table: (result) => ({
    header: [
      l10n.t('bits'),
      l10n.t('numbers that share a scale'),
      l10n.t('weights, bytes'),
      l10n.t('share of 32 bit, %'),
      l10n.t('a reading, ms'),
      l10n.t('share of the time in 32 bit, %'),
      l10n.t('mean KL from 32 bit, bits a token'),
      l10n.t('changed first choices'),
      l10n.t('tokens'),
    ],
    rows: ratios(result).map(({ bits, bytes, time: share }, at) => {
      const form = result.forms[at]!;
      const { divergence, changed } = totals(result, at);
      return [
        bits,
        form.block,
        form.bytes,
        100 * bytes,
        form.milliseconds,
        100 * share,
        divergence,
        changed,
        result.count,
      ];
    }),
  }),
};
