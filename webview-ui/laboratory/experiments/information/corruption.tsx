import * as l10n from '@vscode/l10n';
import { Random } from '../../../../src/decoding/sampling/random.js';
import { trimToken } from '../../../../src/text/displayText.js';
import { joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Chips } from '../../drawing/chips.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { MASKED } from '../../model/roles.js';
import { sampleOf } from '../../model/sampleOf.js';
import { textTokens } from '../../model/textTokens.js';
import { bitsOf } from './context.js';

/** What training does to a token that is chosen. */
export type Fate = 'mask' | 'random' | 'kept';

export interface CorruptedToken {
  token: string;
  /** null: it was not chosen, is read as it stands and carries no loss */
  fate: Fate | null;
  /** what is read in its place */
  read: string;
  /** of a chosen one: the model's first choice, its surprise at the true token in bits, and whether it puts it back */
  first: string | null;
  bits: number | null;
  isBack: boolean | null;
}

export interface CorruptionResult {
  model: string;
  tokens: CorruptedToken[];
}

const SHARES = ['15', '40', '100'] as const;
const SEEDS = ['1', '2', '3', '4', '5'] as const;
/** Special tokens stand at the beginning of vocabularies: a random token is drawn from behind them. */
const FIRST_PLAIN_ID = 1000;
const MOST_TOKENS = 120;

/** Chooses tokens and what becomes of each: 80 % a mask, 10 % a random token, 10 % itself (Devlin et al. 2019, A.1). */
export function corrupt(
  places: readonly number[],
  share: number,
  vocabulary: number,
  random: () => number,
): { at: number; fate: Fate; id: number }[] {
  const first = Math.min(FIRST_PLAIN_ID, Math.floor(vocabulary / 2));
  const chosen = sampleOf(places, Math.max(1, Math.round(share * places.length)), random);
  return chosen.map((at) => {
    const lot = random();
    const id = first + Math.floor(random() * (vocabulary - first));
    return { at, fate: lot < 0.8 ? 'mask' : lot < 0.9 ? 'random' : 'kept', id };
  });
}

