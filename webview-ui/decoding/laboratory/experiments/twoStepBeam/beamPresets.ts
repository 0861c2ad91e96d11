import * as l10n from '@vscode/l10n';
import type { BeamOptions, BeamTable } from './beamTable.js';

export interface BeamPreset extends BeamOptions {
  name: () => string;
  /** what to try, and what to see */
  lesson: () => string;
  table: BeamTable;
}

const choices = (weights: Record<string, number>) =>
  Object.entries(weights).map(([name, weight]) => ({ name, weight }));
const first = (name: string, weight: number, next: Record<string, number>, end = 0) => ({
  name,
  weight,
  next: { choices: choices(next), end },
});

/** Each list of a table has at most so many words beside the end. */
export const MAX_CHOICES = 6;

/** The best first word leads to the worse text (P. von Platen, “How to generate text”, 2020); short texts and long ones. */
export const BEAM_PRESETS: readonly BeamPreset[] = [
  {
    name: () => l10n.t('greedy misses'),
    lesson: () =>
      l10n.t(
        'Greedy takes nice (0.5) and ends at 0.5 × 0.4 = 0.2. Two beams keep dog (0.4) as well and find 0.4 × 0.9 = 0.36.',
      ),
    numBeams: 2,
    lengthPenalty: 0,
    table: {
      end: 0,
      first: [
        first('nice', 0.5, { woman: 0.4, house: 0.3, guy: 0.3 }),
        first('dog', 0.4, { has: 0.9, runs: 0.05, and: 0.05 }),
        first('car', 0.1, { drives: 0.5, is: 0.3, turns: 0.2 }),
      ],
    },
  },
  {
    name: () => l10n.t('length bias'),
    lesson: () =>
      l10n.t(
        'Every further token multiplies by less than 1. With penalty 0 the text that ends at once wins; raise it, and the longer one does.',
      ),
    numBeams: 2,
    lengthPenalty: 0,
    table: {
      end: 0.3,
      first: [first('very', 0.5, { well: 0.5, much: 0.3 }, 0.2), first('so', 0.2, { so: 0.6, long: 0.2 }, 0.2)],
    },
  },
];
