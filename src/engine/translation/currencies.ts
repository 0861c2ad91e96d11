import { primaryLanguage } from '../../text/index.js';

const LEI = /(?<=\d[\s\u00a0\u202f](?:de[\s\u00a0])?)[Ll](?:ei|eu)$/u;

/** Whether an amount's currency is written with a word that the model would lose: a code, or Romania's lei. */
export const isHeldCurrency = (amount: string): boolean =>
  /(?<!\p{L})[A-Z]{3}(?!\p{L})/u.test(amount) || LEI.test(amount);

/** An amount with its word for lei in another language; one in another currency as it is. */
export function currencyIn(amount: string, value: number | null, language: string): string {
  if (!LEI.test(amount)) return amount;
  const figure = amount.replace(LEI, '').replace(/[\s\u00a0\u202f](?:de[\s\u00a0])?$/u, '');
  const primary = primaryLanguage(language);
  const word = value === 1 ? 'leu' : 'lei';
  if (primary === 'de') return `${figure} ${value === 1 ? 'Leu' : 'Lei'}`;
  return `${figure} ${primary === 'ro' && takesDe(value) ? 'de ' : ''}${word}`;
}

/** Romanian counts from 20 on with "de", but for what ends with 1 to 19. */
const takesDe = (value: number | null): boolean =>
  value !== null && Number.isInteger(value) && value !== 0 && (value % 100 === 0 || value % 100 >= 20);
