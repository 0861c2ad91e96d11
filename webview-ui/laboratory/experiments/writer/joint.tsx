import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { trimToken } from '../../../../src/text/displayText.js';
import type { Params } from '../../../../src/protocol/engine/index.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { MASKED } from '../../model/roles.js';
import { inChunks, textTokens } from '../../model/textTokens.js';

/** How a text is put in, token by token; `inTurn`: each one masked by itself, nothing of it put in. */
export type FillOrder = 'left' | 'right' | 'shuffled' | 'inTurn';

/** What a text costs in one order. */
export interface OrderCost {
  order: FillOrder;
  /** which of the shuffled ones, from 1; else 0 */
  draw: number;
  /** by token: −log2 of its probability while all that come later in the order are masked */
  bits: number[];
}

export interface JointResult {
  model: string;
  tokens: string[];
  /** tokens of the whole text; what is behind those that are measured is not read */
  of: number;
  costs: OrderCost[];
}

const MOST_TOKENS = 40;
const SHUFFLES = 3;
const SEED = 1;
const VARIANTS_A_CALL = 4;

type Variant = Params<'predictions'>['variants'][number];

async function* measure(bench: Bench, { text: whole, models }: LabInput): AsyncGenerator<JointResult> {
  const model = models.masked;
  if (!model) return;
  const tokensOf = async (given: string) =>
    textTokens((await bench.ask('tokens', { model: model.id, text: given })).tokens);
  const all = await tokensOf(whole);
  const end = all.length > MOST_TOKENS ? all[MOST_TOKENS - 1]!.token.end : null;
  // What is left out must not be seen: the text itself ends there.
  const text = end === null ? whole : whole.slice(0, end);
  const tokens = end === null ? all : (await tokensOf(text)).slice(0, MOST_TOKENS);
  const places = tokens.map(({ index }) => index);
  const result: JointResult = {
    model: model.id,
    tokens: tokens.map(({ token }) => trimToken(token.text)),
    of: all.length,
    costs: [],
  };
  const random = new Random(SEED);
  const shuffles = Array.from({ length: SHUFFLES }, (_, at) => ({
    order: 'shuffled' as const,
    draw: at + 1,
    sequence: shuffled(places, () => random.uniform()),
  }));
  const plans = [
    { order: 'left' as const, draw: 0, sequence: places },
    { order: 'right' as const, draw: 0, sequence: [...places].reverse() },
    ...shuffles,
    { order: 'inTurn' as const, draw: 0, sequence: places },
  ];
  for (const [at, { order, draw, sequence }] of plans.entries()) {
    const variants = order === 'inTurn' ? places.map((one) => ({ at: [one], masked: [one] })) : variantsOf(sequence);
    const found = new Map<number, number>();
    for (const some of inChunks(variants, VARIANTS_A_CALL)) {
      const value = await bench.ask('predictions', { model: model.id, text, variants: some, topK: 0 });
      for (const { places: read } of value.variants) {
        for (const { index, logProbability } of read) found.set(index, -logProbability / Math.LN2);
      }
    }
    result.costs = [...result.costs, { order, draw, bits: places.map((place) => found.get(place) ?? 0) }];
    bench.progress(at + 1, plans.length);
    yield { ...result };
  }
}

/** For each token in its order: it and all that come later are masked, and it is asked for. */
export const variantsOf = (sequence: readonly number[]): Variant[] =>
  sequence.map((place, at) => ({ at: [place], masked: sequence.slice(at) }));

/** Every order as likely as any other. */
export function shuffled(items: readonly number[], random: () => number): number[] {
  const left = [...items];
  for (let at = left.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [left[at], left[other]] = [left[other]!, left[at]!];
  }
  return left;
}

export const totalOf = ({ bits }: OrderCost): number => bits.reduce((sum, value) => sum + value, 0);

const costOf = ({ costs }: JointResult, order: FillOrder): number | null => {
  const found = costs.find((cost) => cost.order === order);
  return found ? totalOf(found) : null;
};

/** As it is written, so that differences are those of the figures beside them. */
const shown = (bits: number) => Number(bits.toFixed(1));

/** How many bits one direction costs more than the other; null before both are there. */
export function directionGap(result: JointResult): number | null {
  const [left, right] = [costOf(result, 'left'), costOf(result, 'right')];
  return left === null || right === null ? null : shown(Math.abs(shown(left) - shown(right)));
}

