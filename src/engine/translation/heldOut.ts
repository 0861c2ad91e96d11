import { type Inert, OBJECT, referenceWordIn } from '../../documents/index.js';
import {
  type Fact,
  factsOf,
  firstNumber,
  primaryLanguage,
  type TextSpan,
  timeOfKey,
  toNotation,
  withNotation,
} from '../../text/index.js';
import { type CommonNoun, commonNounsFor } from './commonNouns.js';
import { currencyIn, isHeldCurrency } from './currencies.js';
import { inertIn, type Piece } from './pieces.js';
import { romanNumerals } from './romanNumerals.js';
import { wordNames } from './wordNames.js';

/** What the model does not get to see: something else stands in for it, and is replaced again in what the model writes. */
export interface HeldOut extends TextSpan {
  /** what kind of word stands in for it */
  as: 'noun' | 'number' | 'percentage' | 'amount';
  /** what a reader reads there in the translation; null: what is inert, which the document has */
  target: string | null;
  /** nouns that may stand for a term with an article */
  nouns?: readonly CommonNoun[];
}

/** A term that is always translated alike. */
export interface GlossaryTerm {
  source: string;
  target: string;
  /** found in its own case only, or in any; undefined: a term in small letters is found in any */
  matchCase?: boolean | undefined;
}

export interface HeldOutOptions {
  /** languages, by name or code */
  from: string;
  to: string;
  glossary: readonly GlossaryTerm[];
}

/**
 * What of a piece the model is not to see, in order.
 * @param all figures that it mostly carries over, too
 */
export function findHeldOut(piece: Piece, options: HeldOutOptions, all: boolean): HeldOut[] {
  const { reading, start, end, unit } = piece;
  const found: HeldOut[] = [];
  const add = (one: HeldOut) => {
    if (!found.some((other) => other.start < one.end && one.start < other.end)) found.push(one);
  };
  for (const [at, inert] of inertIn(piece)) {
    if (inert.role === 'mark') continue;
    add({ start: at, end: at + 1, as: inert.role, target: namedIn(inert, at === start, options) });
  }
  const text = reading.text.slice(start, end);
  for (const term of options.glossary) {
    const { source, target } = term;
    for (const { index } of text.matchAll(termPattern(term))) {
      const span = { start: start + index, end: start + index + source.length };
      const nouns = commonNounsFor(text.slice(Math.max(0, index - 60), index), { source, target }, options);
      add({ ...span, as: 'noun', target: unit.write(target, text), ...(nouns.length > 0 && { nouns }) });
    }
  }
  for (const { as, text: target, ...span } of romanNumerals(text, options.from)) {
    add({ start: start + span.start, end: start + span.end, as, target });
  }
  for (const name of wordNames(text, options.from)) {
    const [from, to] = [start + name.start, start + name.end];
    add({ start: from, end: to, as: 'noun', target: unit.write(text.slice(name.start, name.end), text) });
  }
  for (const { 0: measure, index, groups } of text.matchAll(TIED_MEASURE)) {
    const figure = groups!.figure!;
    const target = toNotation(figure, options.from, options.to) + measure.slice(figure.length);
    const as = measure.endsWith('%') ? 'percentage' : 'amount';
    add({ start: start + index, end: start + index + measure.length, as, target: unit.write(target, text) });
  }
  for (const fact of factsOf(text, options.from)) {
    if (fact.isWord || fact.text.includes(OBJECT) || (!all && !isHardFact(fact))) continue;
    const { as, span, text: stretch } = heldPart(fact, options.from);
    const read = inLanguage(fact, stretch, options);
    // A date has no signs of a format, and may look like an item of a list.
    const target = fact.kind === 'date' ? read : unit.write(read, text);
    add({ start: start + span.start, end: start + span.end, as, target });
  }
  return found.sort((one, other) => one.start - other.start);
}

