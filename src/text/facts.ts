import { type Fact, IN_RANGE } from './facts/fact.js';
import { factsOf } from './facts/factsOf.js';

export type { Fact, FactKind } from './facts/fact.js';
export { factsOf } from './facts/factsOf.js';
export { firstNumber, toNotation, withNotation } from './facts/notation.js';

/** What differs between a text and its translation. */
export interface FactDifference {
  /** facts of the source that the translation has not; spans in the source */
  missing: Fact[];
  /** facts of the translation that the source has not; spans in the translation */
  added: Fact[];
}

/**
 * The facts that a translation lost, and those that it made up. A range is as good as its two numbers, a Roman numeral
 * as an ordinal. Words that may be no numbers are taken where a number is missing, and never missed themselves.
 */
export function missingFacts(
  source: string,
  sourceLanguage: string,
  target: string,
  targetLanguage: string,
): FactDifference {
  const left = factsOf(source, sourceLanguage);
  // Only the source may leave open which half of the day it is.
  const right = factsOf(target, targetLanguage).map((fact) =>
    fact.kind === 'time' ? { ...fact, others: fact.others.filter((key) => !key.startsWith('time')) } : fact,
  );
  const [leftover, unmatched] = pairOff(left.flatMap(partsOf), right.flatMap(partsOf));
  const unmet = (parts: readonly Part[], other: string): Fact[] => {
    const romans = new Set(
      Array.from(other.matchAll(/(?<!\p{L})[IVXLC]+(?=(?:er?|ème|-lea)?(?!\p{L}))/gu), ({ 0: numeral }) =>
        romanValue(numeral),
      ),
    );
    const open = parts.filter(({ fact }) => fact.isCertain && !(fact.kind === 'ordinal' && romans.has(fact.value!)));
    return [...new Set(open.map(({ fact }) => fact))];
  };
  return { missing: unmet(leftover, target), added: unmet(unmatched, source) };
}

interface Part {
  fact: Fact;
  keys: readonly string[];
}

function partsOf(fact: Fact): Part[] {
  return fact.key.split(IN_RANGE).map((key) => ({ fact, keys: [key, ...fact.others] }));
}

/** What is left of both sides when what means the same has met: by the likeliest meanings first, words last. */
function pairOff(left: readonly Part[], right: readonly Part[]): [Part[], Part[]] {
  let one = left;
  const other = [...right];
  const rounds: ((a: Part, b: Part) => boolean)[] = [
    (a, b) => a.keys[0] === b.keys[0] && a.fact.isWord === b.fact.isWord,
    (a, b) => a.keys[0] === b.keys[0],
    (a, b) => a.keys.some((key) => b.keys.includes(key)),
  ];
  for (const fits of rounds) {
    const kept: Part[] = [];
    for (const part of one) {
      const at = other.findIndex((candidate) => fits(part, candidate));
      if (at < 0) kept.push(part);
      else other.splice(at, 1);
    }
    one = kept;
  }
  return [[...one], other];
}

function romanValue(numeral: string): number {
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const digits = [...numeral].map((digit) => values[digit]!);
  return digits.reduce((sum, value, index) => sum + (value < (digits[index + 1] ?? 0) ? -value : value), 0);
}
