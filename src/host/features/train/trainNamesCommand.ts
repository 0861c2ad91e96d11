import * as vscode from 'vscode';
import type { Params, TrainNamesValue } from '../../../protocol/engine/index.js';
import { readMarkedNames, type MarkedNames } from '../../../text/markedNames.js';
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
import { faultRows, progressOf, stoppedHead } from './trainCommand.js';
import { figureRow, showLearnt } from './showLearnt.js';

/** *Train Name Finder…*: makes a model that finds names of the user's own kinds, of lines that mark them. */
export const trainNamesCommand = (services: Services, context: vscode.ExtensionContext) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (!editor) return;
  const { document, lines, spans } = markedLinesOf(editor);
  const from = nameOf(document.uri);
  const marked = lines.reduce((sum, line) => sum + line.spans.length, 0);
  const number = userNumber();
  const title = vscode.l10n.t('Train Name Finder · names: {0}, lines: {1}', number(marked), number(lines.length));
  let training: Training | null = null;
  const work = async () => {
    if (marked === 0) return void (await sayHow(from));
    training ??= await chooseNameTraining(services, title, `${from}-names`);
    if (training !== null) await train(services, context, { lines, spans }, training);
  };
  await keepTrying(services, work, () => spans.dispose());
};

interface Marked {
  lines: MarkedNames[];
  spans: TrackedSpans;
}

async function train(
  services: Services,
  context: vscode.ExtensionContext,
  { lines, spans }: Marked,
  { model, layers, name }: Training,
): Promise<void> {
  const params = { model, layers, examples: lines };
  const made = await runLearning(services, context, { method: 'trainNames', name, params }, (report) =>
    report.kind === 'training' ? progressOf(report.progress) : null,
  );
  const { value } = made;
  if (value.stopped && !(await wantsStopped(name, value.bestStep, stoppedHead(name)))) return made.discard();
  const id = await made.install();
  if (id === null) return;
  void vscode.commands.executeCommand(commandIds.refreshModels);
  await showMade(id, value, lines, spans);
}

/** Lines of the selection, or of all, with what is marked in them and where they stand. */
function markedLinesOf(editor: vscode.TextEditor): Marked & { document: vscode.TextDocument } {
  const { document, text, line: first } = stretchOf(editor);
  const spans = new TrackedSpans(document, document.getText());
  const lines: MarkedNames[] = [];
  const places: { start: number; end: number }[] = [];
  for (const [at, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = readMarkedNames(written);
    if (!/[\p{L}\p{N}]/u.test(line.text)) continue;
    const { range } = document.lineAt(Math.min(first + at, document.lineCount - 1));
    places.push({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) });
    lines.push(line);
  }
  spans.add(places);
  return { document, lines, spans };
}

const sayHow = (name: string) =>
  showWarningMessage(
    vscode.l10n.t(
      '{0} marks no names. Write one sentence a line, and names as [Anna](PERSON) lives in [Rome](PLACE); lines without a mark say what is no name.',
      name,
    ),
  );

async function showMade(
  id: string,
  value: TrainNamesValue,
  lines: Params<'trainNames'>['examples'],
  spans: TrackedSpans,
): Promise<void> {
  const learnt = {
    id,
    seconds: value.seconds,
    setting: 'findNames.model',
    use: vscode.l10n.t('Use It for Find Names'),
    used: vscode.l10n.t('Find Names works with {0} now.', id),
    what: vscode.l10n.t('How well it finds names in lines that it has not seen'),
    report: () => nameReport(id, value, lines),
    rows: [
      { heading: nameJudgedText(value) },
      ...nameFigures(value).map(figureRow),
      ...faultRows(value),
      ...wrongNameRows(value, lines),
    ],
  } as const;
  await showLearnt(learnt, spans);
}
