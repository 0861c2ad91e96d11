import { AFTER_ORDINAL, BEFORE_ORDINAL, de } from './abbreviations/de.js';
import { en } from './abbreviations/en.js';
import { es } from './abbreviations/es.js';
import { fr } from './abbreviations/fr.js';
import { ro } from './abbreviations/ro.js';
import type { AbbreviationTable } from './abbreviations/table.js';
import { primaryLanguage } from './languages.js';

const TABLES: Readonly<Record<string, AbbreviationTable>> = { en, de, fr, es, ro };

const words = (list: string): string[] => list.trim().split(/\s+/);

const NOUNS_AFTER_ORDINAL: ReadonlySet<string> = new Set(words(AFTER_ORDINAL));

/** Where a full stop ends no sentence, in one language. */
export interface AbbreviationRules {
  always: ReadonlySet<string>;
  numbered: ReadonlySet<string>;
  perhaps: ReadonlySet<string>;
  /** the beginnings of those with stops inside: `i.d` of `i.d.R` */
  beginnings: ReadonlySet<string>;
  openers: ReadonlySet<string>;
  /** any noun may follow an ordinal, which is written with a stop */
  ordinals: boolean;
}

const cache = new Map<string, AbbreviationRules>();

/**
 * The rules of a language. Of one that is not known: the English ones, and of the others what is no word elsewhere, so
 * that nothing is joined that may be two sentences.
 */
export function abbreviationRules(locale: string | undefined): AbbreviationRules {
  const language = locale === undefined ? '' : primaryLanguage(locale);
  const key = language in TABLES ? language : '';
  let rules = cache.get(key);
  if (rules === undefined) cache.set(key, (rules = makeRules(TABLES[key])));
  return rules;
}

function makeRules(table: AbbreviationTable | undefined): AbbreviationRules {
  const tables = table === undefined ? Object.values(TABLES) : [table];
  const all = (kind: 'always' | 'numbered' | 'perhaps'): Set<string> =>
    new Set(
      tables.flatMap((one) => {
        const local = table === undefined && one !== en ? new Set(words(one.local)) : null;
        return words(one[kind]).filter((word) => !local?.has(word));
      }),
    );
  const [always, numbered, perhaps] = [all('always'), all('numbered'), all('perhaps')];
  const beginnings = [...always, ...perhaps].flatMap((word) => {
    const parts = word.split('.');
    return parts.map((_, index) => parts.slice(0, index + 1).join('.')).slice(1);
  });
  const openers = new Set(tables.flatMap((one) => words(one.openers)));
  return { always, numbered, perhaps, beginnings: new Set(beginnings), openers, ordinals: table === de };
}

/** Stands for a mask in the text that is looked at: any word may be there. */
export const MASKED = '\uE000';

/** A stop and what is near it. */
export interface Stop {
  /** the sentence up to the stop, without it; its last 40 characters suffice */
  before: string;
  /** the text after the stop and the white space, without opening marks */
  after: string;
  /** the paragraph has small letters only, so that they tell nothing */
  lower: boolean;
}

/** Digits, Roman numerals, letters of an entrance or a part; "No. I won't." and "No. A dog." are none. */
const NUMBER = new RegExp(
  `^(?:[#№§(]?\\p{N}|(?:[IVXLCDM]{2,}|[B-HJ-Z])(?![\\p{L}\\p{N}'’])|[AI](?=[,;)\\d])|${MASKED})`,
  'u',
);
const ROMAN = /^[IVX]+$/;

const SIGN = new RegExp(`^[\\p{Sc}%${MASKED}]`, 'u');

/** Labels that a single letter stands behind: "vitamin C". */
const LABELS = new Set(
  words(
    'vitamin plan grade type group class option appendix section part point step figure hepatitis case team exhibit answer ' +
      'klasse gruppe typ teil variante anhang punkt fall abschnitt vitamina grupo tipo clase opción grupa tip clasa varianta ' +
      'groupe classe annexe vitamine',
  ),
);

