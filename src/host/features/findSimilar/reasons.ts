import * as vscode from 'vscode';
import type { SearchMode, SearchValue } from '../../../protocol/engine/index.js';
import { decimalFormat } from '../../../text/numbers.js';
import { isolate } from '../../../text/isolate.js';
import { escapeMarkdown } from '../../core/plainText.js';
import { userNumber } from '../../core/userNumber.js';
import type { Found, Order } from './found.js';

/** So many of the words that matched are named in a row. */
const NAMED = 4;

/** A cosine of a vector in 8 bit is right to about 0.001. */
const DIGITS = 2;

type Stages = Pick<Found, 'words' | 'meaning' | 'together' | 'rerank'>;

const decimal = (value: number, digits: number) => decimalFormat(vscode.env.language)(value, digits);

/** Why a passage was found, in a line: its words that are the question's, and how near in meaning it is. */
export function reasonText({ words, meaning, rerank }: Omit<Stages, 'together'>): string {
  return [
    ...(words ? wordsText(words) : []),
    ...(meaning ? [vscode.l10n.t('meaning {0}', decimal(meaning.cosine, DIGITS))] : []),
    ...(rerank ? [vscode.l10n.t('reranked {0}', decimal(rerank.score, 2))] : []),
  ].join(' · ');
}

/** The words that stand in a passage, and those that stand beside it: both make it what it is by words. */
function wordsText({ terms, around }: NonNullable<Found['words']>): string[] {
  const own = new Set(terms.map((word) => word.toLowerCase()));
  const beside = around.filter((word) => !own.has(word.toLowerCase()));
  return [
    ...(terms.length > 0 ? [vscode.l10n.t('words: {0}', namedText(terms))] : []),
    ...(beside.length > 0 ? [vscode.l10n.t('nearby: {0}', namedText(beside))] : []),
  ];
}

/** The first of some words, each in one case only, and how many more there are. */
function namedText(written: readonly string[]): string {
  const words = [...new Map(written.map((word) => [word.toLowerCase(), word])).values()];
  const named = words.slice(0, NAMED).map(isolate).join(', ');
  const more = words.length - NAMED;
  return more > 0 ? vscode.l10n.t('{0} and {1} more', named, userNumber()(more)) : named;
}

/** What is known of the search that a result is of. */
export type Searched = Pick<SearchValue, 'reranker' | 'wordWeight'>;

/** What the stages of a search say of a passage, a row each: stage, place, and its figure. */
export function stageRows(found: Stages, { reranker, wordWeight }: Searched): [string, string, string][] {
  const number = userNumber();
  const { words, meaning, together, rerank } = found;
  const rows: [string, string, string][] = [];
  if (words) {
    const figure = vscode.l10n.t('BM25 {0}', decimal(words.score, 2));
    rows.push([vscode.l10n.t('words'), number(words.rank), [figure, ...wordsText(words)].join(' · ')]);
  }
  if (meaning) {
    rows.push([
      vscode.l10n.t('meaning'),
      number(meaning.rank),
      vscode.l10n.t('cosine {0}', decimal(meaning.cosine, DIGITS)),
    ]);
  }
  if (together) {
    const figure = vscode.l10n.t(
      '{0}: {1} × words and meaning, in standard deviations',
      decimal(together.score, 2),
      decimal(wordWeight ?? 1, 2),
    );
    rows.push([vscode.l10n.t('both together'), number(together.rank), figure]);
  }
  if (rerank) {
    const by = vscode.l10n.t('{0} by {1}', decimal(rerank.score, 2), reranker ?? '');
    rows.push([vscode.l10n.t('reranked'), number(rerank.rank), by]);
  }
  return rows;
}

/** What the mouse says of a result: its text, and its place in each stage with the figure that made it. */
export function resultTooltip(found: Found, count: number, searched: Searched): vscode.MarkdownString {
  const where = found.line === null ? found.name : vscode.l10n.t('{0}, line {1}', found.name, String(found.line));
  const place = vscode.l10n.t('place {0} of {1}', userNumber()(found.place), userNumber()(count));
  const row = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const headings = [vscode.l10n.t('found by'), vscode.l10n.t('place'), vscode.l10n.t('figure')];
  const table = [row(headings), '|---|---:|---|', ...stageRows(found, searched).map(row)].join('\n');
  return new vscode.MarkdownString(
    [`**${escapeMarkdown(where)}** · ${escapeMarkdown(place)}`, escapeMarkdown(found.reading), table].join('\n\n'),
  );
}

/** What passages are found by. */
export function modeName(mode: SearchMode): string {
  switch (mode) {
    case 'both':
      return vscode.l10n.t('Words and Meaning');
    case 'words':
      return vscode.l10n.t('Words Only');
    case 'meaning':
      return vscode.l10n.t('Meaning Only');
  }
}

/** What results are in order of. */
export function orderName(order: Order): string {
  switch (order) {
    case 'final':
      return vscode.l10n.t('Best First');
    case 'words':
      return vscode.l10n.t('Words');
    case 'meaning':
      return vscode.l10n.t('Meaning');
    case 'together':
      return vscode.l10n.t('Words and Meaning, Before Reranking');
  }
}
