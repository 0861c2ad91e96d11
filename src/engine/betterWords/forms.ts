import { inflect, readingsOf, type Reading } from './inflection.js';
import type { Relatedness, Thesaurus } from './thesaurus.js';
import { isFunctionWord } from '../../text/functionWords.js';

/** A reading of a word, and how well it goes with the sentence: the weights of all sum to 1. */
export interface WeighedReading extends Reading {
  weight: number;
}

/** A word as the thesaurus has it: small letters, no accents. */
export const thesaurusKey = (word: string): string =>
  word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'");

const kindOf = ({ part, form }: Reading) => `${part} ${form}`;

/**
 * The readings of a word, weighed by what else would fit the place: "walks" in "She [MASK] home" is a verb, since most of
 * the words that the model would put there are verbs in the third person. What is said more often has more senses (Zipf
 * 1945): "looking" is hardly ever an adjective, though adjectives fit "He is [MASK] for his keys" well.
 * @param fitting words that would fit, with their probabilities
 */
export function weighReadings(
  word: string,
  fitting: readonly { text: string; probability: number }[],
  thesaurus: Thesaurus,
): WeighedReading[] {
  const key = thesaurusKey(word);
  const readings = readingsOf(key, thesaurus);
  const masses = massesOfKinds(fitting, key, thesaurus);
  const massOf = (reading: Reading) =>
    (LEAST_MASS + (masses.get(kindOf(reading)) ?? 0)) * thesaurus.sensesOf(reading.lemma, reading.part);
  const sum = readings.reduce((total, reading) => total + massOf(reading), 0);
  return readings.map((reading) => ({ ...reading, weight: massOf(reading) / sum })).sort((a, b) => b.weight - a.weight);
}

/** Rounds after which the masses of kinds hardly change. */
const ROUNDS = 5;

/**
 * How much of the probability goes to words of each kind. A word that may be of several is shared out by what the others
 * are, again and again (expectation maximization): "runs" is a noun, too, and "becomes" tells that nouns are not meant.
 */
function massesOfKinds(
  fitting: readonly { text: string; probability: number }[],
  except: string,
  thesaurus: Thesaurus,
): Map<string, number> {
  const words = fitting
    .map(({ text, probability }) => ({ text: thesaurusKey(text), probability }))
    .filter(({ text }) => text !== except && !isFunctionWord(text))
    .map(({ text, probability }) => ({ probability, kinds: [...new Set(readingsOf(text, thesaurus).map(kindOf))] }));
  let masses = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map<string, number>();
    for (const { probability, kinds } of words) {
      const shares = kinds.map((kind) => (round === 0 ? 1 : (masses.get(kind) ?? 0)));
      const sum = shares.reduce((total, share) => total + share, 0);
      if (sum > 0)
        kinds.forEach((kind, at) => next.set(kind, (next.get(kind) ?? 0) + (probability * shares[at]!) / sum));
    }
    masses = next;
  }
  return masses;
}

/** So that no reading is ruled out by a model that expects something else altogether. */
const LEAST_MASS = 0.01;

/** A reading below this weight adds no words. */
const LEAST_WEIGHT = 0.05;

/** A word that the thesaurus connects with the one that is replaced, in its form. */
export interface NearWord extends Relatedness {
  text: string;
  /** of the reading in which they are connected */
  weight: number;
}

const strengthOf = ({ relation, ranks, weight }: NearWord) =>
  (weight * { synonym: 1, similar: 0.7, narrower: 0.5, broader: 0.5, sibling: 0.35 }[relation]) /
  (1 + 0.2 * (ranks[0] + ranks[1] - 2));

/** Whether a word is a degree of another: the thesaurus has "larger" as a word of its own, near to "big". */
const isGraded = (word: string, thesaurus: Thesaurus): boolean =>
  readingsOf(word, thesaurus).some(({ form }) => form === 'comparative' || form === 'superlative');

/** Words near to a word in any of its readings, in the form of that reading, the nearest first. */
export function nearWords(readings: readonly WeighedReading[], thesaurus: Thesaurus): NearWord[] {
  const found = new Map<string, NearWord>();
  for (const { lemma, part, form, weight } of readings) {
    if (weight < LEAST_WEIGHT) continue;
    for (const [word, relatedness] of thesaurus.related(lemma, part)) {
      if (isGraded(word, thesaurus)) continue;
      for (const text of inflect({ lemma: word, part, form }, thesaurus)) {
        const one = { text, weight, ...relatedness };
        const known = found.get(text);
        if (known === undefined || strengthOf(one) > strengthOf(known)) found.set(text, one);
      }
    }
  }
  return [...found.values()].sort((a, b) => strengthOf(b) - strengthOf(a));
}

/** Opposites of a word in any of its readings, in the form of that reading. */
export function oppositeWords(readings: readonly WeighedReading[], thesaurus: Thesaurus): Set<string> {
  const found = new Set<string>();
  for (const { lemma, part, form } of readings) {
    for (const word of thesaurus.opposites(lemma, part)) {
      for (const text of inflect({ lemma: word, part, form }, thesaurus)) found.add(text);
    }
  }
  return found;
}

/** How a word agrees in form with one that it may replace. */
export interface Agreement {
  /** the weight of the readings whose form it has; null when the thesaurus does not know it */
  weight: number | null;
  /** of two forms of one word, as "drew" and "drawn", only one is offered */
  lemma: string;
  /** it is a form of the very word that is replaced */
  isSame: boolean;
}

export function agreementOf(word: string, readings: readonly WeighedReading[], thesaurus: Thesaurus): Agreement {
  const its = readingsOf(thesaurusKey(word), thesaurus);
  const shared = readings.filter((one) => its.some((other) => kindOf(one) === kindOf(other)));
  const [first] = shared;
  const own = its.find((one) => first !== undefined && kindOf(one) === kindOf(first));
  return {
    weight: its.length === 0 ? null : shared.reduce((sum, { weight }) => sum + weight, 0),
    lemma: own === undefined ? word : `${own.part} ${own.lemma}`,
    isSame: its.some((one) => readings.some(({ lemma, part }) => lemma === one.lemma && part === one.part)),
  };
}
