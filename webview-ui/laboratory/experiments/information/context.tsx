import * as l10n from '@vscode/l10n';
import type { Params, PredictedPlace } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import { trimToken } from '../../../../src/text/displayText.js';
import { isUnknownToken } from '../../../../src/text/displayText.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { BOTH_WAYS } from '../../model/roles.js';
import { inChunks, textTokens } from '../../model/textTokens.js';

/** What one token is to the model with both sides and with the left one, all in bits. */
export interface ContextRow {
  token: string;
  /** −log2 of its probability at a mask in its place */
  bothBits: number;
  leftBits: number;
  bothEntropy: number;
  leftEntropy: number;
  /** KL(both ‖ left) of the two predictions */
  divergence: number;
  /** the model's first choice with both sides, and with the left one */
  bothFirst: string;
  leftFirst: string;
  /** of a model that was trained to read from the left: −log2 of the probability as the next token */
  causalBits: number | null;
}

export interface ContextResult {
  model: string;
  /** tokens that a prediction chooses among */
  vocabulary: number;
  /** tokens of the text */
  count: number;
  rows: ContextRow[];
}

/** So many tokens are measured, and so many of them in one call. */
const MOST_TOKENS = 120;
const TOKENS_A_CALL = 4;

type Variant = Params<'predictions'>['variants'][number];

export const bitsOf = (nats: number): number => nats / Math.LN2;
const surprise = ({ logProbability }: PredictedPlace) => bitsOf(-logProbability);

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<ContextResult> {
  const model = models.bothWays;
  if (!model) return;
  const tokens = textTokens((await bench.ask('tokens', { model: model.id, text })).tokens).slice(0, MOST_TOKENS);
  const result: ContextResult = { model: model.id, vocabulary: 0, count: tokens.length, rows: [] };
  const isCausal = model.causalMaskValue !== undefined;
  // Nothing predicts the first token from the left but the special one in front, which an encoder has.
  for (const some of inChunks(tokens, TOKENS_A_CALL)) {
    const variants = some.flatMap(({ index }, at): Variant[] => {
      const each = isCausal ? 3 : 2;
      const own = { at: [index], masked: [index] };
      const left = { ...own, hiddenFrom: index + 1, versus: at * each };
      return isCausal ? [own, left, { at: [index], causal: true }] : [own, left];
    });
    const value = await bench.ask('predictions', { model: model.id, text, variants, topK: 1 });
    const each = variants.length / some.length;
    const rows = some.map(({ token }, at): ContextRow => {
      const [both, left, causal] = value.variants.slice(at * each, (at + 1) * each).map(({ places }) => places[0]!);
      return {
        token: trimToken(token.text),
        bothBits: surprise(both!),
        leftBits: surprise(left!),
        bothEntropy: bitsOf(both!.entropy),
        leftEntropy: bitsOf(left!.entropy),
        divergence: left!.bits ?? 0,
        bothFirst: trimToken(both!.predictions[0]?.text ?? ''),
        leftFirst: trimToken(left!.predictions[0]?.text ?? ''),
        causalBits: causal ? surprise(causal) : null,
      };
    });
    result.vocabulary = value.vocabulary;
    result.rows = [...result.rows, ...rows];
    bench.progress(result.rows.length, tokens.length);
    yield { ...result };
  }
}

const mean = (rows: readonly ContextRow[], of: (row: ContextRow) => number) =>
  rows.reduce((sum, row) => sum + of(row), 0) / Math.max(1, rows.length);

/** Means over the tokens, in bits. */
export function averages({ rows }: Pick<ContextResult, 'rows'>) {
  return {
    both: mean(rows, ({ bothBits }) => bothBits),
    left: mean(rows, ({ leftBits }) => leftBits),
    bothEntropy: mean(rows, ({ bothEntropy }) => bothEntropy),
    leftEntropy: mean(rows, ({ leftEntropy }) => leftEntropy),
    divergence: mean(rows, ({ divergence }) => divergence),
    causal: rows.every(({ causalBits }) => causalBits !== null)
      ? mean(rows, ({ causalBits }) => causalBits ?? 0)
      : null,
  };
}

/** What the right side is worth to a token: how much less it surprises. */
export const worth = ({ leftBits, bothBits }: ContextRow): number => leftBits - bothBits;

