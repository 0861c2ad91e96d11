import * as l10n from '@vscode/l10n';
import type { FieldName, GenerationConfig, Strategy } from '../../protocol/engine/index.js';

/** A number as the user's language writes it. */
export type FormatNumber = (value: number) => string;

interface StrategyTexts {
  label: () => string;
  /** in a sentence how it chooses */
  meaning: () => string;
  /** what a recipe's title calls it */
  title: (decoding: GenerationConfig, number: FormatNumber) => string;
  /** a field of its own says as much as the name */
  impliedByFields?: true;
  /** what a field does, where it does another thing than with other strategies */
  does?: Partial<Record<FieldName, () => string>>;
}

export const STRATEGY_TEXTS: Record<Strategy, StrategyTexts> = {
  greedy: {
    label: () => l10n.t('Greedy'),
    meaning: () => l10n.t('Greedy: always the most probable token.'),
    title: () => l10n.t('greedy'),
  },
  beam: {
    label: () => l10n.t('Beam search'),
    meaning: () =>
      l10n.t('Beam search: the most probable beginnings are kept side by side, and the best whole text wins.'),
    title: ({ doSample, numBeams = 4 }, number) =>
      doSample ? l10n.t('beam-sample {0}', number(numBeams)) : l10n.t('beam {0}', number(numBeams)),
  },
  sample: {
    label: () => l10n.t('Sampling'),
    meaning: () => l10n.t('Sampling: each token is drawn by its probability, so another seed gives another text.'),
    title: () => l10n.t('sampling'),
    impliedByFields: true,
  },
  contrastiveSearch: {
    label: () => l10n.t('Contrastive search'),
    meaning: () => l10n.t('Contrastive search: a probable token that is unlike the text so far.'),
    title: () => l10n.t('contrastive search'),
    does: { topK: () => l10n.t('The k most probable tokens are compared with the text so far.') },
  },
  contrastiveDecoding: {
    label: () => l10n.t('Contrastive decoding'),
    meaning: () => l10n.t('Contrastive decoding: tokens that this model finds more probable than a weaker one does.'),
    title: () => l10n.t('contrastive decoding'),
  },
};

interface FieldTexts {
  label: () => string;
  /** one line on what it does */
  does: () => string;
  /** in a recipe's title; null: titles leave it out */
  title: ((value: string) => string) | null;
}

/** Titles name fields in this order, those that every strategy has at the end. */
export const FIELD_TEXTS: Record<FieldName, FieldTexts> = {
  numBeams: {
    label: () => l10n.t('beams'),
    does: () => l10n.t('How many beginnings are kept side by side.'),
    title: null,
  },
  lengthPenalty: {
    label: () => l10n.t('length penalty'),
    does: () =>
      l10n.t('Scores are divided by the length to this power: above 0 favours longer texts, below 0 shorter ones.'),
    title: (value) => l10n.t('length penalty {0}', value),
  },
  earlyStopping: {
    label: () => l10n.t('early stopping'),
    does: () => l10n.t('When the search ends, once there are as many finished texts as beams.'),
    title: null,
  },
  numBeamGroups: {
    label: () => l10n.t('beam groups'),
    does: () => l10n.t('Groups of beams that are kept unlike each other. 1: off.'),
    title: (value) => l10n.t('{0} groups', value),
  },
  diversityPenalty: {
    label: () => l10n.t('diversity penalty'),
    does: () => l10n.t('Taken off a token’s score for each group that has just chosen it.'),
    title: null,
  },
  doSample: {
    label: () => l10n.t('draw tokens'),
    does: () => l10n.t('Tokens are drawn by their probability instead of taking the best.'),
    title: null,
  },
  penaltyAlpha: {
    label: () => l10n.t('penalty α'),
    does: () => l10n.t('How much being like the text so far counts against a token. 0: greedy.'),
    title: (value) => l10n.t('α {0}', value),
  },
  amateur: {
    label: () => l10n.t('amateur'),
    does: () => l10n.t('A weaker model with the same vocabulary: what it finds probable counts less.'),
    title: null,
  },
  alpha: {
    label: () => l10n.t('α'),
    does: () => l10n.t('How much of the amateur’s log-probability is subtracted.'),
    title: (value) => l10n.t('α {0}', value),
  },
  plausibility: {
    label: () => l10n.t('plausibility'),
    does: () => l10n.t('Only tokens with at least this share of the highest probability compete.'),
    title: null,
  },
  topK: {
    label: () => l10n.t('top-k'),
    does: () => l10n.t('Only the k most probable tokens stay. 0: all.'),
    title: (value) => l10n.t('top-k {0}', value),
  },
  topP: {
    label: () => l10n.t('top-p'),
    does: () => l10n.t('The fewest tokens stay that together have this probability. 1: all.'),
    title: (value) => l10n.t('top-p {0}', value),
  },
  minP: {
    label: () => l10n.t('min-p'),
    does: () => l10n.t('Tokens stay that have at least this share of the highest probability. 0: all.'),
    title: (value) => l10n.t('min-p {0}', value),
  },
  typicalP: {
    label: () => l10n.t('typical-p'),
    does: () => l10n.t('Tokens stay whose surprise is nearest to the expected one, up to this probability. 1: all.'),
    title: (value) => l10n.t('typical-p {0}', value),
  },
  epsilonCutoff: {
    label: () => l10n.t('epsilon cutoff'),
    does: () => l10n.t('Tokens stay that have at least this probability. 0: all.'),
    title: (value) => l10n.t('epsilon {0}', value),
  },
  etaCutoff: {
    label: () => l10n.t('eta cutoff'),
    does: () => l10n.t('The same, with a lower bound where the model is unsure. 0: all.'),
    title: (value) => l10n.t('eta {0}', value),
  },
  temperature: {
    label: () => l10n.t('temperature'),
    does: () => l10n.t('Divides the logits: below 1 sharper, above 1 flatter; 0 takes the most probable token.'),
    title: (value) => l10n.t('temperature {0}', value),
  },
  repetitionPenalty: {
    label: () => l10n.t('repetition penalty'),
    does: () => l10n.t('Tokens that stand in the text already become less probable by this factor. 1: off.'),
    title: (value) => l10n.t('repetition penalty {0}', value),
  },
  noRepeatNgramSize: {
    label: () => l10n.t('blocked n-grams'),
    does: () => l10n.t('No stretch of this many tokens may be written twice. 0: off.'),
    title: (value) => l10n.t('no repeated {0}-grams', value),
  },
  minNewTokens: {
    label: () => l10n.t('least length'),
    does: () => l10n.t('The model may not end the text before this many tokens.'),
    title: null,
  },
  numReturnSequences: {
    label: () => l10n.t('texts'),
    does: () => l10n.t('How many texts come back.'),
    title: (value) => l10n.t('{0} texts', value),
  },
  seed: {
    label: () => l10n.t('seed'),
    does: () => l10n.t('Starts the random numbers of this run. Empty: the seed above.'),
    title: (value) => l10n.t('seed {0}', value),
  },
};

/** What a field is called in forms and messages. */
export function fieldLabel(field: keyof GenerationConfig): string {
  return field === 'strategy' ? l10n.t('strategy') : FIELD_TEXTS[field].label();
}
