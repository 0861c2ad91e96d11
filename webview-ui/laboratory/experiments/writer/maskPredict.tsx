import * as l10n from '@vscode/l10n';
import { trimToken } from '../../../../src/text/displayText.js';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Chips, type ChipLine } from '../../drawing/chips.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { joinTokens } from '../../model/maskedText.js';
import { CAUSAL, MASKED } from '../../model/roles.js';
import { continuationLine, tellContinuation } from './turn.js';
import { continueGreedily, guess, LENGTHS, readDraft, type Continuation, type Guess } from './writing.js';

/** All places after one iteration. */
export interface Iteration {
  /** by place; what was not masked again keeps its probability */
  tokens: Guess[];
  /** which places were masked in it */
  masked: number[];
}

export interface MaskPredictResult {
  model: string;
  /** how many iterations there will be */
  planned: number;
  iterations: Iteration[];
  continuation: Continuation | null;
}

const ITERATIONS = ['4', '2', '8'] as const;

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<MaskPredictResult> {
  const { masked, causal } = models;
  if (!masked) return;
  const planned = Number(options.iterations ?? ITERATIONS[0]);
  const draft = await readDraft(bench, masked, text, Number(options.draftLength ?? LENGTHS[0]));
  const result: MaskPredictResult = { model: masked.id, planned, iterations: [], continuation: null };
  const places = draft.masks.map((_, place) => place);
  if (places.length === 0) return;
  let tokens: Guess[] = [];
  for (let iteration = 0; iteration < planned; iteration++) {
    const again = iteration === 0 ? places : leastCertain(tokens, maskedAgain(places.length, iteration, planned));
    if (again.length > 0) {
      const kept = places.filter((place) => !again.includes(place));
      const given = kept.map((place) => ({ at: draft.masks[place]!, id: tokens[place]!.id }));
      const at = again.map((place) => draft.masks[place]!);
      const found = await guess(bench, masked, draft, at, given);
      tokens = places.map((place) => (again.includes(place) ? found[again.indexOf(place)]! : tokens[place]!));
    }
    result.iterations = [...result.iterations, { tokens, masked: again }];
    bench.progress(iteration + 1, planned);
    yield { ...result };
  }
  if (!causal) return;
  result.continuation = await continueGreedily(bench, causal, text, places.length);
  yield { ...result };
}

/** How many of `count` tokens are masked again in an iteration: n = N · (T − t) / T, rounded down (Ghazvininejad et al. 2019). */
export const maskedAgain = (count: number, iteration: number, planned: number): number =>
  Math.floor((count * (planned - iteration)) / planned);

/** The places of the least probable tokens, in the order of the text. */
export function leastCertain(tokens: readonly Guess[], count: number): number[] {
  return tokens
    .map(({ probability }, place) => ({ probability, place }))
    .sort((a, b) => a.probability - b.probability || a.place - b.place)
    .slice(0, count)
    .map(({ place }) => place)
    .sort((a, b) => a - b);
}

/** Places that an iteration says otherwise than the one before. */
export function changedIn(iterations: readonly Iteration[], at: number): number[] {
  const [before, now] = [iterations[at - 1], iterations[at]];
  if (!before || !now) return [];
  return now.masked.filter((place) => now.tokens[place]!.id !== before.tokens[place]!.id);
}

/** How often a token follows the very same one. */
export const doubled = ({ tokens }: Iteration): number =>
  tokens.filter(({ id }, at) => at > 0 && tokens[at - 1]!.id === id).length;

const textOf = ({ tokens }: Iteration) => joinTokens(tokens.map(({ text }) => text));