/** What goes on after "5 p.m.". */
const AFTER_TIME =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{1,2}[SD]?T\b|GMT|UTC|CES?T|Eastern|Pacific|Central|Mountain|Greenwich)/;

/** Conjunctions that go on after an abbreviation in a text of small letters. */
const GOING_ON = new Set(words('and or but so to in on at with for from by und oder et ou y o și sau of'));

/** Whether a full stop is part of an abbreviation, an initial or an ordinal, and the sentence goes on. */
export function isAbbreviation(stop: Stop, rules: AbbreviationRules): boolean {
  const { before, after } = stop;
  const token = /[\p{L}\p{M}\p{N}.°º-]+$/u.exec(before)?.[0] ?? '';
  if (token === '' || after === '') return false;
  const next = /^[\p{L}\p{M}\p{N}]+/u.exec(after)?.[0] ?? '';
  if (/^\p{N}/u.test(token)) return isOrdinal(stop, token, next, rules);
  const forms = formsOf(before, token);
  const initial = /^(\p{L}{1,4})\./u.exec(after)?.[1];
  if (initial !== undefined && forms.some((form) => goesOnWith(form, initial, rules))) return true;
  const has = (set: ReadonlySet<string>): boolean => forms.some((form) => isIn(set, form, next, stop.lower));
  if (has(rules.always)) return true;
  if (has(rules.numbered) && NUMBER.test(after)) return true;
  if (/^[ap]\.?m$/i.test(token)) return AFTER_TIME.test(after);
  if (!has(rules.perhaps) && !isInitial(stop, token, forms)) {
    return rules.ordinals && ROMAN.test(token) && isOrdinal(stop, token, next, rules);
  }
  if (next === '') return SIGN.test(after);
  return !isOpener(after, next, rules) || (stop.lower && GOING_ON.has(next));
}

/** "a. a. O." and the like, in UTF-16 units. */
const LONGEST_SPACED = 16;

/** The token, its last part behind a hyphen, and with what is before it: `R`, `d.R`, `i.d.R` for "i. d. R". */
function formsOf(before: string, token: string): string[] {
  const forms = [token, token.slice(token.lastIndexOf('-') + 1)];
  // Hauptstr.
  if (/\p{Ll}str$/u.test(token)) forms.push('str');
  const spaced = /(?<![\p{L}\p{N}])(?:\p{L}{1,3}\.\s?)+\p{L}{1,4}$/u.exec(before.slice(-LONGEST_SPACED))?.[0];
  if (spaced !== undefined) {
    const parts = spaced.replace(/\s/g, '').split('.');
    for (let from = 0; from < parts.length - 1; from++) forms.push(parts.slice(from).join('.'));
  }
  // What begins a sentence has a capital: Approx. 5 %, D. h. heute
  const first = before.replace(/^[\s\p{P}]+/u, '');
  if (first === token || first === spaced) {
    const longest = forms.at(spaced === undefined ? 0 : 2)!;
    forms.push(longest.slice(0, 1).toLowerCase() + longest.slice(1));
  }
  return forms;
}

/** Whether an abbreviation of several parts ("z. B.", "EE. UU.") or initials go on with these letters and a stop. */
function goesOnWith(form: string, initial: string, { beginnings }: AbbreviationRules): boolean {
  if (beginnings.has(`${form}.${initial}`)) return true;
  const isDoubled = (letters: string): boolean => /^(\p{Lu})\1$/u.test(letters);
  if (isDoubled(form) && isDoubled(initial)) return true;
  return form !== 'I' && /^(?:\p{L}\.)*\p{L}$/u.test(form) && [...initial].length === 1;
}

