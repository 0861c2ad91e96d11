import { findDates, findTimes } from './dates.js';
import { type Fact, type FactKind, IN_RANGE } from './fact.js';
import { notationOf, numberPattern, parseNumber } from './notation.js';
import { type NumberWord, numberWords } from './numberWords.js';
import { currencyBefore, magnitudeBehind, type Unit, unitBehind } from './units.js';
import { primaryLanguage } from '../languages.js';
import type { TextSpan } from '../span.js';

/**
 * The numbers, dates, times, codes and versions of a text, in order and apart. Roman numerals are none.
 * @param language BCP 47 or T5's name; its marks and words of numbers are known, of others the marks
 */
export function factsOf(text: string, language: string): Fact[] {
  const found: Fact[] = [];
  // Same length: full-width digits.
  let rest = text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const claim = (facts: readonly Fact[]): void => {
    let blank = '';
    let at = 0;
    for (const fact of apart(facts)) {
      found.push(fact);
      blank += rest.slice(at, fact.start) + '\u0000'.repeat(fact.end - fact.start);
      at = fact.end;
    }
    rest = blank + rest.slice(at);
  };
  const moments = (kind: 'date' | 'time') => (kind === 'date' ? findDates(rest, language) : findTimes(rest, language));
  for (const kind of ['date', 'time'] as const) {
    claim(
      moments(kind).map(({ start, end, keys: [key, ...others] }) =>
        made(text, { start, end }, kind, key!, { others, value: null }),
      ),
    );
  }
  claim(codes(rest, text));
  claim(versions(rest, text, language));
  claim(ordinals(rest, text, language));
  claim(quantities(rest, text, language));
  claim(leftovers(rest, text));
  return found.sort((one, other) => one.start - other.start);
}

function made(text: string, { start, end }: TextSpan, kind: FactKind, key: string, more: Partial<Fact> = {}): Fact {
  const value = more.value ?? null;
  return {
    start,
    end,
    text: text.slice(start, end),
    kind,
    key,
    others: [],
    isWord: false,
    isCertain: true,
    ...more,
    value,
  };
}

/** Those that begin first, of those the longest, without what overlaps them. */
function apart<Span extends TextSpan>(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start >= (found.at(-1)?.end ?? 0)) found.push(span);
  }
  return found;
}

const PHONE =
  /(?<![\p{L}\p{N}.,]|\d[ \u00a0\u202f])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{1,5}\)[\s.-]?)?\d{2,}(?:[ \u00a0./-]\d{2,}){1,6}(?![\p{L}\d]|[.,]\d)/gu;
const HYPHENATED = /(?<![\p{L}\p{N}.,-])\d+(?:-\d+){2,}(?:-[\dX])?(?![\p{L}\d])/gu;
const RATIO = /(?<![\p{L}\p{N}.,])\d+(?:[:/]\d+)+(?![\p{L}\d])/gu;

