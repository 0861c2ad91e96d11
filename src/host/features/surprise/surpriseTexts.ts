import * as vscode from 'vscode';
import { decimalFormat, formatShare, percentDigits } from '../../../text/numbers.js';
import { userNumber } from '../../core/userNumber.js';
import type { Reader } from './readers.js';
import { ratesOf, type Totals } from './totals.js';

/** A model and how it reads. */
export function readerName({ model, method }: Reader): string {
  return method === 'causal'
    ? vscode.l10n.t('{0}, from the left', model)
    : vscode.l10n.t('{0}, from both sides', model);
}

/** What a reader that asks for each token by itself costs, and why it reads no further. */
export const byTokensText = ({ model }: Reader): string =>
  vscode.l10n.t('{0} is asked for each token by itself, so only what has been in sight is read.', model);

/** Bits with one decimal, as the user's language writes them. */
export function bitsText(bits: number): string {
  return vscode.l10n.t('{0} bits', decimalFormat(vscode.env.language)(bits, 1));
}

export function probabilityText(bits: number): string {
  const share = 2 ** -bits;
  return formatShare(share, percentDigits(share), decimalFormat(vscode.env.language));
}

/** What stands in the status bar, short. */
export function shortTotals(totals: Totals): string {
  const rates = ratesOf(totals);
  if (rates === null) return vscode.l10n.t('no figure');
  return vscode.l10n.t('{0} bits per word', decimalFormat(vscode.env.language)(rates.bitsPerWord, 1));
}

/** The same in two lines of a row, each short enough for a list in a narrow window. */
export function totalsParts(totals: Totals): { description?: string; detail: string } {
  const rates = ratesOf(totals);
  if (rates === null) return { detail: totalsText(totals) };
  const number = userNumber();
  const decimal = decimalFormat(vscode.env.language);
  const { bits, words } = totals;
  return {
    description: [
      vscode.l10n.t('{0} bits per word', decimal(rates.bitsPerWord, 2)),
      vscode.l10n.t('perplexity per token {0}', decimal(rates.perplexity, 1)),
    ].join(' · '),
    detail: [
      vscode.l10n.t('{0} bits, words: {1}', number(Math.round(bits)), number(words)),
      vscode.l10n.t('{0} bits per byte', decimal(rates.bitsPerByte, 2)),
    ].join(' · '),
  };
}

/** All figures of a stretch in one line. */
export function totalsText(totals: Totals): string {
  const rates = ratesOf(totals);
  if (rates === null) return vscode.l10n.t('no figure: the first word of a text has none, and no other is scored here');
  const number = userNumber();
  const decimal = decimalFormat(vscode.env.language);
  return vscode.l10n.t(
    '{0} bits: {2} per word, {3} per byte; words: {1}, perplexity per token {4}',
    number(Math.round(totals.bits)),
    number(totals.words),
    decimal(rates.bitsPerWord, 2),
    decimal(rates.bitsPerByte, 2),
    decimal(rates.perplexity, 1),
  );
}
