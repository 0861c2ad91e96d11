/** Numbers as the user's language writes them. */
export interface Numbers {
  /** 0.354 → “35.4 %”; small ones keep two digits that count, and nothing above 0 reads as 0; no line break before the sign */
  percent: (share: number) => string;
  /** two decimals, with a true minus sign */
  logarithm: (nats: number) => string;
  decimal: (value: number, digits: number) => string;
  /** a large number in little room, three digits that count: 1,234,567 → “1.23M” */
  compact: (value: number) => string;
}

/** Below this a share is only said to be smaller. */
const SMALLEST = 0.0001;

/** From here on languages have no short words for a number. */
const WORDLESS = 1e15;

/** @param language BCP 47; English where the browser does not know it */
export function numbersFor(language: string): Numbers {
  const known = isKnown(language) ? language : 'en';
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
  const decimal = (value: number, digits: number) =>
    formatWith(digits)
      .format(value)
      .replace(/^-(?=0[.,]?0*$)/, '')
      .replace('-', '−');
  const digitsOf = (share: number) => (share >= 0.01 || share === 0 ? 1 : 2);
  const percent = (share: number) => {
    // What is no number must not read as certain.
    if (Number.isNaN(share)) return '–';
    if (share > 0 && share < SMALLEST) return `<\u00a0${decimal(100 * SMALLEST, 2)}\u00a0%`;
    // Rounding must not make something certain.
    const shown = share < 1 ? Math.min(share, 0.999) : 1;
    return `${decimal(100 * shown, digitsOf(share))}\u00a0%`;
  };
  const compact = (value: number) =>
    new Intl.NumberFormat(known, {
      notation: Math.abs(value) < WORDLESS ? 'compact' : 'scientific',
      maximumSignificantDigits: 3,
    })
      .format(value)
      .replace('-', '−');
  return { percent, logarithm: (nats) => decimal(nats, 2), decimal, compact };
}

function isKnown(language: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language).length > 0;
  } catch {
    return false;
  }
}

/** A weight with three digits that count and no trailing zeros. */
export function weightText(weight: number, decimal: Numbers['decimal']): string {
  const rounded = Number(weight.toPrecision(3));
  const [digits, exponent] = rounded.toExponential().split('e');
  const places = (digits?.split('.')[1]?.length ?? 0) - Number(exponent);
  return decimal(rounded, rounded === 0 ? 0 : Math.max(0, places));
}
