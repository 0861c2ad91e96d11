import * as vscode from 'vscode';
import type { Params } from '../../../protocol/engine/index.js';
import type { SearchAsked } from '../../../protocol/webviews/index.js';
import { consoleCommand, shellOf } from '../../../protocol/engine/shell.js';
import { toCsv } from '../../../text/csv.js';
import { setStatusBarMessage, showInformationMessage, showQuickPick } from '../../core/messages.js';
import { saveFile } from '../../core/saveFile.js';
import { copyText } from '../../editor/offerText.js';
import type { Answer } from './answerQuestion.js';
import { inOrder, type Found, type Order } from './found.js';
import { reasonText } from './reasons.js';
import { toldOf } from './shownAnswer.js';
import { resultJson, resultMarkdown, resultRows, type AskedOf } from './resultTable.js';

const SAID_MS = 5000;

/** The longest argument that all systems hand on to a program, in bytes; longer questions go through a file. */
const LONGEST_ARGUMENT = 100_000;

const FORMATS = ['csv', 'md', 'json'] as const;

/** Saves results as a file of the form that is chosen. */
export async function exportResults(answer: Answer, order: Order): Promise<void> {
  const rows = FORMATS.map((format) => ({ label: formatName(format), format }));
  const title = vscode.l10n.t('Export Results');
  const chosen = await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('As what kind of file?') });
  if (!chosen) return;
  const { query, scope, mode } = answer.question;
  const { model, reranker, passages, wordWeight } = answer.value;
  const asked = { query, scope, mode, model, reranker, passages, wordWeight };
  const content = contentAs(chosen.format, asked, toldOf(answer, order), inOrder(answer.found, order));
  const saved = await saveFile('similar', chosen.format, content);
  if (saved !== null) setStatusBarMessage(vscode.l10n.t('Saved {0}', saved), SAID_MS, 'check');
}

function formatName(format: (typeof FORMATS)[number]): string {
  switch (format) {
    case 'csv':
      return vscode.l10n.t('CSV: a table');
    case 'md':
      return vscode.l10n.t('Markdown: a text to read');
    case 'json':
      return vscode.l10n.t('JSON: all figures');
  }
}

function contentAs(format: (typeof FORMATS)[number], asked: AskedOf, told: string, found: readonly Found[]): string {
  switch (format) {
    case 'csv':
      return toCsv(resultRows(found));
    case 'md':
      return resultMarkdown(asked.query, told, found, reasonText);
    case 'json':
      return resultJson(asked, found);
  }
}

/** Whether what was asked goes into a command. */
const fitsCommand = (params: Params<'search'>) => Buffer.byteLength(JSON.stringify(params)) <= LONGEST_ARGUMENT;

/** What *Explain Last Result* is told was asked: without texts that are too long for a command. */
export function askedFor(params: Params<'search'>): SearchAsked {
  if (fitsCommand(params)) return params;
  return { ...params, documents: params.documents?.map(({ name }) => ({ name, text: null })) };
}

/** Copies the console's command that searches again; what is too long for a command goes into a file first. */
export async function copyCommand(params: Params<'search'>): Promise<void> {
  const shell = shellOf(vscode.env.shell);
  if (fitsCommand(params)) {
    return copyText(consoleCommand([{ method: 'search', params }], shell));
  }
  const save = vscode.l10n.t('Save as File…');
  const message = vscode.l10n.t('The texts are too long for a command. As a file they can be given to the console.');
  if ((await showInformationMessage(message, save)) !== save) return;
  let file = '';
  const saved = await saveFile('search', 'json', JSON.stringify(params), async (target) => {
    const chosen = await vscode.window.showSaveDialog({ defaultUri: target, filters: { JSON: ['json'] } });
    file = chosen?.fsPath ?? '';
    return chosen;
  });
  if (saved !== null) await copyText(`npm run --silent engine -- search - < "${file}"`);
}
