import * as vscode from 'vscode';
import type { TextSpan } from '../../../text/index.js';
import { showQuickPick, withProgress } from '../../core/messages.js';
import { saveFile } from '../../core/saveFile.js';
import { userNumber } from '../../core/userNumber.js';
import { excerptAround } from '../../editor/excerpt.js';
import { clipLabel } from '../../editor/labelWidth.js';
import { paragraphAround } from '../../editor/paragraph.js';
import { toEditorRange } from '../../editor/trackedText.js';
import type { Which } from './readers.js';
import { legendLines } from './steps.js';
import { surpriseCsv } from './surpriseCsv.js';
import type { Mode, SurpriseDocument } from './surpriseDocument.js';
import { bitsText, readerName, totalsParts } from './surpriseTexts.js';
import { totalsOf } from './totals.js';

/** So many of the most surprising words are listed. */
const LISTED = 20;

interface Row extends vscode.QuickPickItem {
  run?: () => unknown;
}

export interface FigureActions {
  mode: Mode;
  /** those of the settings */
  models: Readonly<Record<Which, string>>;
  setMode: (mode: Mode) => void;
  turnOff: () => void;
}

const heading = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** The list of all figures: totals, how they are marked, the most surprising words, and what can be done. */
export async function showFigures(
  editor: vscode.TextEditor,
  surprise: SurpriseDocument,
  actions: FigureActions,
): Promise<void> {
  const rows: Row[] = [];
  for (const which of ['first', 'second'] as const) {
    const reader = surprise.reader(which);
    if (reader !== null) rows.push(heading(readerName(reader)), ...totalsRows(editor, surprise, which));
  }
  rows.push(heading(vscode.l10n.t('Models')), ...modeRows(actions));
  rows.push(heading(vscode.l10n.t('All words')));
  const cost = costOf(surprise);
  rows.push({ label: vscode.l10n.t('Read the Whole Text'), ...cost, run: () => readAll(surprise) });
  rows.push({ label: vscode.l10n.t('Export as CSV…'), ...cost, run: () => exportCsv(surprise) });
  rows.push({ label: vscode.l10n.t('Turn Off'), run: () => actions.turnOff() });
  rows.push(heading(vscode.l10n.t('Marks')), ...legendLines().map((label) => ({ label })));
  rows.push(heading(vscode.l10n.t('The most surprising words')), ...wordRows(editor, surprise));
  const title = vscode.l10n.t('Surprise');
  const placeHolder = vscode.l10n.t('Choose a word to go to it, or what to do');
  const chosen = await showQuickPick(rows, { title, placeHolder });
  await chosen?.run?.();
}

/** What the rest of the text takes, where a server is asked for each token. */
function costOf(surprise: SurpriseDocument): { description?: string } {
  const requests = surprise.requestsLeft() ?? 0;
  return requests === 0
    ? {}
    : { description: vscode.l10n.t('requests, one for each token: about {0}', userNumber()(requests)) };
}

function totalsRows(editor: vscode.TextEditor, surprise: SurpriseDocument, which: Which): Row[] {
  const { document, selection } = editor;
  const ofSpan = (span: TextSpan) => totalsParts(totalsOf(surprise.words(which, span)));
  const rows: Row[] = [];
  if (!selection.isEmpty) {
    const span = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    rows.push({ label: vscode.l10n.t('Selection'), ...ofSpan(span) });
  }
  const { text, start } = excerptAround(document, selection);
  const paragraph = paragraphAround(text, document.offsetAt(selection.active) - start);
  if (paragraph.end > paragraph.start) {
    const span = { start: paragraph.start + start, end: paragraph.end + start };
    rows.push({ label: vscode.l10n.t('Paragraph'), ...ofSpan(span) });
  }
  const { totals, isWhole } = surprise.totals(which);
  const label = isWhole ? vscode.l10n.t('Document') : vscode.l10n.t('Document, as far as it is read');
  return [...rows, { label, ...totalsParts(totals) }];
}

function modeRows({ mode, models, setMode }: FigureActions): Row[] {
  const modes: [Mode, string][] = [
    ['first', vscode.l10n.t('Mark by {0}', models.first)],
    ['second', vscode.l10n.t('Mark by {0}', models.second)],
    ['both', vscode.l10n.t('Mark by both: {0} below the words, {1} above', models.first, models.second)],
  ];
  return modes.map(([one, label]) => ({
    label,
    ...(one === mode && { description: vscode.l10n.t('now') }),
    run: () => setMode(one),
  }));
}

function wordRows(editor: vscode.TextEditor, surprise: SurpriseDocument): Row[] {
  const which = surprise.reader('first') === null ? 'second' : 'first';
  const other = which === 'first' && surprise.reader('second') !== null ? 'second' : null;
  const others = new Map(
    other === null ? [] : surprise.words(other).map(({ place, bits }) => [`${place.start} ${place.end}`, bits]),
  );
  const words = surprise.words(which).flatMap((word) => (word.bits === null ? [] : [{ ...word, bits: word.bits }]));
  return words
    .sort((one, next) => next.bits - one.bits)
    .slice(0, LISTED)
    .map(({ text, bits, place }) => {
      const beside = others.get(`${place.start} ${place.end}`);
      const range = toEditorRange(editor.document, place);
      const line = vscode.l10n.t('line {0}', userNumber()(range.start.line + 1));
      const figures = [bitsText(bits), ...(beside === null || beside === undefined ? [] : [bitsText(beside)]), line];
      return {
        label: clipLabel(text),
        description: figures.join(' · '),
        run: () => {
          editor.selection = new vscode.Selection(range.start, range.end);
          editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
        },
      };
    });
}

/** @returns false where the user cancelled it */
async function readAll(surprise: SurpriseDocument): Promise<boolean> {
  return withProgress(vscode.l10n.t('Surprise: reading the whole text'), async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let told = 0;
    const number = userNumber();
    const all = surprise.requestsLeft() ?? 0;
    const tell = (share: number) => {
      const done = [Math.round(share * all), all].map(number);
      const message = all === 0 ? {} : { message: vscode.l10n.t('requests: about {0} of {1}', ...done) };
      progress.report({ increment: 100 * (share - told), ...message });
      told = share;
    };
    await surprise.readAll(tell, abort.signal);
    return !abort.signal.aborted;
  });
}

async function exportCsv(surprise: SurpriseDocument): Promise<void> {
  if (!(await readAll(surprise))) return;
  const named = (which: Which, fallback: string) => {
    const reader = surprise.reader(which);
    return reader === null ? fallback : `${reader.method} ${reader.model}`;
  };
  const names = { first: named('first', 'causal'), second: named('second', 'pseudo') };
  const csv = surpriseCsv(surprise.words('first'), surprise.words('second'), names);
  await saveFile('surprise', 'csv', csv);
}
