import { primaryLanguage } from '../languages.js';
import { knownLanguage } from '../numbers.js';
import type { TextSpan } from '../span.js';

/** The marks of a language's numbers. */
export interface Notation {
  decimal: string;
  /** between thousands; a space is a narrow no-break one in French */
  group: string;
}

const notations = new Map<string, Notation>();

/** The notation of a language or, with a region, of a country (`de-CH`): CLDR's. */
export function notationOf(language: string): Notation {
  let notation = notations.get(language);
  if (notation === undefined) {
    const locale = /^[a-z]{2,3}-/i.test(language) ? language : primaryLanguage(language);
    const parts = new Intl.NumberFormat(knownLanguage(locale)).formatToParts(1_234_567.8);
    const mark = (type: 'decimal' | 'group') => parts.find((part) => part.type === type)?.value ?? '';
    notations.set(language, (notation = { decimal: mark('decimal'), group: mark('group') }));
  }
  return notation;
}

const SPACE = '[\\u00a0\\u2009\\u202f]';

/** Digits with marks and grouping spaces or apostrophes, as they may stand for a number; ambiguous in many ways. */
export function numberPattern({ group }: Notation): string {
  const space = /\s/.test(group) ? '[ \\u00a0\\u2009\\u202f]' : SPACE;
  return `(?:\\d{1,3}(?:${space}\\d{3})+(?!\\d)|\\d{1,3}(?:['’]\\d{3})+(?!\\d)|\\d+(?:[.,]\\d+)*)(?:[.,]\\d+)?`;
}

export interface ParsedNumber {
  value: number;
  /** digits before the decimal mark, without marks */
  whole: string;
  /** digits behind it */
  fraction: string;
  /** a mark that is not the language's before three digits: it may part thousands or a fraction ("1.234" in French) */
  ambiguous: boolean;
}

/** The number that digits and marks stand for; null for versions and dates, which have marks elsewhere. */
export function parseNumber(digits: string, { decimal, group }: Notation): ParsedNumber | null {
  const text = digits.replace(/[\s'’]/g, '');
  if (!/^\d+(?:[.,]\d+)*$/.test(text)) return null;
  const isGrouped = text.length < digits.length;
  const marks = text.replace(/\d/g, '');
  const last = marks.at(-1);
  if (last === undefined) return made(text, '', false);
  const at = text.lastIndexOf(last);
  const before = text.slice(0, at);
  const after = text.slice(at + 1);
  const isGroups = (whole: string, mark: string) => new RegExp(`^[1-9]\\d{0,2}(?:\\${mark}\\d{3})+$`).test(whole);
  if (marks.length > 1) {
    if (new Set(marks).size === 1) return isGroups(text, last) && !isGrouped ? made(text, '', false) : null;
    const first = marks[0]!;
    return marks.indexOf(last) === marks.length - 1 && isGroups(before, first) ? made(before, after, false) : null;
  }
  if (isGrouped || !isGroups(text, last)) return made(before, after, false);
  // One mark and three digits behind it.
  if (last === group) return made(text, '', false);
  return last === decimal ? made(before, after, false) : made(text, '', true);
}

function made(whole: string, fraction: string, ambiguous: boolean): ParsedNumber {
  const digits = whole.replace(/[.,]/g, '');
  return { value: Number(fraction === '' ? digits : `${digits}.${fraction}`), whole: digits, fraction, ambiguous };
}

/** The numbers of a text in another language's notation; what is around them stays. */
export function withNotation(text: string, from: string, to: string): string {
  return text.replace(new RegExp(numberPattern(notationOf(from)), 'g'), (number) => toNotation(number, from, to));
}

/** The first number of a text, as its language writes it; null where there is none. */
export function firstNumber(text: string, language: string): TextSpan | null {
  const match = new RegExp(numberPattern(notationOf(language))).exec(text);
  return match && { start: match.index, end: match.index + match[0].length };
}

/**
 * A number in another language's notation: `1,234.56` from English to German `1.234,56`. Signs and units around it stay.
 * What is ambiguous ("1.234" in French), a year, a version, a date or a code stays as it is.
 */
export function toNotation(number: string, from: string, to: string): string {
  const source = notationOf(from);
  const target = notationOf(to);
  const [match, ...others] = [...number.matchAll(new RegExp(numberPattern(source), 'g'))];
  if (match === undefined || others.length > 0 || /[\p{L}_/:]\d|\d[/:]/u.test(number)) return number;
  const parsed = parseNumber(match[0], source);
  if (parsed === null || parsed.ambiguous || /^0\d/.test(match[0])) return number;
  const isGrouped = /^\d{1,3}\D\d{3}/.test(match[0]) && parsed.whole.length > 3;
  const whole = isGrouped ? parsed.whole.replace(/\B(?=(?:\d{3})+$)/g, target.group) : parsed.whole;
  const fraction = parsed.fraction === '' ? '' : target.decimal + parsed.fraction;
  return number.slice(0, match.index) + whole + fraction + number.slice(match.index + match[0].length);
}