/** As it is written, so that differences are those of the figures beside them. */
const shown = (bits: number) => Number(bits.toFixed(2));

function seen(result: ContextResult, numbers: Numbers): string {
  const { rows } = result;
  const { both, left, divergence } = averages(result);
  const sorted = [...rows].sort((a, b) => worth(b) - worth(a));
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least) return l10n.t('Nothing was measured.');
  const bits = (value: number) => numbers.decimal(value, 2);
  const helped = rows.filter((row) => worth(row) > 0).length;
  const whole =
    left >= both
      ? l10n.t(
          'With both sides a token of this text surprises {0} by {1} bits, with the left one only by {2}: the right side is worth {3} bits a token.',
          result.model,
          bits(both),
          bits(left),
          bits(shown(left) - shown(both)),
        )
      : l10n.t(
          'With both sides a token of this text surprises {0} by {1} bits, with the left one only by {2}: here the right side misleads, by {3} bits a token.',
          result.model,
          bits(both),
          bits(left),
          bits(shown(both) - shown(left)),
        );
  const where = l10n.t(
    'Tokens at which it helps: {0} of {1}; most at “{2}” ({3} bits), least at “{4}” ({5}); the predictions are {6} bits apart (KL).',
    numbers.number(helped),
    numbers.number(rows.length),
    most.token,
    bits(worth(most)),
    least.token,
    bits(worth(least)),
    bits(divergence),
  );
  const unknown = rows.filter(({ token }) => isUnknownToken(token)).length;
  return joinSentences(whole, where, lostTo(unknown, numbers));
}

function lostTo(unknown: number, numbers: Numbers): string {
  if (unknown === 0) return '';
  if (unknown === 1) return l10n.t('One token stands for what its vocabulary lacks: its figures say nothing.');
  return l10n.t(
    'Tokens that stand for what its vocabulary lacks: {0}; their figures say nothing.',
    numbers.number(unknown),
  );
}

export const context: Part<ContextResult> = {
  id: 'context',
  title: () => l10n.t('The right side'),
  question: () => l10n.t('What is it worth, in bits, to see what follows as well?'),
  roles: [BOTH_WAYS],
  examples: [
    {
      language: 'en',
      text: 'He put the money into the bank and went home.',
      point: () => l10n.t('An everyday sentence: the right side is worth bits at nearly every token'),
    },
    {
      language: 'en',
      text: 'New York is a city.',
      point: () => l10n.t('A name: its first half is a question that only the second answers'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      models: { bothWays: 'bert-mini' },
      point: () => l10n.t('Chinese, by a model that has hardly met such a cut in training'),
    },
  ],
  measure,
  seen,
  unseen: ({ rows }) =>
    rows.some(({ causalBits }) => causalBits !== null)
      ? l10n.t(
          'These bits are one model’s uncertainty, not the text’s information, and their sum with both sides is no probability of the text: each token knew all others; a piece of a word knew the word’s other pieces.',
        )
      : l10n.t(
          'This model has hardly met a hidden right side in training, so part of the difference is the unfamiliar cut; gptbert-mini was trained both ways. The sum of the bits is no probability of the text.',
        ),
  picture: (result: ContextResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.rows.map(({ token, leftBits, bothBits }) => ({ label: token, values: [bothBits, leftBits] })),
      figure: (value) => drawing.numbers.decimal(value, 1),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'series-0', text: l10n.t('surprise with both sides, bits') },
    { mark: 'series-1', text: l10n.t('surprise with the left side only, bits') },
  ],
  table: ({ rows }) => ({
    header: [
      l10n.t('token'),
      l10n.t('surprise, both sides, bits'),
      l10n.t('surprise, left side, bits'),
      l10n.t('worth of the right side, bits'),
      l10n.t('entropy, both sides, bits'),
      l10n.t('entropy, left side, bits'),
      l10n.t('KL(both ‖ left), bits'),
      l10n.t('surprise as the next token, bits'),
      l10n.t('first choice, both sides'),
      l10n.t('first choice, left side'),
    ],
    rows: rows.map((row) => [
      row.token,
      row.bothBits,
      row.leftBits,
      worth(row),
      row.bothEntropy,
      row.leftEntropy,
      row.divergence,
      row.causalBits,
      row.bothFirst,
      row.leftFirst,
    ]),
  }),
};
