/** How a saved comparison writes numbers, in the user's language. */
export interface ExportNumbers {
  number: (value: number, digits: number) => string;
  percent: (share: number) => string;
  /** BCP 47 */
  language: string;
}

/** @param language BCP 47 */
export function exportNumbers(language: string): ExportNumbers {
  const number = (value: number, digits: number) =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace('-', '−');
  return { number, percent: (share) => percentOf(share, number), language };
}

/** As the pages write it: nothing above 0 reads as 0, and rounding makes nothing certain. */
function percentOf(share: number, number: ExportNumbers['number']): string {
  if (share > 0 && share < 0.0001) return `< ${number(0.01, 2)} %`;
  return `${number(100 * (share < 1 ? Math.min(share, 0.999) : share), share >= 0.01 || share === 0 ? 1 : 2)} %`;
}