async function* measure(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<CorruptionResult> {
  const model = models.masked;
  if (!model) return;
  const tokens = textTokens((await bench.ask('tokens', { model: model.id, text })).tokens).slice(0, MOST_TOKENS);
  const random = new Random(Number(options.dice ?? '1'));
  const places = tokens.map(({ index }) => index);
  const share = Number(options.share ?? '15') / 100;
  const chosen = corrupt(places, share, model.vocabularySize ?? 2 * FIRST_PLAIN_ID, () => random.uniform());
  const ofFate = (fate: Fate) => chosen.filter((one) => one.fate === fate);
  const [masked, replaced] = [ofFate('mask').map(({ at }) => at), ofFate('random').map(({ at, id }) => ({ at, id }))];
  const variant = {
    at: chosen.map(({ at }) => at),
    ...(masked.length > 0 && { masked }),
    ...(replaced.length > 0 && { replaced }),
  };
  const value = await bench.ask('predictions', { model: model.id, text, variants: [variant], topK: 1 });
  const found = value.variants[0]!;
  yield {
    model: value.model,
    tokens: tokens.map(({ index, token }): CorruptedToken => {
      const at = chosen.findIndex((one) => one.at === index);
      const name = trimToken(token.text);
      const lot = chosen[at];
      if (!lot) return { token: name, fate: null, read: name, first: null, bits: null, isBack: null };
      const place = found.places[at]!;
      return {
        token: name,
        fate: lot.fate,
        read: trimToken(found.read.find((one) => one.index === index)?.text ?? token.text),
        first: trimToken(place.predictions[0]?.text ?? ''),
        bits: bitsOf(-place.logProbability),
        isBack: place.rank === 1,
      };
    }),
  };
}

export function fateName(fate: Fate | null): string {
  switch (fate) {
    case 'mask':
      return l10n.t('masked');
    case 'random':
      return l10n.t('another token');
    case 'kept':
      return l10n.t('left as it is');
    case null:
      return l10n.t('not chosen');
  }
}

function seen({ model, tokens }: CorruptionResult, numbers: Numbers): string {
  const chosen = tokens.filter(({ fate }) => fate !== null);
  const count = (fate: Fate): Count => {
    const of = chosen.filter((token) => token.fate === fate);
    return { of: of.length, back: of.filter(({ isBack }) => isBack).length };
  };
  const [masked, random, kept] = [count('mask'), count('random'), count('kept')];
  const number = (value: number) => numbers.number(value);
  const part = (name: string, { of, back }: Count) =>
    of === 0 ? [] : [l10n.t('{0}: {1} of {2}', name, number(back), number(of))];
  const parts = [
    ...part(fateName('mask'), masked),
    ...part(fateName('random'), random),
    ...part(fateName('kept'), kept),
  ];
  return joinSentences(
    l10n.t(
      'Tokens that were chosen: {0} of {1}; only these carry loss in {2}.',
      number(chosen.length),
      number(tokens.length),
      model,
    ),
    l10n.t('Its first choice puts back – {0}.', joinList(parts)),
  );
}

/** Tokens of one fate, and how many of them the first choice puts back. */
interface Count {
  of: number;
  back: number;
}

export const corruption: Part<CorruptionResult> = {
  id: 'corruption',
  title: () => l10n.t('80/10/10'),
  question: () => l10n.t('What does BERT’s training do to a text, and can it be undone?'),
  roles: [MASKED],
  options: [
    {
      id: 'share',
      label: () => l10n.t('Chosen'),
      choices: () => SHARES.map((share) => [share, `${share}\u00a0%`] as const),
    },
    { id: 'dice', label: () => l10n.t('Draw'), choices: () => SEEDS.map((seed) => [seed, seed] as const) },
  ],
  examples: [
    {
      language: 'en',
      text: 'The old man walked slowly down to the river, sat down on a stone and looked at the water. After a while he took a book out of his bag and began to read.',
      options: { share: '40', dice: '4' },
      point: () => l10n.t('40 % chosen, so that all three fates are seen'),
    },
    {
      language: 'zh',
      text: '今天早上天气很好，我和妈妈一起去公园散步。我们在那里看到了很多花。',
      options: { share: '40', dice: '4' },
      point: () => l10n.t('The same in Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'The model here is trained: what it puts back now is not how it learned. And a text of a few tokens has few random ones: draw again before you count.',
    ),
  picture: (result: CorruptionResult, drawing: Drawing) =>
    Chips({
      ...drawing,
      label: seen(result, drawing.numbers),
      lines: [
        {
          heading: l10n.t('as it was read'),
          chips: result.tokens.map(({ fate, read }) => ({ text: read, look: fate ?? 'plain' })),
        },
        {
          heading: l10n.t('what the model puts there, surprise in bits'),
          chips: result.tokens.map(({ fate, first, token, isBack, bits }) =>
            fate === null
              ? { text: token, look: 'plain' }
              : { text: first ?? '', look: isBack ? 'right' : 'wrong', below: drawing.numbers.decimal(bits ?? 0, 1) },
          ),
        },
      ],
    }),
  legend: () => [
    ...(['mask', 'random', 'kept'] as const).map((fate) => ({ mark: `chip-${fate}`, text: fateName(fate) })),
    { mark: 'chip-right', text: l10n.t('put back') },
    { mark: 'chip-wrong', text: l10n.t('another word put there') },
  ],
  table: ({ tokens }) => ({
    header: [
      l10n.t('token'),
      l10n.t('what became of it'),
      l10n.t('read as'),
      l10n.t('first choice'),
      l10n.t('surprise, bits'),
      l10n.t('p − y at the true token'),
    ],
    rows: tokens.map(({ token, fate, read, first, bits }) => [
      token,
      fateName(fate),
      read,
      first,
      bits,
      bits === null ? null : 2 ** -bits - 1,
    ]),
  }),
};
