import type { FieldName, GenerationConfig, Strategy } from '../../protocol/engine/index.js';
import type { DecodingPageText, TitleText } from '../../protocol/webviews/index.js';

export interface TitleWording {
  say: (text: TitleText, ...values: readonly string[]) => string;
  /** a parameter as the user's language writes it */
  number: (value: number) => string;
}

interface StrategyTexts {
  label: DecodingPageText;
  /** what a recipe's title calls it */
  title: (wording: TitleWording, decoding: GenerationConfig) => string;
  /** a field of its own says as much as the name */
  impliedByFields?: true;
  /** what a field does, where it does another thing than with other strategies */
  does?: Partial<Record<FieldName, DecodingPageText>>;
}

export const STRATEGY_TEXTS: Record<Strategy, StrategyTexts> = {
  greedy: { label: 'strategyGreedy', title: ({ say }) => say('titleGreedy') },
  beam: {
    label: 'strategyBeam',
    title: ({ say, number }, { doSample, numBeams = 4 }) =>
      say(doSample ? 'titleBeamSample' : 'titleBeam', number(numBeams)),
  },
  sample: { label: 'strategySample', title: ({ say }) => say('titleSample'), impliedByFields: true },
  contrastiveSearch: {
    label: 'strategyContrastiveSearch',
    title: ({ say }) => say('titleContrastiveSearch'),
    does: { topK: 'doesCandidates' },
  },
  contrastiveDecoding: { label: 'strategyContrastiveDecoding', title: ({ say }) => say('titleContrastiveDecoding') },
};

interface FieldTexts {
  label: DecodingPageText;
  /** one line on what it does */
  does: DecodingPageText;
  /** in a recipe's title; null: titles leave it out */
  title: TitleText | null;
}

/** Titles name fields in this order, those that every strategy has at the end. */
export const FIELD_TEXTS: Record<FieldName, FieldTexts> = {
  numBeams: { label: 'fieldBeams', does: 'doesBeams', title: null },
  lengthPenalty: { label: 'fieldLengthPenalty', does: 'doesLengthPenalty', title: 'titleLengthPenalty' },
  earlyStopping: { label: 'fieldEarlyStopping', does: 'doesEarlyStopping', title: null },
  numBeamGroups: { label: 'fieldGroups', does: 'doesGroups', title: 'titleGroups' },
  diversityPenalty: { label: 'fieldDiversity', does: 'doesDiversity', title: null },
  doSample: { label: 'fieldDoSample', does: 'doesDoSample', title: null },
  penaltyAlpha: { label: 'fieldPenaltyAlpha', does: 'doesPenaltyAlpha', title: 'titlePenaltyAlpha' },
  amateur: { label: 'fieldAmateur', does: 'doesAmateur', title: null },
  alpha: { label: 'fieldAlpha', does: 'doesAlpha', title: 'titlePenaltyAlpha' },
  plausibility: { label: 'fieldPlausibility', does: 'doesPlausibility', title: null },
  topK: { label: 'fieldTopK', does: 'doesTopK', title: 'titleTopK' },
  topP: { label: 'fieldTopP', does: 'doesTopP', title: 'titleTopP' },
  minP: { label: 'fieldMinP', does: 'doesMinP', title: 'titleMinP' },
  typicalP: { label: 'fieldTypicalP', does: 'doesTypicalP', title: 'titleTypicalP' },
  epsilonCutoff: { label: 'fieldEpsilon', does: 'doesEpsilon', title: 'titleEpsilon' },
  etaCutoff: { label: 'fieldEta', does: 'doesEta', title: 'titleEta' },
  temperature: { label: 'fieldTemperature', does: 'doesTemperature', title: 'titleTemperature' },
  repetitionPenalty: { label: 'fieldRepetition', does: 'doesRepetition', title: 'titleRepetition' },
  noRepeatNgramSize: { label: 'fieldNgrams', does: 'doesNgrams', title: 'titleNgrams' },
  minNewTokens: { label: 'fieldMinNew', does: 'doesMinNew', title: null },
  numReturnSequences: { label: 'fieldReturned', does: 'doesReturned', title: 'titleReturned' },
  seed: { label: 'seed', does: 'doesSeed', title: 'titleSeed' },
};
