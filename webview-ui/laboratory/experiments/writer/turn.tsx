import * as l10n from '@vscode/l10n';
import { trimToken } from '../../../../src/text/displayText.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Chips, type ChipLine } from '../../drawing/chips.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { joinTokens } from '../../model/maskedText.js';
import { CAUSAL, MASKED } from '../../model/roles.js';
import { continueGreedily, guess, LENGTHS, readDraft, type Continuation, type Guess } from './writing.js';

/** One mask that is filled, and what all masks would be filled with at that moment. */
export interface Turn {
  /** which mask, from 0 */
  place: number;
  /** by place: what is on top there before the step; of a place that is filled, what it was filled with */
  guesses: Guess[];
  /** by place, before the step */
  isFilled: boolean[];
}

export interface TurnResult {
  model: string;
  order: Order;
  /** masks */
  count: number;
  turns: Turn[];
  continuation: Continuation | null;
}

const ORDERS = ['left', 'certain'] as const;
type Order = (typeof ORDERS)[number];

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<TurnResult> {
  const { masked, causal } = models;
  if (!masked) return;
  const order: Order = options.fillOrder === 'certain' ? 'certain' : 'left';
  const draft = await readDraft(bench, masked, text, Number(options.draftLength ?? LENGTHS[0]));
  const count = draft.masks.length;
  const result: TurnResult = { model: masked.id, order, count, turns: [], continuation: null };
  const filled: (Guess | null)[] = draft.masks.map(() => null);
  while (filled.includes(null)) {
    const open = filled.flatMap((one, place) => (one === null ? [place] : []));
    const given = filled.flatMap((one, place) => (one === null ? [] : [{ at: draft.masks[place]!, id: one.id }]));
    const at = open.map((place) => draft.masks[place]!);
    const found = await guess(bench, masked, draft, at, given);
    const guesses = filled.map((one, place) => one ?? found[open.indexOf(place)]!);
    const place = nextPlace(order, open, guesses);
    result.turns = [...result.turns, { place, guesses, isFilled: filled.map((one) => one !== null) }];
    filled[place] = guesses[place]!;
    bench.progress(result.turns.length, count);
    yield { ...result };
  }
  if (!causal || count === 0) return;
  result.continuation = await continueGreedily(bench, causal, text, count);
  yield { ...result };
}

/** Which open mask is filled next: the first one, or that with the most probable first choice. */
export function nextPlace(order: Order, open: readonly number[], guesses: readonly Guess[]): number {
  if (order === 'left') return open[0]!;
  return open.reduce((best, place) => (guesses[place]!.probability > guesses[best]!.probability ? place : best));
}

/** What the masks were filled with in the end, by place. */
export const written = ({ turns, count }: Pick<TurnResult, 'turns' | 'count'>): (Guess | null)[] =>
  Array.from({ length: count }, (_, at) => {
    const turn = turns.find(({ place }) => place === at);
    return turn?.guesses[at] ?? null;
  });

/** Places that were filled with something else than what the first pass, with all of them masked, had on top. */
export function overturned({ turns, count }: Pick<TurnResult, 'turns' | 'count'>): number {
  const [first] = turns;
  return written({ turns, count }).filter((one, at) => one !== null && one.id !== first?.guesses[at]?.id).length;
}

function orderName(order: Order): string {
  return order === 'left' ? l10n.t('left to right') : l10n.t('the most certain first');
}

export const tellContinuation = ({ model, text }: Continuation): string =>
  text === '' ? l10n.t('{0} writes no further word.', model) : l10n.t('{0} goes on with “{1}”.', model, text);

function seen(result: TurnResult, numbers: Numbers): string {
  const { model, order, count, turns, continuation } = result;
  const [first] = turns;
  if (!first) return l10n.t('Nothing was measured.');
  const text = joinTokens(written(result).flatMap((one) => (one ? [one.text] : [])));
  const bits = turns.reduce((sum, { place, guesses }) => sum - Math.log2(guesses[place]!.probability), 0);
  return joinSentences(
    l10n.t('Filled {0}, {1} writes “{2}”.', orderName(order), model, text),
    turns.length === count && count > 1
      ? l10n.t(
          'At {0} of {1} places that is not what the first pass, with all of them masked, had on top (“{2}”).',
          numbers.number(overturned(result)),
          numbers.number(count),
          joinTokens(first.guesses.map((one) => one.text)),
        )
      : '',
    l10n.t('Its choices cost {0} bits in this order.', numbers.decimal(bits, 1)),
    continuation ? tellContinuation(continuation) : '',
  );
}

