import type { WordRelation } from '../../protocol/engine/index.js';
import type { Nearness } from './sentenceNearness.js';

/** A word that may take another's place, and all that it is ranked by. */
export interface Candidate {
  text: string;
  article?: string;
  /** how much likelier that article is than the one that stands there, natural logarithm; 0 where it stays */
  articleOdds: number;
  /** natural logarithm, the text as it stands beside the one with the gap; and the gap alone */
  beside: number;
  alone: number;
  similarity: number;
  /** null where no sentence encoder is here */
  nearness: Nearness | null;
  relation: WordRelation | null;
  /** places of the sense in which they are related, of both words */
  ranks: [number, number];
  /** the share of the word's readings whose form it has; null when that is not known */
  agreement: number | null;
  isOpposite: boolean;
  /** the share of the characters that both words have, of Chinese ones */
  shared: number;
  /** of several forms of one word the best is offered */
  lemma: string;
}

/*
 * The weights were found on the development set of bench/betterWords, where they may be changed by a half without harm.
 * Scores are in nats: what the model gives counts by its logarithm.
 */

const OF_MODEL = { alone: 0.35, beside: 0.25 };

/** What the nearness of two words in the thesaurus is worth. */
const OF_RELATION: Readonly<Record<WordRelation, number>> = {
  synonym: 9,
  similar: 4.5,
  narrower: 5.5,
  broader: 2.2,
  sibling: 1,
};
/** By so much less for each place that the sense has behind the first, among those of the present word and of its own. */
const OF_RANKS = [0.3, 1] as const;

/** Of a form that is certainly the one of the word; what is not known counts a quarter. */
const OF_AGREEMENT = 3.5;
const UNKNOWN_AGREEMENT = 0.25;
/** The share of its worth that a relation has in whatever reading. */
const IN_ANY_READING = 0.3;

const OF_OPPOSITE = -8;
const OF_SHARED_CHARACTERS = 2;

/** Cosines of last hidden states differ little: 0.85 to 0.95. */
const OF_SIMILARITY = 20;

/** Those of a sentence encoder differ less still, and say more. */
const OF_NEARNESS: Readonly<Nearness> = { sentence: 120, word: 40 };

/** A word whose form is the present one's with less certainty is not called near. */
const LEAST_AGREEMENT = 0.35;

/** How good a word is before it was compared: what the model and the thesaurus say. */
export function roughScore(candidate: Candidate): number {
  const { beside, alone, articleOdds, relation, ranks, agreement, isOpposite, shared } = candidate;
  const agrees = agreement ?? UNKNOWN_AGREEMENT;
  const inReading = agreement === null ? 1 : IN_ANY_READING + (1 - IN_ANY_READING) * agrees;
  const later = 1 + OF_RANKS[0] * (ranks[0] - 1) + OF_RANKS[1] * (ranks[1] - 1);
  const near = relation === null ? 0 : (OF_RELATION[relation] * inReading) / later;
  return (
    OF_MODEL.alone * (alone + articleOdds) +
    OF_MODEL.beside * (beside + articleOdds) +
    near +
    OF_AGREEMENT * agrees +
    (isOpposite ? OF_OPPOSITE : 0) +
    OF_SHARED_CHARACTERS * shared
  );
}

/** How good a word is that was compared with the present one. */
export function finalScore(candidate: Candidate): number {
  const { similarity, nearness } = candidate;
  const near = nearness ? OF_NEARNESS.sentence * nearness.sentence + OF_NEARNESS.word * nearness.word : 0;
  return roughScore(candidate) + OF_SIMILARITY * similarity + near;
}

/** Whether a word is near in meaning to the present one: the thesaurus connects them, and its form is the same. */
export const isNear = ({ relation, isOpposite, agreement }: Candidate): boolean =>
  relation !== null && !isOpposite && (agreement === null || agreement > LEAST_AGREEMENT);
