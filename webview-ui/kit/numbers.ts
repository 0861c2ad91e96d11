import {
  decimalFormat,
  formatFigure,
  formatShare,
  knownLanguage,
  numberFormat,
  percentDigits,
} from '../../src/text/numbers.js';

/** Numbers as the user's language writes them. */
export interface Numbers {
  /** 0.354 → “35.4 %”; small ones keep two digits that count, and nothing above 0 reads as 0; no line break before the sign */
  percent: (share: number) => string;
  /** two decimals, with a true minus sign */
  logarithm: (nats: number) => string;
  decimal: (value: number, digits: number) => string;
  /** the same of a loss or a norm: what is not 0 does not read as 0 */
  figure: (value: number, digits: number) => string;
  /** one that stands by itself: whole with all digits, else those that count */
  number: (value: number) => string;
  /** a large number in little room, three digits that count: 1,234,567 → “1.23M” */
  compact: (value: number) => string;
}

/** What parts are drawn with that only write figures. */
export interface WithNumbers {
  numbers: Numbers;
}

/** From here on languages have no short words for a number. */
const WORDLESS = 1e15;

/** @param language BCP 47; English where the browser does not know it */
export function numbersFor(language: string): Numbers {
  const known = knownLanguage(language);
  const decimal = decimalFormat(known);
  const percent = (share: number) => formatShare(share, percentDigits(share), decimal);
  const compact = (value: number) =>
    new Intl.NumberFormat(known, {
      notation: Math.abs(value) < WORDLESS ? 'compact' : 'scientific',
      maximumSignificantDigits: 3,
    })
      .format(value)
      .replace('-', '−');
  const figure = (value: number, digits: number) => formatFigure(value, digits, decimal);
  return { figure, percent, logarithm: (nats) => decimal(nats, 2), decimal, number: numberFormat(known), compact };
}

/** A weight with three digits that count and no trailing zeros. */
export function weightText(weight: number, decimal: Numbers['decimal']): string {
  const rounded = Number(weight.toPrecision(3));
  const [digits, exponent] = rounded.toExponential().split('e');
  const places = (digits?.split('.')[1]?.length ?? 0) - Number(exponent);
  return decimal(rounded, rounded === 0 ? 0 : Math.max(0, places));
}
