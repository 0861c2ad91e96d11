import type { GenerationConfig } from '../../protocol/engine/index.js';
import type { TitleText } from '../../protocol/webviews/index.js';

interface TitleWording {
  say: (text: TitleText, ...values: readonly string[]) => string;
  /** a parameter as the user's language writes it */
  number: (value: number) => string;
}

/**
 * Names a recipe in a few words, by what sets it apart: “Top-p 0.9, temperature 0.8”. Parameters at their neutral values are
 * left out.
 */
export function describeConfig({ say, number }: TitleWording, decoding: GenerationConfig): string {
  const part = (text: TitleText, value: number | undefined, neutral: number) =>
    value === undefined || value === neutral || Number.isNaN(value) ? [] : [say(text, number(value))];
  const parts = [
    ...strategyParts({ say, number }, decoding, part),
    ...part('titleRepetition', decoding.repetitionPenalty, 1),
    ...part('titleNgrams', decoding.noRepeatNgramSize, 0),
    ...part('titleReturned', decoding.numReturnSequences, 1),
    ...part('titleSeed', isStochastic(decoding) ? decoding.seed : undefined, NaN),
  ];
  const title = parts.join(', ');
  return title.charAt(0).toLocaleUpperCase() + title.slice(1);
}

type Part = (text: TitleText, value: number | undefined, neutral: number) => string[];

function strategyParts({ say, number }: TitleWording, decoding: GenerationConfig, part: Part): string[] {
  switch (decoding.strategy) {
    case 'greedy':
      return [say('titleGreedy')];
    case 'sample': {
      const parts = samplingParts(decoding, part);
      return parts.length > 0 ? parts : [say('titleSample')];
    }
    case 'beam':
      return [
        say(decoding.doSample ? 'titleBeamSample' : 'titleBeam', number(decoding.numBeams ?? 4)),
        ...part('titleLengthPenalty', decoding.lengthPenalty, 1),
        ...part('titleGroups', decoding.numBeamGroups, 1),
        ...(decoding.doSample ? samplingParts(decoding, part) : []),
      ];
    case 'contrastiveSearch':
      return [
        say('titleContrastiveSearch'),
        ...part('titlePenaltyAlpha', decoding.penaltyAlpha, NaN),
        ...part('titleTopK', decoding.topK, 0),
      ];
    case 'contrastiveDecoding':
      return [
        say('titleContrastiveDecoding'),
        ...part('titlePenaltyAlpha', decoding.alpha, 1),
        ...(decoding.doSample ? part('titleTemperature', decoding.temperature, 1) : []),
      ];
  }
}

function samplingParts(decoding: GenerationConfig, part: Part): string[] {
  return [
    ...part('titleTopK', decoding.topK, 0),
    ...part('titleTopP', decoding.topP, 1),
    ...part('titleMinP', decoding.minP, 0),
    ...part('titleTypicalP', decoding.typicalP, 1),
    ...part('titleEpsilon', decoding.epsilonCutoff, 0),
    ...part('titleEta', decoding.etaCutoff, 0),
    ...part('titleTemperature', decoding.temperature, 1),
  ];
}

function isStochastic({ strategy, doSample }: GenerationConfig): boolean {
  return strategy === 'sample' || ((strategy === 'beam' || strategy === 'contrastiveDecoding') && doSample === true);
}