/** A reference that begins with a word, which is capital where a sentence begins; null where it does not. */
function namedIn({ named }: Inert, isFirst: boolean, { from, to }: HeldOutOptions): string | null {
  if (named === undefined) return null;
  const word = referenceWordIn(named.word, from, to);
  return (isFirst ? word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : word) + named.rest;
}

/**
 * A figure and the sign of its unit: with a space that does not break between them, by themselves, or where the sign is a
 * letter that may stand for another word as well. Models drop the one or the other.
 */
const TIED_MEASURE =
  /(?<![\p{L}\p{N}.,])(?<figure>\d+(?:[.,]\d+)*)(?:[\u00A0\u202F]|(?<=^\S+) (?=\S+$)| (?=[mgshl](?![\p{L}\p{N}])))(?:%|‰|°[CF]?|[kcmµnM]?m[²³]?|[kmµ]?g|m?s|h|min|[kMG]?Hz|[kmM]?[VWA]|[kM]?(?:Pa|N|J)|[mc]?l|[KMGT]?i?B|kWh|dB|K|px|pt)(?![\p{L}\p{N}])/gu;

/** A unit that all languages write alike. */
const UNIT_SIGN = /\d[\s\u00A0\u202F]?(?:[°%‰µ"′″]|\p{L}{1,3}[²³]?$|[A-Za-z]+\/[a-z]+$)/u;

/** What of a fact is held out: all of it, or the figure before a word that has to be translated ("3 euros"). */
function heldPart(
  { kind, text, start, end }: Fact,
  language: string,
): { as: HeldOut['as']; span: TextSpan; text: string } {
  // With its sign or its unit ("$45", "12 kg").
  const isAmount = kind === 'money' ? isHeldCurrency(text) : kind === 'measure' && UNIT_SIGN.test(text);
  if (isAmount || /^\p{Sc}|\p{Sc}$/u.test(text)) {
    return { as: 'amount', span: { start, end }, text };
  }
  const figure = firstNumber(text, language);
  if (figure !== null && ['money', 'measure', 'percentage', 'number'].includes(kind)) {
    const span = { start: start + figure.start, end: start + figure.end };
    return { as: 'number', span, text: text.slice(figure.start, figure.end) };
  }
  return { as: 'noun', span: { start, end }, text };
}

/** A fact as it is written in the other language, where that is certain. */
function inLanguage({ kind, text, key, value }: Fact, stretch: string, { from, to }: HeldOutOptions): string {
  const numbers = key.match(/\d+/g)?.map(Number) ?? [];
  // With the name of a month; its key has the lower of day and month first.
  if (kind === 'date' && /\p{L}{3}/u.test(text) && numbers.length > 1) {
    const [high = 1, low = 1, year] = numbers.reverse();
    const day = Number(/(?<!\d)\d{1,2}(?!\d)/.exec(text)?.[0]);
    const month = day === low ? high : low;
    const date = new Date(Date.UTC(year ?? 2000, month - 1, day));
    // British English has the day first, as the other languages.
    const locale = primaryLanguage(to) === 'en' ? 'en-GB' : primaryLanguage(to);
    return date.toLocaleDateString(locale, {
      day: 'numeric',
      month: 'long',
      ...(year && { year: 'numeric' }),
      timeZone: 'UTC',
    });
  }
  if (kind === 'time') return timeOfKey(key);
  if (kind === 'date' || kind === 'code' || kind === 'version') return stretch;
  return currencyIn(withNotation(stretch, from, to), value, to);
}

/** Facts that a small model seldom carries over: not only a whole number of few digits. */
function isHardFact({ kind, text, isWord }: Fact): boolean {
  if (isWord) return false;
  return kind !== 'ordinal' && kind !== 'time' && !(kind === 'number' && /^\d{1,3}$/.test(text));
}

/** A term as whole words. */
function termPattern({ source: term, matchCase = term !== term.toLowerCase() }: GlossaryTerm): RegExp {
  const escaped = term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, matchCase ? 'gu' : 'giu');
}
