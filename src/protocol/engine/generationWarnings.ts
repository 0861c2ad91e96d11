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
  | { kind: 'fewerSequences'; count: number; wanted: number };

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
  }
}