function isIn(set: ReadonlySet<string>, word: string, next: string, lower: boolean): boolean {
  if (set.has(word)) return true;
  const capital = word.slice(0, 1).toUpperCase() + word.slice(1);
  if (lower) return set.has(capital);
  // DR. SMITH, NO. 5
  if (word.length < 2 || !/^[\p{Lu}.]+$/u.test(word) || !/^(?:\p{Lu}{2}|\p{N})/u.test(next)) return false;
  const small = word.toLowerCase();
  return set.has(small) || set.has(small.slice(0, 1).toUpperCase() + small.slice(1));
}

/** Initials ("J. R. R. Tolkien", "J.-P. Sartre"), dotted acronyms ("U.S. Army", "RR. HH."). */
function isInitial({ before, lower }: Stop, token: string, forms: readonly string[]): boolean {
  if (forms.some((form) => /^(\p{Lu})\1\.(\p{Lu})\2$/u.test(form))) return true;
  const isDotted = lower ? /^(?:\p{L}\.[-‐]?)*\p{L}$/u : /^(?:\p{L}\.[-‐]?)*\p{Lu}$/u;
  if (!isDotted.test(token)) return false;
  if (token.length > 1) return true;
  const previous = /([\p{L}\p{M}]+)[\s-]+\S+$/u.exec(before)?.[1] ?? '';
  // "So do I." is no initial, "I. Newton" is one.
  if (token === 'I') return previous === '' || /^\p{Lu}$/u.test(previous);
  return !LABELS.has(previous.toLowerCase());
}

function isOpener(after: string, next: string, { openers }: AbbreviationRules): boolean {
  const small = next.toLowerCase();
  return openers.has(small) || (/^['’]/.test(after.slice(next.length)) && openers.has(`${small}'`));
}

const GERMAN = /^(?:am|der|dem|den|des|vom|zum|im|bis|seit|ab|beim)$/iu;

/** "Am 3. Oktober", "im 2. Stock", "am 3. 5. 2020". */
function isOrdinal({ before, after, lower }: Stop, token: string, next: string, rules: AbbreviationRules): boolean {
  const number = /(?<![\p{L}\p{N}.,])(?:\d{1,4}|[IVX]+)$/u.exec(before)?.[0];
  if (/^\d{1,2}$/.test(token) && /^\d{1,2}\.\s?\d{2}/.test(after)) return true;
  if (/(?<!\d)\d{1,2}\.\s\d{1,2}$/.test(before) && /^\d{4}(?!\d)/.test(after)) return true;
  // Vom 1.-3. Mai; but Platz 1. Platz 2.
  const last = token.slice(token.lastIndexOf('-') + 1);
  const previous = lastWord(before);
  if (number === undefined || next === '' || last !== number || previous === next) return false;
  // Elsewhere "Stock", "Band" and "April" are words that may begin a sentence.
  if (!rules.ordinals && !GERMAN.test(previous ?? '')) return false;
  const noun = lower ? next.slice(0, 1).toUpperCase() + next.slice(1) : next;
  if (NOUNS_AFTER_ORDINAL.has(noun) && number.length < 4) return true;
  if (!rules.ordinals || !/^\p{Lu}/u.test(noun) || isOpener(after, next, rules)) return false;
  const lead = before.slice(0, before.length - number.length).trimEnd();
  if (previous !== undefined) return BEFORE_ORDINAL.test(previous) || (number.length < 4 && isGenitive(previous));
  // At the beginning, or behind "1." of "1. und 2. Klasse", a bracket, a quotation mark.
  return number.length < 4 && (lead === '' || /[("„‚»–—,/-]$/u.test(lead));
}

/** The word before the number at the end. */
function lastWord(before: string): string | undefined {
  return /([\p{L}\p{M}]+)\s+[\p{L}\p{N}]+$/u.exec(before)?.[1];
}

/** "Mozarts 40. Sinfonie" */
function isGenitive(word: string): boolean {
  return /^\p{Lu}\p{L}+s$/u.test(word);
}