/** A line of what a causal model writes. */
export const continuationLine = ({ model, tokens }: Continuation, numbers: Numbers): ChipLine => ({
  heading: l10n.t('{0}, greedy, from the left', model),
  chips: tokens.map(({ text, probability }) => ({
    text: trimToken(text),
    look: 'word',
    below: numbers.percent(probability),
  })),
});

function picture(result: TurnResult, drawing: Drawing) {
  const { numbers } = drawing;
  const lines = result.turns.map(({ place, guesses, isFilled }, step): ChipLine => ({
    heading: l10n.t('step {0}', numbers.number(step + 1)),
    chips: guesses.map(({ text, probability }, at) => ({
      text: trimToken(text),
      look: at === place ? 'right' : isFilled[at] ? 'sign' : 'mask',
      ...(at === place && { below: numbers.percent(probability) }),
    })),
  }));
  return Chips({
    ...drawing,
    lines: result.continuation ? [...lines, continuationLine(result.continuation, numbers)] : lines,
    label: seen(result, numbers),
  });
}

export const turn: Part<TurnResult> = {
  id: 'turn',
  title: () => l10n.t('Filled in turn'),
  question: () => l10n.t('Can a model that was trained to fill gaps write, mask by mask?'),
  textHint: () => l10n.t('A beginning: masks and a full stop are put behind it. Or write [MASK] or ____ yourself.'),
  roles: [MASKED, { ...CAUSAL, optional: true }],
  options: [
    {
      id: 'fillOrder',
      label: () => l10n.t('Order'),
      choices: () => ORDERS.map((order) => [order, orderName(order)] as const),
    },
    {
      id: 'draftLength',
      label: () => l10n.t('Masks'),
      choices: () => LENGTHS.map((length) => [length, length] as const),
    },
  ],
  examples: [
    {
      language: 'en',
      text: 'The old man walked down to the river and',
      options: { fillOrder: 'left', draftLength: '8' },
      point: () => l10n.t('Left to right: grey is what it would say at once, and it changes'),
    },
    {
      language: 'en',
      text: 'The old man walked down to the river and',
      options: { fillOrder: 'certain', draftLength: '8' },
      point: () => l10n.t('The most certain first: other words from the same model'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们',
      options: { fillOrder: 'left', draftLength: '8' },
      point: () => l10n.t('Chinese, character by character; GPT-2 knows only its bytes'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'The length was given, and what stands behind the masks is read from the first step on; the causal model knows neither. Both always take the first choice, which is not how either model would be used for lively text, and tokens of the two are not the same units.',
    ),
  picture,
  legend: () => [
    { mark: 'chip-right', text: l10n.t('filled in this step') },
    { mark: 'chip-sign', text: l10n.t('filled before') },
    { mark: 'chip-mask', text: l10n.t('still masked: what would be said there now') },
    { mark: 'chip-word', text: l10n.t('written by the causal model') },
  ],
  table: ({ turns, continuation }) => ({
    header: [
      l10n.t('step'),
      l10n.t('position'),
      l10n.t('filled with'),
      l10n.t('probability'),
      l10n.t('at the first pass'),
      l10n.t('the causal model at that step'),
      l10n.t('probability, the causal model'),
    ],
    rows: turns.map(({ place, guesses }, step) => [
      step + 1,
      place + 1,
      trimToken(guesses[place]!.text),
      guesses[place]!.probability,
      trimToken(turns[0]!.guesses[place]!.text),
      continuation?.tokens[step] ? trimToken(continuation.tokens[step].text) : null,
      continuation?.tokens[step]?.probability ?? null,
    ]),
  }),
};
