import type { ServerFault } from './errorDetails.js';
import type { GenerationConfig } from './generationConfig.js';
import type { Strategy } from './generationFields.js';

type Field = keyof GenerationConfig;

/** What was accepted in a recipe but is not as it may seem; windows say it in the user's language (src/wording). */
export type GenerationWarning =
  /** `unlessDrawn`: it has one with `doSample` */
  | { kind: 'noEffect'; field: Field; strategy: Strategy; unlessDrawn: boolean }
  | { kind: 'defaultBeams'; numBeams: number }
  | { kind: 'diversityWithoutGroups' }
  /** temperature 0 took the effect of these fields */
  | { kind: 'idleWhenGreedy'; fields: Field[] }
  | { kind: 'sameSequences'; count: number }
  | { kind: 'fewerSequences'; count: number; wanted: number }
  /** a server wrote by its own sampler. `step`, from 1: the one that could not be taken here; absent where none could */
  | { kind: 'decodedByServer'; step?: number }
  /** what the server that decoded takes no notice of */
  | { kind: 'ignoredByServer'; fields: Field[] }
  /** what it was given, though nobody knows whether it takes notice of it */
  | { kind: 'unsureAtServer'; fields: Field[] }
  /** the server failed before the text was at its end: how */
  | ({ kind: 'brokenOff' } & ServerFault)
  /** the server wrote far more than was asked for, and was ended */
  | { kind: 'overlong' }
  /** the server says that another model wrote; `said`: how it calls it */
  | { kind: 'otherModel'; asked: string; said: string }
  /** the server sent � where it had a piece of a character */
  | { kind: 'lostCharacters' };

/** What a server's failure is where something had come before. */
export const brokenOff = (failure: ServerFault): GenerationWarning => ({ ...failure, kind: 'brokenOff' });

/** Says a warning in English, for the console. */
export function describeWarning(warning: GenerationWarning): string {
  switch (warning.kind) {
    case 'noEffect': {
      const hint = warning.unlessDrawn ? ' without doSample' : '';
      return `${warning.field} has no effect on the strategy ${warning.strategy}${hint}.`;
    }
    case 'defaultBeams':
      return `numBeams was not given; ${warning.numBeams} beams were used.`;
    case 'diversityWithoutGroups':
      return 'diversityPenalty has no effect without numBeamGroups.';
    case 'idleWhenGreedy':
      return `Temperature 0 is greedy; no effect on it: ${warning.fields.join(', ')}.`;
    case 'sameSequences':
      return `Temperature 0 is greedy; the ${warning.count} returned sequences are the same.`;
    case 'fewerSequences':
      return `Only ${warning.count} of ${warning.wanted} sequences were possible.`;
    case 'decodedByServer': {
      const why = warning.step === undefined ? '' : `Step ${warning.step} could not be taken here by what it tells. `;
      return `${why}The server decoded: numbers and probabilities of its tokens are not told.`;
    }
    case 'ignoredByServer':
      return `The server decoded, and takes no notice of: ${warning.fields.join(', ')}.`;
    case 'unsureAtServer':
      return `The server decoded, and whether it takes notice of this is not known: ${warning.fields.join(', ')}.`;
    case 'brokenOff': {
      const said = warning.said ? ` (“${warning.said}”)` : '';
      return `${warning.host} broke its answer off${said}; what had come until then stays.`;
    }
    case 'overlong':
      return 'The server wrote far more than was asked for, and was ended.';
    case 'otherModel':
      return `The server says that another model wrote: ${warning.said} instead of ${warning.asked}.`;
    case 'lostCharacters':
      return 'The server sent pieces of characters, which cannot be put together (�).';
  }
}
