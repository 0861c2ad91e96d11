import * as vscode from 'vscode';
import { toErrorValue, type FillMaskValue, type Span } from '../../../protocol/engine/index.js';
import { findMasks } from '../../../text/index.js';
import { commandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import { excerptAround } from '../../editor/excerpt.js';
import { toEditorRange } from '../../editor/trackedText.js';
import { fillRows, type CandidateChoice } from './candidateRows.js';
import { articleApart } from './formatCandidate.js';
import { formatOf } from './documentFormat.js';
import { findMaskNear, formatAssignments, toEngineInput, writerFor, type FoundGap } from './maskedSentence.js';
import { headings } from './pickSteps.js';
import { formatPercent } from '../../core/probabilityBars.js';
import { NEARBY } from './runFlow.js';

/** Languages in which `<mask>` is an element and underscores are a name. */
const isCode = (document: vscode.TextDocument) =>
  /^(?:html|xml|svg|vue|svelte|astro|handlebars|javascriptreact|typescriptreact)$/.test(document.languageId) ||
  formatOf(document, 0).startsWith('program:');

/** *Fill Mask* as a code action, where the cursor is at a mask. */
export function maskActions(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.CodeAction[] {
  const { text } = document.lineAt(start.line);
  const isAtMask = findMasks(text).some(
    (mask) =>
      mask.start <= start.character &&
      (end.line > start.line ? text.length : end.character) <= mask.end &&
      (text[mask.start] === '[' || !isCode(document)),
  );
  if (!isAtMask) return [];
  const action = new vscode.CodeAction(vscode.l10n.t('Fill Mask'), vscode.CodeActionKind.RefactorRewrite);
  action.command = { command: commandIds.fillMask, title: action.title };
  return [action];
}

/** The words of *Fill Mask* as completion items, where the cursor is at a mask. */
export async function maskCompletions(
  services: Services,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
): Promise<vscode.CompletionItem[]> {
  const { text, start } = excerptAround(document, new vscode.Range(position, position));
  const at = document.offsetAt(position) - start;
  const found = findMaskNear(text, at, NEARBY, formatOf(document, start));
  if (found === null || !holds(found, at)) return [];
  const { task, gap } = found;
  const asked = toEngineInput(task, new Map());
  const value = await ask(services, asked.text, token);
  if (value === null) return [];
  const rows = fillRows(value, asked, headings(), writerFor(task, new Map()));
  const choices = rows.filter(
    (row): row is CandidateChoice => row.kind === 'choice' && row.words.size === 1 && row.words.has(gap),
  );
  return choices.map((choice, index) => completionItem(document, found, choice, { start, index, model: value.model }));
}

function holds({ task, gap }: FoundGap, at: number): boolean {
  const { start, end } = task.gaps[gap]!;
  return task.span.start + start <= at && at <= task.span.start + end;
}

/** Nothing is shown of what goes wrong: the command says it. */
async function ask(
  { engine, settings, log }: Services,
  text: string,
  token: vscode.CancellationToken,
): Promise<FillMaskValue | null> {
  const abort = new AbortController();
  const leaving = token.onCancellationRequested(() => abort.abort());
  try {
    const params = {
      text,
      topK: settings.get('fillMask.candidates'),
      words: true,
      model: settings.get('fillMask.model'),
    };
    return await engine.call('fillMask', params, {}, abort.signal);
  } catch (error) {
    const { code, message } = toErrorValue(error);
    if (code !== 'cancelled') log.warn(`completion: ${code}: ${message}`);
    return null;
  } finally {
    leaving.dispose();
  }
}

function completionItem(
  document: vscode.TextDocument,
  { task }: FoundGap,
  { label, probability, words }: CandidateChoice,
  { start, index, model }: { start: number; index: number; model: string },
): vscode.CompletionItem {
  const description = formatPercent(probability ?? 0, vscode.env.language);
  const item = new vscode.CompletionItem({ label, description }, vscode.CompletionItemKind.Text);
  const [edit] = formatAssignments(task, words);
  const from = start + task.span.start;
  const rangeOf = (one: Span) => toEditorRange(document, { start: from + one.start, end: from + one.end });
  // An item that reached to the article before the mask would be ranked above likelier words.
  const [word, article] = articleApart(task.sentence, edit!).reverse();
  item.range = rangeOf(word!);
  item.insertText = word!.text;
  if (article !== undefined) item.additionalTextEdits = [vscode.TextEdit.replace(rangeOf(article), article.text)];
  item.detail = model;
  // What is typed is compared with what stands there: the mask.
  item.filterText = document.getText(item.range);
  item.sortText = String(index).padStart(4, '0');
  item.preselect = index === 0;
  return item;
}
