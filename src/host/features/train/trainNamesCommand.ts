import * as vscode from 'vscode';
import type { ErrorDetailsOf, TrainNamesValue } from '../../../protocol/engine/index.js';
import { lineRemarks } from '../../../text/lineRemarks.js';
import { markedLines, nameProblem, taughtNames, type MarkedNames } from '../../../text/markedNames.js';
import { joinSentences } from '../../../wording/index.js';
import { lineRemarkTexts } from '../../../wording/lineRemarkTexts.js';
import { trainingText } from '../../../wording/trainingText.js';
import { commandIds } from '../../core/commandIds.js';
import { showWarningMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { chooseNameTraining, type Training } from './chooseTraining.js';
import { wantsStopped } from './keepStopped.js';
import { keepTrying } from './keepTrying.js';
import { nameOf, stretchOf } from './lines.js';
import { nameFigures, nameJudgedText, nameReport, wrongNameRows } from './nameRows.js';
import { runLearning } from './runLearning.js';
import { faultRows, knownTexts, progressOf, stoppedHead } from './runTexts.js';
import { figuresUnder, showLearnt } from './showLearnt.js';

/** *Train Name Finder…*: makes a model that finds names of the user's own kinds, of lines that mark them. */
export const trainNamesCommand = (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (!editor) return;
  const { document, ...marks } = markedLinesOf(editor);
  const { lines, spans, remarks } = marks;
  const from = nameOf(document.uri);
  const marked = lines.reduce((sum, line) => sum + line.spans.length, 0);
  const number = userNumber();
  const title = vscode.l10n.t('Train Name Finder · names: {0}, lines: {1}', number(marked), number(lines.length));
  const text = lines.map((line) => line.text).join('\n');
  let training: Training | null = null;
  const work = async () => {
    if (marked === 0) return void (await sayHow(from, remarks));
    const problem = nameProblem(lines);
    if (problem !== null) return void (await sayProblem({ kind: 'training', ...problem }, remarks));
    training ??= await chooseNameTraining(services, { title, from: `${from}-names`, document, text });
    if (training !== null) await train(services, context, marks, training);
  };
  if (marked > 0 && nameProblem(lines) === null && remarks.length > 0)
    void showWarningMessage(`${from}: ${joinSentences(...remarks)}`);
  await keepTrying(services, work, () => spans.dispose());
};

interface Marked {
  lines: MarkedNames[];
  /** of the lines, in the document */
  numbers: number[];
  spans: TrackedSpans;
  remarks: string[];
}

async function train(
  services: Services,
  context: vscode.ExtensionContext,
  { lines, numbers, spans, remarks }: Marked,
  { model, layers, name }: Training,
): Promise<void> {
  const params = { model, layers, examples: lines };
  const made = await runLearning(services, context, { method: 'trainNames', name, params, numbers }, (report) =>
    report.kind === 'training' ? progressOf(report.progress) : null,
  );
  const { value } = made;
  if (value.stopped && !(await wantsStopped(name, value.bestStep, stoppedHead(name)))) return made.discard();
  const id = await made.install();
  if (id === null) return;
  void vscode.commands.executeCommand(commandIds.refreshModels);
  await showMade(id, value, { lines, numbers, spans, remarks });
}

/** Lines of the selection, or of all, with what is marked in them and where they stand. */
function markedLinesOf(editor: vscode.TextEditor): Marked & { document: vscode.TextDocument } {
  const { document, text, line: first } = stretchOf(editor);
  const spans = new TrackedSpans(document, document.getText());
  const { lines, numbers, unread } = markedLines(text);
  spans.add(
    numbers.map((number) => {
      const { range } = document.lineAt(Math.min(first + number - 1, document.lineCount - 1));
      return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    }),
  );
  const number = userNumber();
  const found = lineRemarks(taughtNames(lines, numbers), { unread });
  const remarks = lineRemarkTexts(found, number, (line) => number(first + line));
  return { document, lines, numbers: numbers.map((line) => first + line), spans, remarks };
}

const sayHow = (name: string, remarks: readonly string[]) =>
  showWarningMessage(
    joinSentences(
      vscode.l10n.t(
        '{0} marks no names. Write one sentence a line, and names as [Anna](PERSON) lives in [Rome](PLACE); lines without a mark say what is no name.',
        name,
      ),
      ...remarks,
    ),
  );

const sayProblem = (problem: ErrorDetailsOf<'training'>, remarks: readonly string[]) =>
  showWarningMessage(joinSentences(trainingText(problem, userNumber()), ...remarks));

async function showMade(id: string, value: TrainNamesValue, { lines, spans, remarks }: Marked): Promise<void> {
  const learnt = {
    id,
    seconds: value.seconds,
    setting: 'findNames.model',
    use: vscode.l10n.t('Use It for Find Names'),
    used: vscode.l10n.t('Find Names works with {0} now.', id),
    what: vscode.l10n.t('How well it finds names in lines that it has not seen'),
    report: () => nameReport(id, value, lines, remarks),
    rows: [
      ...figuresUnder(nameJudgedText(value), nameFigures(value)),
      ...faultRows(value, [...knownTexts(value), ...remarks]),
      ...wrongNameRows(value, lines),
    ],
  } as const;
  await showLearnt(learnt, spans);
}
