import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { CallRecord } from '../../core/callRecord.js';
import { showWarningMessage, withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { rememberReading } from '../../editor/explainRows.js';
import { sayOtherLanguage } from '../../editor/languageCheck.js';
import { TrackedText } from '../../editor/trackedText.js';
import { servedNote } from '../../servers/servedWhere.js';
import { compareByPoolings } from './compareByPoolings.js';
import { selectedSentences, type SelectedSentence } from './selectedSentences.js';
import type { ShownComparison } from './sentencesPanel.js';

const FEWEST = 2;
/** A matrix of more has cells that nobody reads. */
const MOST = 50;

/** Compares the selected lines; null where there is nothing to compare, or the user cancelled it. */
export async function runComparison(services: Services): Promise<ShownComparison | null> {
  const editor = activeTextEditor();
  if (editor === undefined) return null;
  const sentences = await selectedSentences(editor);
  if (sentences.length < FEWEST || sentences.length > MOST) {
    const values = [userNumber()(FEWEST), userNumber()(MOST), userNumber()(sentences.length)] as const;
    const message = vscode.l10n.t('Select {0} to {1} lines to compare, a sentence in each; these are {2}.', ...values);
    void showWarningMessage(message);
    return null;
  }
  const places = sentences.map(({ line }) => placeOf(editor.document, line));
  const record = new CallRecord(services.engine, 'similarity');
  const found = await withProgress(vscode.l10n.t('Comparing sentences'), (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const report = (_: number, of: number) => progress.report({ increment: 100 / of });
    const model = services.settings.get('compareSentences.model');
    return compareByPoolings(record, model, sentences.map(textOf), report, abort.signal);
  }).then(
    (value) => value,
    (error: unknown) => {
      vscode.Disposable.from(...places).dispose();
      throw error;
    },
  );
  checkLanguage(services, editor.document, sentences.map(textOf));
  const listed = sentences.map(({ text, line }) => ({ text, line: line + 1 }));
  const [where] = servedNote(services.servers, found.model);
  const comparison = { ...found, ...(where !== undefined && { where }), sentences: listed };
  return { comparison, places, result: rememberReading(services, record) };
}

/** Sentences in a language that the model does not know are compared, and that is said beside them. */
function checkLanguage(services: Services, document: vscode.TextDocument, lines: readonly string[]): void {
  // Of lines that are each too short to tell, all together may do.
  const texts = [lines.join('\n'), ...lines];
  sayOtherLanguage(services, 'compareSentences.model', 'sentences', document, texts).catch((error: unknown) =>
    services.log.warn(`languages: ${toErrorValue(error).message}`),
  );
}

const textOf = ({ text }: SelectedSentence) => text;

function placeOf(document: vscode.TextDocument, line: number): TrackedText {
  const { range } = document.lineAt(line);
  return new TrackedText(document, { start: document.offsetAt(range.start), end: document.offsetAt(range.end) });
}
