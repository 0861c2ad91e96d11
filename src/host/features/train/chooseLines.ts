import * as vscode from 'vscode';
import { labelsOf } from '../../../text/examples.js';
import { joinSentences } from '../../../wording/index.js';
import { trainingText } from '../../../wording/trainingText.js';
import { columnsOf } from '../../../text/labelledTable.js';
import { nearlyLabelled, type LabelledRows } from '../../../text/labelledLines.js';
import { isHeaded, readLabelled } from '../../../text/labelledText.js';
import { commandIds } from '../../core/commandIds.js';
import { showQuickPick, showWarningMessage } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { readFolders } from './folders.js';
import {
  countsText,
  labelProblem,
  linesOf,
  nameOf,
  noLines,
  readTable,
  remarksOf,
  stretchOf,
  type Stretch,
  type TrainingLines,
} from './lines.js';

const title = () => vscode.l10n.t('Train Classifier');

/** Lets the user choose where the labelled lines are; null where the user left, or there are none. */
export async function chooseLines(editor: vscode.TextEditor | undefined): Promise<TrainingLines | null> {
  const here = editor ? stretchOf(editor) : null;
  const row = (
    label: string,
    description: string,
    icon: string,
    take: () => Promise<TrainingLines | null>,
    remarks: readonly string[] = [],
  ) => ({
    ...{ label, description, iconPath: new vscode.ThemeIcon(icon), take },
    ...(remarks.length > 0 && { detail: joinSentences(...remarks) }),
  });
  const rows = [
    ...(here ? hereRows(here) : []),
    row(
      vscode.l10n.t('A Table in a File…'),
      vscode.l10n.t('CSV or TSV with a column of texts and one of labels'),
      'table',
      fromFile,
    ),
    row(
      vscode.l10n.t('Folders of Texts…'),
      vscode.l10n.t('each folder’s name is the label of the files in it'),
      'folder',
      fromFolders,
    ),
  ];
  const placeHolder = vscode.l10n.t('Which texts, with their labels, are to be learnt from?');
  const lines = (await (await showQuickPick(rows, { title: title(), placeHolder }))?.take()) ?? null;
  if (lines === null) return null;
  const problem = labelProblem(lines.examples);
  if (problem === null) {
    // What follows asks for a model, its layers and a name: whoever reads this can still leave.
    if (lines.remarks.length > 0) void showWarningMessage(`${lines.name}: ${joinSentences(...lines.remarks)}`);
    return lines;
  }
  lines.spans?.dispose();
  await showWarningMessage(joinSentences(trainingText(problem, userNumber()), ...lines.remarks));
  return null;

  function hereRows(stretch: Stretch) {
    const { document, text } = stretch;
    const found = readLabelled(text);
    const name = nameOf(document.uri);
    if ('rows' in found && canLearn(found.rows) && !isHeaded(found)) {
      const label = vscode.l10n.t('The {0} Labelled Lines of {1}', userNumber()(found.rows.length), name);
      const take = () => Promise.resolve(linesOf(stretch, found));
      return [row(label, countsText(found.rows), 'list-flat', take, remarksOf(found, stretch.line))];
    }
    // A table that calls its columns otherwise.
    const isTable = /\.(?:csv|tsv)$/i.test(document.uri.path) || ('rows' in found && isHeaded(found));
    if (isTable && columnsOf(text).length > 1) {
      return [
        row(vscode.l10n.t('The Table {0}', name), '', 'table', async () => {
          const table = await readTable(text, name);
          return table && linesOf(stretch, table);
        }),
      ];
    }
    const label = vscode.l10n.t('Label Lines by Keys…');
    const byKeys = async () => {
      await vscode.commands.executeCommand(commandIds.labelLines);
      return null;
    };
    return [row(label, name, 'tag', byKeys, [whyNot(text, name, 'rows' in found ? found : null)])];
  }
}

/** Why a text's lines are not offered as labelled ones. */
function whyNot(text: string, name: string, found: LabelledRows | null): string {
  const rows = found && found.rows.length > found.without.length ? found.rows : nearlyLabelled(text);
  const problem = rows.length === 0 ? null : labelProblem(rows);
  return problem === null
    ? noLines(name)
    : joinSentences(
        vscode.l10n.t('Lines of {0} that have a label: {1}.', name, userNumber()(rows.length)),
        trainingText(problem, userNumber()),
      );
}

/** Of program code each line may have an arrow, and what stands behind it is no label: labels repeat. */
function canLearn(rows: readonly { text: string; label: string }[]): boolean {
  const labels = labelsOf(rows).length;
  return labels > 1 && labels <= Math.max(2, rows.length / 2);
}

async function fromFile(): Promise<TrainingLines | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      filters: { [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'txt'], [vscode.l10n.t('All Files')]: ['*'] },
      openLabel: vscode.l10n.t('Learn from It'),
    })) ?? [];
  if (!uri) return null;
  const document = await vscode.workspace.openTextDocument(uri);
  const table = await readTable(document.getText(), nameOf(uri));
  return table && linesOf({ document, text: document.getText(), line: 0 }, table);
}

async function fromFolders(): Promise<TrainingLines | null> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Learn from It'),
    })) ?? [];
  if (!folder) return null;
  const lines = await withWorkProgress(vscode.l10n.t('Reading'), (progress) => readFolders(folder, progress));
  if (labelsOf(lines.examples).length < 2) {
    const message = vscode.l10n.t(
      '{0} needs two folders or more with texts in them: a folder’s name is the label of its files.',
      lines.name,
    );
    await showWarningMessage(message);
    return null;
  }
  if (lines.leftOut > 0) {
    const message = vscode.l10n.t(
      'Files left out, which are empty, binary, larger than a megabyte or not to be read: {0}',
      userNumber()(lines.leftOut),
    );
    void showWarningMessage(message);
  }
  if (lines.tooMany > 0) {
    void showWarningMessage(
      vscode.l10n.t('Files left out, since there are too many: {0}', userNumber()(lines.tooMany)),
    );
  }
  return lines;
}