/** Phone numbers, ISBNs, numbers with zeros before them, ratios. */
function codes(rest: string, text: string): Fact[] {
  const phones = [...rest.matchAll(PHONE)].filter(({ 0: phone }) => {
    const digits = phone.replace(/\D/g, '').length;
    return digits >= 6 && (/^(?:[+(]|0\d)/.test(phone) || /^\d{3}-\d{4}$|^\d{3}-\d{3}-\d{4}$|-0/.test(phone));
  });
  const others = [
    ...rest.matchAll(HYPHENATED),
    ...rest.matchAll(RATIO),
    ...rest.matchAll(/(?<![\p{L}\p{N}.,]|\d[ \u00a0\u202f])0\d{2,}(?![\p{L}\d]|[.,]\d)/gu),
  ];
  return [...phones, ...others].map(({ index, 0: code }) =>
    made(text, { start: index, end: index + code.length }, 'code', `code ${code.replace(/[^\d:/]/g, '')}`),
  );
}

const VERSION = /(?<![\p{L}\p{N}.,-])[vV]?\d+(?:\.\d+)*(?:-?(?:alpha|beta|rc)\.?\d*)?(?![\p{L}\d])/gu;
const VERSION_WORD = /(?:\bv(?:er)?\.|\bversi(?:on|ón|unea|unii|ones)|\bRelease)\s$/iu;

function versions(rest: string, text: string, language: string): Fact[] {
  const notation = notationOf(language);
  return Array.from(rest.matchAll(VERSION)).flatMap(({ index, 0: version }) => {
    const digits = version.replace(/^v/i, '');
    const isVersion =
      digits !== version ||
      VERSION_WORD.test(rest.slice(Math.max(0, index - 12), index)) ||
      (/\..*\./.test(digits) && parseNumber(digits, notation) === null);
    if (!isVersion) return [];
    return [made(text, { start: index, end: index + version.length }, 'version', `version ${digits.toLowerCase()}`)];
  });
}

const ORDINALS: Readonly<Record<string, RegExp>> = {
  en: /(?<![\p{L}\p{N}.,])(\d+)(?:st|nd|rd|th)(?![\p{L}\p{N}])/giu,
  de: /(?<![\p{L}\p{N}.,])(\d{1,3})\.(?=\s+\p{L})/gu,
  fr: /(?<![\p{L}\p{N}.,])(\d+)(?:ers?|[èe]res?|res?|nde?s?|[èe]mes?|es?)(?![\p{L}\p{N}])/gu,
  es: /(?<![\p{L}\p{N}.,])(\d+)\.?(?:[ºª°]|er)(?![\p{L}\p{N}])/gu,
  ro: /(?<![\p{L}\p{N}.,])(\d+)-?(?:lea|ul|a)(?![\p{L}\p{N}])/gu,
  zh: /第\s?(\d+)/gu,
};

function ordinals(rest: string, text: string, language: string): Fact[] {
  const pattern = ORDINALS[primaryLanguage(language)];
  if (pattern === undefined) return [];
  return Array.from(rest.matchAll(pattern), ({ index, 0: all, 1: digits }) => {
    const value = Number(digits);
    return made(text, { start: index, end: index + all.length }, 'ordinal', `ordinal ${value}`, {
      value,
      others: [`number ${value}`],
    });
  });
}

const FRACTIONS: Readonly<Record<string, number>> = {
  '½': 0.5,
  '¼': 0.25,
  '¾': 0.75,
  '⅓': 1 / 3,
  '⅔': 2 / 3,
  '⅛': 0.125,
};

/** A number with what it counts. */
interface Quantity extends TextSpan {
  value: number;
  unit: Unit | null;
  word: NumberWord | null;
}

function quantities(rest: string, text: string, language: string): Fact[] {
  const notation = notationOf(language);
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}.,])(?:${numberPattern(notation)})?[½¼¾⅓⅔⅛]?(?<=[\\d½¼¾⅓⅔⅛])(?!\\d|[.,]\\d)`,
    'gu',
  );
  const numbers: Quantity[] = Array.from(rest.matchAll(pattern)).flatMap(({ index, 0: digits }) => {
    const fraction = FRACTIONS[digits.at(-1)!] ?? 0;
    const whole = fraction === 0 ? digits : digits.slice(0, -1);
    const parsed = whole === '' ? { value: 0 } : parseNumber(whole, notation);
    if (parsed === null) return [];
    return [
      withUnit(rest, { start: index, end: index + digits.length }, parsed.value + fraction, null, language),
    ].filter((one) => one !== null);
  });
  const words = numberWords(rest, language).flatMap((word) => withUnit(rest, word, word.value, word, language) ?? []);
  return ranges(apart([...numbers, ...words]), rest).map((one) => factOf(one, text));
}

/** 1990s, 90er */
const DECADE = /^(?:[12]\d\d0s|(?:[12]\d)?\d0ern?)(?![\p{L}\p{N}])/u;

/** The number with its sign, its magnitude and its unit; null where letters follow that are none. */
function withUnit(
  rest: string,
  span: TextSpan,
  value: number,
  word: NumberWord | null,
  language: string,
): Quantity | null {
  let { start, end } = span;
  const isOrdinal = word?.ordinal === true;
  const decade = word === null ? DECADE.exec(rest.slice(start, end + 4))?.[0].length : undefined;
  const magnitude = isOrdinal || decade !== undefined ? null : magnitudeBehind(rest, end, language);
  end += magnitude?.length ?? 0;
  const before = currencyBefore(rest, start);
  const unit = isOrdinal || decade !== undefined ? null : (before ?? unitBehind(rest, end, language));
  if (before !== null) start -= before.length;
  else end = decade === undefined ? end + (unit?.length ?? 0) : start + decade;
  // MP3s, 4K
  if (word === null && magnitude === null && unit === null && /^[A-Za-zÀ-ž]/.test(rest.slice(end, end + 1)))
    return null;
  const isNegative = /(?:^|[\s(])[-−]$/.test(rest.slice(Math.max(0, start - 2), start));
  if (isNegative) start -= 1;
  return { start, end, value: (isNegative ? -1 : 1) * value * (magnitude?.factor ?? 1), unit, word };
}

type RangeOr = Quantity & { from?: Quantity };

/** Two numbers with a dash between them as one, the lower first: 3–5 kg. */
function ranges(quantities: readonly Quantity[], rest: string): RangeOr[] {
  const found: RangeOr[] = [];
  for (const quantity of quantities) {
    const last = found.at(-1);
    const isRange =
      last !== undefined &&
      last.from === undefined &&
      last.word === null &&
      quantity.word === null &&
      last.unit?.kind !== 'measure' &&
      last.value < quantity.value &&
      /^\s?[-–—]\s?$/.test(rest.slice(last.end, quantity.start));
    if (isRange) found[found.length - 1] = { ...quantity, start: last.start, from: last };
    else found.push(quantity);
  }
  return found;
}

const shortened = (value: number): string => String(Number(value.toPrecision(12)));

function keyOf({ value, unit, word }: Quantity): string {
  const number = shortened(value);
  if (word?.ordinal === true) return `ordinal ${number}`;
  if (unit === null) return `number ${number}`;
  return unit.kind === 'percentage' ? `percentage ${number}` : `${unit.kind} ${number} ${unit.name}`;
}

function factOf(quantity: RangeOr, text: string): Fact {
  const { from, unit, value, word } = quantity;
  if (from !== undefined) {
    return made(text, quantity, 'range', `${keyOf({ ...from, unit: from.unit })}${IN_RANGE}${keyOf(quantity)}`);
  }
  // A word for a unit may have others in another language; a sign may not.
  const others = word?.ordinal === true || (unit !== null && unit.length > 4) ? [`number ${shortened(value)}`] : [];
  // 14 h is a time as well as a while.
  if (unit?.name === 'h' && Number.isInteger(value) && value <= 24) others.push(`time ${value % 24}:00`);
  const kind = word?.ordinal === true ? 'ordinal' : (unit?.kind ?? 'number');
  return made(text, quantity, kind, keyOf(quantity), {
    others,
    value,
    isWord: word !== null,
    isCertain: word?.certain ?? true,
  });
}

/** Everything else with a digit in it: MP3, A4, 4K, 192.168.0.1. */
function leftovers(rest: string, text: string): Fact[] {
  const pattern = /(?<![A-Za-z\d])[A-Za-z]*\d[A-Za-z\d]*(?:[.,:/_-](?=[A-Z]*\d)[A-Za-z\d]+)*/g;
  return Array.from(rest.matchAll(pattern), ({ index, 0: code }) =>
    made(text, { start: index, end: index + code.length }, 'code', `code ${code.toUpperCase()}`),
  );
}