function seen({ model, iterations, continuation }: MaskPredictResult, numbers: Numbers): string {
  const [first, last] = [iterations[0], iterations.at(-1)];
  if (!first || !last) return l10n.t('Nothing was measured.');
  const overturned = first.tokens.filter(({ id }, place) => last.tokens[place]!.id !== id).length;
  const number = (value: number) => numbers.number(value);
  return joinSentences(
    l10n.t(
      'All at once {0} says “{1}”, after iteration {2} “{3}”.',
      model,
      textOf(first),
      number(iterations.length),
      textOf(last),
    ),
    iterations.length > 1 && first.tokens.length > 1
      ? l10n.t(
          'Overturned were {1} of {0} tokens; places where the same token stood twice in a row: {2} at first, {3} in the end.',
          number(first.tokens.length),
          number(overturned),
          number(doubled(first)),
          number(doubled(last)),
        )
      : '',
    continuation ? tellContinuation(continuation) : '',
  );
}

function picture(result: MaskPredictResult, drawing: Drawing) {
  const { numbers } = drawing;
  const lines = result.iterations.map(({ tokens, masked }, at): ChipLine => {
    const changed = changedIn(result.iterations, at);
    return {
      heading: l10n.t(
        'iteration {0}: {1} masked, {2} changed',
        numbers.number(at + 1),
        numbers.number(masked.length),
        numbers.number(changed.length),
      ),
      chips: tokens.map(({ text, probability }, place) => ({
        text: trimToken(text),
        look: changed.includes(place) ? 'wrong' : masked.includes(place) ? 'mask' : 'sign',
        below: numbers.percent(probability),
      })),
    };
  });
  return Chips({
    ...drawing,
    lines: result.continuation ? [...lines, continuationLine(result.continuation, numbers)] : lines,
    label: seen(result, numbers),
  });
}

export const maskPredict: Part<MaskPredictResult> = {
  id: 'maskPredict',
  title: () => l10n.t('Mask-predict'),
  question: () => l10n.t('What happens when all is written at once, and the least certain again and again?'),
  textHint: () => l10n.t('A beginning: masks and a full stop are put behind it. Or write [MASK] or ____ yourself.'),
  roles: [MASKED, { ...CAUSAL, optional: true }],
  options: [
    {
      id: 'iterations',
      label: () => l10n.t('Iterations'),
      choices: () => ITERATIONS.map((count) => [count, count] as const),
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
      options: { iterations: '4', draftLength: '8' },
      point: () => l10n.t('All at once the masks say the same; later iterations part them'),
    },
    {
      language: 'en',
      text: 'In the morning [MASK] [MASK] [MASK] [MASK] [MASK] [MASK] because it was very cold.',
      options: { iterations: '4' },
      point: () => l10n.t('Between two ends, of which GPT-2 reads only the first'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们',
      options: { iterations: '4', draftLength: '8' },
      point: () => l10n.t('The same in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Mask-predict was made for translation, where the source says what is to be written, by models trained for it; a BERT with a few words to go by shows its weakness more than its worth. Probabilities of tokens that were kept are those of the iteration that wrote them, not of the text as it stands now.',
    ),
  picture,
  legend: () => [
    { mark: 'chip-wrong', text: l10n.t('masked again, and now another token') },
    { mark: 'chip-mask', text: l10n.t('masked, and filled for the first time or as before') },
    { mark: 'chip-sign', text: l10n.t('left as it was') },
    { mark: 'chip-word', text: l10n.t('written by the causal model') },
  ],
  table: ({ iterations }) => ({
    header: [
      l10n.t('iteration'),
      l10n.t('position'),
      l10n.t('token'),
      l10n.t('probability'),
      l10n.t('masked'),
      l10n.t('changed'),
    ],
    rows: iterations.flatMap(({ tokens, masked }, at) =>
      tokens.map(({ text, probability }, place) => [
        at + 1,
        place + 1,
        trimToken(text),
        probability,
        masked.includes(place) ? l10n.t('yes') : l10n.t('no'),
        changedIn(iterations, at).includes(place) ? l10n.t('yes') : l10n.t('no'),
      ]),
    ),
  }),
};
