import * as vscode from 'vscode';
import { clipEnd } from '../../../text/excerpt.js';
import { matchedWords } from '../../../text/matchedWords.js';
import { escapeMarkdown } from '../../core/plainText.js';
import { userNumber } from '../../core/userNumber.js';
import type { Answer } from './answerQuestion.js';
import { byFile, inOrder, type Order } from './found.js';
import { indexRow } from './indexTexts.js';
import { orderName, reasonText } from './reasons.js';
import type { MarkedPassage } from './similarMarks.js';
import type { Shown, SimilarRows } from './similarTree.js';
import type { IndexKnown } from './workspaceIndex.js';

/** As much of a question as the view's message has, in UTF-16 units. */
const TITLE = 60;

/** Results whose words still stand, as far as that is known. */
function standing({ found, places }: Answer, order: Order): Shown[] {
  const all = found.map((one, index): Shown => ({ ...one, index }));
  return inOrder(all, order).filter(({ index }) => places.at(index) !== null);
}

/** The same as the view lists them: by file. */
export const listed = (answer: Answer, order: Order): Shown[] =>
  byFile(standing(answer, order)).flatMap(({ found }) => found);

/** What the view shows. */
export function rowsOf(known: IndexKnown, answer: Answer | null, order: Order): SimilarRows {
  const { made, work } = known;
  const files = (made?.skipped ?? []).map(({ folder, name, reason }) => ({
    ...{ name, reason, uri: vscode.Uri.joinPath(vscode.Uri.file(folder), name).toString() },
  }));
  return {
    index: indexRow(known),
    indexLeftOut: { files, count: work ? 0 : (made?.skippedCount ?? 0) },
    groups: byFile(answer ? standing(answer, order) : []),
    leftOut: answer?.leftOut ?? [],
    more: answer?.more ?? 0,
  };
}

/** What was searched and what came of it, in a line. */
export function toldOf({ question, value, found, more, unranked, places }: Answer, order: Order): string {
  const number = userNumber();
  const lost = found.filter((_, index) => places.at(index) === null).length;
  return [
    `“${clipEnd(question.query, TITLE)}”`,
    found.length === 0
      ? vscode.l10n.t('nothing found; passages: {0}', number(value.passages))
      : vscode.l10n.t('passages: {0} of {1}', number(found.length - lost), number(value.passages)),
    ...(more > 0 ? [vscode.l10n.t('the best ones only, for the text is short: {0} more below', number(more))] : []),
    ...(question.mode === 'words' ? [] : [value.model]),
    ...(value.reranker === null ? [] : [vscode.l10n.t('reranked by {0}', value.reranker)]),
    ...(unranked === null ? [] : [vscode.l10n.t('not reranked: {0} could not', unranked)]),
    ...(order === 'final' ? [] : [vscode.l10n.t('in the order of: {0}', orderName(order))]),
    ...(lost > 0 ? [vscode.l10n.t('changed in the text since: {0}', number(lost))] : []),
    ...(value.outdated > 0
      ? [vscode.l10n.t('files changed since they were indexed: {0}', number(value.outdated))]
      : []),
  ].join(' · ');
}

/** What is marked in the texts. */
export const marksOf = (answer: Answer, order: Order): MarkedPassage[] =>
  standing(answer, order).flatMap((one) => {
    const at = answer.places.at(one.index);
    if (!at) return [];
    const { start, end } = at.span;
    const hover = new vscode.MarkdownString(escapeMarkdown(reasonText(one)));
    const words = matchedWords(one.text, one.words?.terms ?? []);
    const placed = words.map((word) => ({ start: start + word.start, end: start + word.end }));
    return [{ document: at.document, start, end, words: placed, hover }];
  });
