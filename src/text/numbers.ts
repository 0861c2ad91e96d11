/** Writes a number with so many decimals, as a language does. */
type FormatDecimal = (value: number, digits: number) => string;

/**
 * Makes the way a language writes numbers: with a true minus sign, and none before a zero.
 * @param language BCP 47; English where it is not known
 */
export function decimalFormat(language: string): FormatDecimal {
  const known = knownLanguage(language);
  // Making a formatter takes longer than using it a hundred times.
  const formats = new Map<number, Intl.NumberFormat>();
  const formatWith = (digits: number) => {
    let format = formats.get(digits);
    if (!format) {
      format = new Intl.NumberFormat(known, { minimumFractionDigits: digits, maximumFractionDigits: digits });
      formats.set(digits, format);
    }
    return format;
  };
  return (value, digits) =>
    formatWith(digits)
      .format(value)
      .replace(/^-(?=0[.,]?0*$)/, '')
      .replace('-', '−');
}

/** Below this a number is written as a power of ten: its zeros would have to be counted. */
const POWERS_BELOW = 1e-7;

/** Digits that count of a number that is not whole: more than anybody types, fewer than rounding of doubles shows. */
const COUNTING_DIGITS = 6;

/**
 * Makes the way a language writes a number that stands by itself, in a message or a title: whole ones with all digits,
 * others with those that count, however small; with a true minus sign.
 * @param language BCP 47; English where it is not known
 * @param options `useGrouping`: false for numbers that are typed again, as a seed
 */
export function numberFormat(language: string, { useGrouping = true } = {}): (value: number) => string {
  const known = knownLanguage(language);
  const whole = new Intl.NumberFormat(known, { useGrouping, maximumFractionDigits: 0 });
  const digits = { useGrouping, maximumSignificantDigits: COUNTING_DIGITS };
  const broken = new Intl.NumberFormat(known, digits);
  const tiny = new Intl.NumberFormat(known, { ...digits, notation: 'scientific' });
  return (value) => {
    const size = Math.abs(value);
    const format = Number.isInteger(value) ? whole : size < POWERS_BELOW ? tiny : broken;
    return format.format(value).replace(/-/g, '−');
  };
}

/** The language, or English where its way of writing numbers is not known. */
export function knownLanguage(language: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0 ? language : 'en';
  } catch {
    return 'en';
  }
}

/**
 * Writes a share in per cent: 0.354 → “35.4 %”. Nothing above 0 reads as 0, rounding makes nothing certain, and no line
 * breaks before the sign.
 * @param digits decimals
 * @param smallest a share below is only said to be smaller than what the digits can tell
 */
export function formatShare(
  share: number,
  digits: number,
  decimal: FormatDecimal,
  smallest = 1 / 10 ** (2 + digits),
): string {
  // What is no number must not read as certain.
  if (Number.isNaN(share)) return '–';
  if (share > 0 && share < smallest) return `<\u00a0${decimal(1 / 10 ** digits, digits)}\u00a0%`;
  const shown = share < 1 ? Math.min(share, 1 - 1 / 10 ** (2 + digits)) : 1;
  return `${decimal(100 * shown, digits)}\u00a0%`;
}

/**
 * Writes a figure of a fixed number of decimals: 0.4123 → “0.412”. What would read as 0 and is not is said to be smaller than
 * the least that the decimals can tell: 0.0002 → “< 0.001”.
 */
export function formatFigure(value: number, digits: number, decimal: FormatDecimal): string {
  const least = 1 / 10 ** digits;
  if (value === 0 || !(Math.abs(value) < least / 2)) return decimal(value, digits);
  return value > 0 ? `<\u00a0${decimal(least, digits)}` : `>\u00a0${decimal(-least, digits)}`;
}

/** Says how many decimals of a share in per cent are worth reading: small ones have two digits that count. */
export function percentDigits(share: number): number {
  return share >= 0.01 || share === 0 ? 1 : 2;
}
