import * as l10n from '@vscode/l10n';
import { joinSentences, sizeText } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { LineChart } from '../../drawing/lineChart.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ANY, builtOf, type Built } from './anatomyOf.js';
import {
  allOperations,
  cacheBytes,
  evenLength,
  isSized,
  mapBytes,
  operationsOf,
  pairShare,
  type Operations,
} from './operations.js';

export interface LengthRow {
  tokens: number;
  operations: Operations;
  /** of keys and values that are kept, bytes */
  cache: number;
  /** of one layer's attention, bytes */
  maps: number;
}

export interface LengthResult extends Built {
  /** null where its configuration does not say all sizes */
  rows: LengthRow[] | null;
}

/** Lengths that are drawn, in tokens: powers of two to the longest text that it takes, or to this. */
const MOST = 8192;

async function* measure(bench: Bench, input: LabInput): AsyncGenerator<LengthResult> {
  const built = await builtOf(bench, input);
  if (!built) return;
  const { anatomy } = built;
  const most = Math.max(built.tokens, anatomy.maxLength ?? MOST);
  const lengths = new Set([built.tokens, most]);
  for (let tokens = 1; tokens < most; tokens *= 2) lengths.add(tokens);
  const rows = [...lengths].sort((one, other) => one - other).map((tokens) => rowOf(built, tokens));
  yield { ...built, rows: isSized(anatomy) ? rows : null };
}

const rowOf = ({ anatomy }: Built, tokens: number): LengthRow => ({
  tokens,
  operations: operationsOf(anatomy, tokens),
  cache: cacheBytes(anatomy, tokens),
  maps: mapBytes(anatomy, tokens),
});

/** The row of the text itself. */
export const ownRow = ({ rows, tokens }: LengthResult): LengthRow | undefined =>
  rows?.find((row) => row.tokens === tokens);

function seen(result: LengthResult, numbers: Numbers): string {
  const { anatomy, tokens } = result;
  const own = ownRow(result);
  if (!own) return l10n.t('The configuration of {0} does not say all of its sizes.', anatomy.model ?? anatomy.type);
  const all = l10n.t(
    'This text (tokens: {0}) takes {1} {2} million multiply-adds, {3} of them products between tokens.',
    numbers.number(tokens),
    anatomy.model ?? anatomy.type,
    numbers.number(Number((allOperations(own.operations) / 1e6).toPrecision(3))),
    numbers.percent(pairShare(own.operations)),
  );
  const even = Math.ceil(evenLength(anatomy));
  const half =
    anatomy.maxLength === null
      ? l10n.t('They would be half of all from {0} tokens on.', numbers.number(even))
      : even > anatomy.maxLength
        ? l10n.t(
            'They would be half of all from {0} tokens on; it takes {1} at most.',
            numbers.number(even),
            numbers.number(anatomy.maxLength),
          )
        : l10n.t(
            'They are half of all from {0} tokens on, and it takes up to {1}.',
            numbers.number(even),
            numbers.number(anatomy.maxLength),
          );
  const kept =
    own.cache > 0
      ? l10n.t('To go on writing it keeps {0} of keys and values.', sizeText(own.cache, numbers.number))
      : l10n.t('It keeps no keys and values: each reading is a new one.');
  return joinSentences(all, half, kept);
}

export const length: Part<LengthResult> = {
  id: 'length',
  title: () => l10n.t('Length'),
  question: () => l10n.t('What does a text cost, and how does that grow with its length?'),
  roles: [ANY],
  examples: [
    {
      language: 'en',
      text: 'The cat sat on the mat.',
      models: { any: 'bert-mini' },
      point: () => l10n.t('A short sentence: products between tokens are next to nothing'),
    },
    {
      language: 'en',
      text: 'Once upon a time an old man went down to the river with his small boat. It was early in the morning, and the water was quiet. He had not slept well, but he was glad to be outside, and after an hour he saw a light on the other side of the river.',
      models: { any: 'gpt2-mini' },
      point: () => l10n.t('A paragraph, and what a writer keeps of it'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      models: { any: 'bert-mini' },
      point: () => l10n.t('Chinese: every character is a token, where English has a word or a piece'),
    },
  ],
  measure,
  seen,
  unseen: ({ anatomy }) =>
    anatomy.architecture === 'encoder-decoder'
      ? l10n.t(
          'These are multiply-adds by the sizes of its matrices, no time: large products are quicker than small ones, and memory has to be read, too. It is taken to write as many tokens as it reads.',
        )
      : l10n.t(
          'These are multiply-adds by the sizes of its matrices, no time: large products are quicker than small ones, and memory has to be read, too.',
        ),
  picture: (result: LengthResult, drawing: Drawing) => chart(result, drawing),
  legend: () => [
    { mark: 'mark-0', text: l10n.t('each token by itself: projections, feed-forward, logits (grows by n)') },
    { mark: 'mark-1', text: l10n.t('products between tokens (grows by n²)') },
  ],
  table: ({ rows }) => ({
    header: [
      l10n.t('tokens'),
      l10n.t('projections of attention, multiply-adds'),
      l10n.t('products between tokens, multiply-adds'),
      l10n.t('feed-forward, multiply-adds'),
      l10n.t('logits, multiply-adds'),
      l10n.t('all, multiply-adds'),
      l10n.t('share of products between tokens, %'),
      l10n.t('keys and values kept, bytes'),
      l10n.t('attention of one layer, bytes'),
    ],
    rows: (rows ?? []).map(({ tokens, operations, cache, maps }) => [
      tokens,
      operations.projections,
      operations.pairs,
      operations.feedForward,
      operations.head,
      allOperations(operations),
      100 * pairShare(operations),
      cache,
      maps,
    ]),
  }),
};

/** Both axes are logarithms, so that what grows by n is a line and what grows by n² one twice as steep. */
function chart(result: LengthResult, drawing: Drawing) {
  const { numbers } = drawing;
  const rows = result.rows ?? [];
  const alone = ({ operations }: LengthRow) => allOperations(operations) - operations.pairs;
  const values = rows.flatMap((row) => [alone(row), row.operations.pairs]).filter((value) => value > 0);
  const [low, high] = [
    Math.floor(Math.log10(Math.min(...values, 1e6))),
    Math.ceil(Math.log10(Math.max(...values, 10))),
  ];
  const longest = Math.max(2, ...rows.map(({ tokens }) => tokens));
  const x = (tokens: number) => Math.log2(tokens) / Math.log2(longest);
  const y = (value: number) => (Math.log10(value) - low) / (high - low);
  const powers = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  const ticks = rows.map(({ tokens }) => tokens).filter((tokens) => Number.isInteger(Math.log2(tokens) / 2));
  return LineChart({
    ...drawing,
    lines: [
      { name: l10n.t('each token by itself'), points: rows.map((row) => ({ x: x(row.tokens), y: y(alone(row)) })) },
      {
        name: l10n.t('products between tokens'),
        points: rows.map((row) => ({ x: x(row.tokens), y: y(row.operations.pairs) })),
      },
    ],
    x: { ticks: ticks.map((at) => ({ at: x(at), text: numbers.number(at) })), name: l10n.t('tokens') },
    y: {
      ticks: powers.map((power) => ({ at: y(10 ** power), text: numbers.compact(10 ** power) })),
      name: l10n.t('multiply-adds'),
    },
    ...(rows.length > 0 && {
      told: { at: x(result.tokens), text: l10n.t('this text: {0}', numbers.number(result.tokens)) },
    }),
    label: seen(result, numbers),
  });
}
