import { decimalFormat, formatShare, percentDigits } from '../../../../text/numbers.js';

/** How a saved comparison writes numbers, in the user's language. */
export interface ExportNumbers {
  number: (value: number, digits: number) => string;
  percent: (share: number) => string;
  /** BCP 47 */
  language: string;
}

/** @param language BCP 47 */
export function exportNumbers(language: string): ExportNumbers {
  const number = decimalFormat(language);
  // As the pages write it, but for the spaces: they are searched for and typed.
  const percent = (share: number) => formatShare(share, percentDigits(share), number).replaceAll('\u00a0', ' ');
  return { number, percent, language };
}