function orderName({ order, draw }: Pick<OrderCost, 'order' | 'draw'>, numbers: Numbers): string {
  switch (order) {
    case 'left':
      return l10n.t('left to right');
    case 'right':
      return l10n.t('right to left');
    case 'shuffled':
      return l10n.t('shuffled {0}', numbers.number(draw));
    case 'inTurn':
      return l10n.t('masked in turn');
  }
}

function seen(result: JointResult, numbers: Numbers): string {
  const bits = (value: number) => numbers.decimal(value, 1);
  const [left, right, inTurn] = (['left', 'right', 'inTurn'] as const).map((order) => costOf(result, order));
  const gap = directionGap(result);
  if (left === undefined || left === null) return l10n.t('Nothing was measured.');
  const first =
    result.tokens.length === 1
      ? l10n.t('The single token costs {0} {1} bits.', result.model, bits(left))
      : l10n.t(
          'Put in from left to right the {0} tokens cost {1} {2} bits.',
          numbers.number(result.tokens.length),
          result.model,
          bits(left),
        );
  if (right === undefined || right === null || gap === null || result.tokens.length === 1) return first;
  const orders = result.costs.filter(({ order }) => order !== 'inTurn').map(totalOf);
  return joinSentences(
    first,
    bits(gap) === bits(0)
      ? l10n.t('From right to left they cost {0}, the same within a tenth of a bit.', bits(right))
      : l10n.t(
          'From right to left they cost {0}: {1} bits apart, so that one order finds the same text {2} times as probable as the other.',
          bits(right),
          bits(gap),
          numbers.compact(Number((2 ** gap).toPrecision(2))),
        ),
    orders.length > 2
      ? l10n.t(
          'In {0} orders it is from {1} to {2} bits.',
          numbers.number(orders.length),
          bits(Math.min(...orders)),
          bits(Math.max(...orders)),
        )
      : '',
    inTurn === undefined || inTurn === null
      ? ''
      : inTurn < Math.min(...orders)
        ? l10n.t('Masked in turn, which is no order at all, it is {0} bits: less than in any of them.', bits(inTurn))
        : l10n.t(
            'Masked in turn, which is no order at all, it is {0} bits: not less than in all of them.',
            bits(inTurn),
          ),
  );
}

export const joint: Part<JointResult> = {
  id: 'joint',
  title: () => l10n.t('No joint probability'),
  question: () => l10n.t('How probable is a text to BERT, if its tokens are put in one after the other?'),
  roles: [MASKED],
  examples: [
    {
      language: 'en',
      text: 'The old man walked down to the river and looked at the water.',
      point: () => l10n.t('An everyday sentence: every order has a figure of its own'),
    },
    {
      language: 'en',
      text: 'New York is a city in the United States of America.',
      point: () => l10n.t('Names: who comes second is nearly free'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      point: () => l10n.t('The same in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: ({ tokens, of }) =>
    joinSentences(
      tokens.length < of
        ? l10n.t('Only the first {0} of {1} tokens are read: the rest of the text is cut off.', tokens.length, of)
        : '',
      l10n.t(
        'Each fixed order by itself is a proper distribution over texts of this many tokens: what is missing is that they agree. And the length is given away from the start; a model that reads from the left has to say where a text ends.',
      ),
    ),
  picture: (result: JointResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.costs.map((cost) => ({
        label: orderName(cost, drawing.numbers),
        values: cost.order === 'inTurn' ? [null, totalOf(cost)] : [totalOf(cost)],
      })),
      figure: (value) => drawing.numbers.decimal(value, 1),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [
    { mark: 'series-0', text: l10n.t('−log₂ of the product of all conditionals in this order, bits') },
    { mark: 'series-1', text: l10n.t('pseudo-log-likelihood: each token given all others, bits') },
  ],
  table: ({ tokens, costs }, numbers) => ({
    header: [l10n.t('token'), ...costs.map((cost) => l10n.t('{0}, bits', orderName(cost, numbers)))],
    rows: [
      ...tokens.map((token, at) => [token, ...costs.map(({ bits }) => bits[at] ?? null)]),
      [l10n.t('all'), ...costs.map(totalOf)],
    ],
  }),
};
