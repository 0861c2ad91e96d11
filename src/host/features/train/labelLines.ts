import * as vscode from 'vscode';
import type { Example } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { labelOf, labelsOf, withoutArrows } from '../../../text/examples.js';
import { isolate } from '../../../text/isolate.js';
import { hasWords, withoutListSigns } from '../../../text/listSigns.js';
import { createQuickPick, showInformationMessage, showWarningMessage } from '../../core/messages.js';
import { commandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { openBeside } from '../../editor/openBeside.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { labelMarks } from './labelMarks.js';
import { stretchOf } from './lines.js';

/** Labels that a digit gives. */
const DIGITS = 9;
const TITLE = 80;

/** A line that is labelled: its number in the document, from 0, and its words. */
export interface OpenLine {
  line: number;
  text: string;
}

/** Lines that say something; signs of lists before them are no part of them. */
export function openLines(text: string, first: number): OpenLine[] {
  return withoutListSigns(text.split(/\r\n|\r|\n/)).flatMap((line, at) =>
    hasWords(line) ? [{ line: first + at, text: line.trim() }] : [],
  );
}

/** What was done at a line. */
type Answer = { label: string } | 'skip' | 'back' | 'end';

/** *Label Lines by Keys…*: line after line gets a label by a digit; what was labelled opens as a text to be kept. */
export const labelLinesCommand = (services: Services) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (!editor) return;
  const stretch = stretchOf(editor);
  const lines = openLines(stretch.text, stretch.line);
  if (lines.length === 0) return void (await showWarningMessage(vscode.l10n.t('There is no text to read here.')));
  try {
    await keep(await labelAll(editor, lines));
  } catch (error) {
    services.report(error);
  }
};

/** @returns the labelled lines, in their order */
async function labelAll(editor: vscode.TextEditor, lines: readonly OpenLine[]): Promise<Example[]> {
  const given = new Map<number, string>();
  // A digit stays a label's, also when its only line is taken back.
  const labels: string[] = [];
  const marks = labelMarks(editor);
  const { document } = editor;
  const places = new TrackedSpans(document, document.getText());
  places.add(lines.map(({ line }) => spanOf(document, document.lineAt(line).range)));
  places.settle();
  // A line that was changed meanwhile keeps its label, and has no mark.
  const lineOf = (index: number) => {
    const span = places.at(index);
    return span && document.positionAt(span.start).line;
  };
  try {
    for (let at = 0; at < lines.length;) {
      marks.show(
        lineOf(at),
        [...given].map(([index, label]) => ({ line: lineOf(index), label })),
      );
      const answer = await ask(lines, at, labels);
      if (answer === 'end') break;
      if (answer === 'back') given.delete(--at);
      else {
        if (answer !== 'skip') {
          given.set(at, answer.label);
          if (!labels.includes(answer.label)) labels.push(answer.label);
        }
        at += 1;
      }
    }
  } finally {
    vscode.Disposable.from(marks, places).dispose();
  }
  return [...given].sort(([one], [other]) => one - other).map(([at, label]) => ({ text: lines[at]!.text, label }));
}

const spanOf = (document: vscode.TextDocument, { start, end }: vscode.Range) => ({
  start: document.offsetAt(start),
  end: document.offsetAt(end),
});

type Row = vscode.QuickPickItem & { answer: Answer };

function ask(lines: readonly OpenLine[], at: number, labels: readonly string[]): Promise<Answer> {
  const pick = createQuickPick<Row>();
  const figures = [at + 1, lines.length].map(userNumber());
  pick.title = vscode.l10n.t('Line {0} of {1}: {2}', ...figures, isolate(clipEnd(lines[at]!.text, TITLE)));
  // Where labels begin with digits, as of stars or decades, these are typed.
  const areDigits = labels.some((label) => /^\p{Nd}/u.test(label));
  pick.placeholder =
    labels.length === 0
      ? vscode.l10n.t('Type its label, and Enter; the next lines take it by a digit')
      : areDigits
        ? vscode.l10n.t('Type a label, or choose one, and Enter')
        : vscode.l10n.t(
            'A digit gives the label; type another, and Enter: one that begins with a digit behind a space',
          );
  pick.ignoreFocusOut = true;
  const known = labels.map((label, index): Row => ({
    label,
    ...(index < DIGITS && !areDigits && { description: String(index + 1) }),
    answer: { label },
  }));
  const others: Row[] = [
    {
      label: vscode.l10n.t('Leave It Without a Label'),
      iconPath: new vscode.ThemeIcon('debug-step-over'),
      answer: 'skip',
    },
    ...(at > 0
      ? [{ label: vscode.l10n.t('Back'), iconPath: new vscode.ThemeIcon('arrow-left'), answer: 'back' } as const]
      : []),
    { label: vscode.l10n.t('That Is All'), iconPath: new vscode.ThemeIcon('check'), answer: 'end' },
  ];
  pick.items = [...known, ...others];
  return new Promise<Answer>((resolve) => {
    pick.onDidChangeValue((value) => {
      const digit = !areDigits && /^[1-9]$/.test(value) ? labels[Number(value) - 1] : undefined;
      if (digit !== undefined) return resolve({ label: digit });
      const typed = labelIn(value);
      const isNew = typed !== '' && !labels.includes(typed);
      const row: Row = {
        label: typed,
        description: vscode.l10n.t('a new label'),
        alwaysShow: true,
        answer: { label: typed },
      };
      // What was typed is meant, and not a label that only has it in it: the first one is what Enter takes.
      const meant = isNew ? [row] : known.filter(({ label }) => label === typed);
      pick.items = [...meant, ...known.filter((one) => !meant.includes(one)), ...others];
    });
    pick.onDidAccept(() => pick.activeItems[0] && resolve(pick.activeItems[0].answer));
    pick.onDidHide(() => resolve('end'));
    pick.show();
  }).finally(() => pick.dispose());
}

/** A label cannot have the sign that stands before it. */
const labelIn = (typed: string): string => labelOf(withoutArrows(typed));

/** Opens what was labelled beside the text: nothing of it is lost, and *Train Classifier…* learns from it. */
async function keep(examples: readonly Example[]): Promise<void> {
  if (examples.length === 0) return;
  await openBeside(`${examples.map(({ text, label }) => `${text} => ${label}`).join('\n')}\n`, 'plaintext');
  const number = userNumber();
  const labels = labelsOf(examples).length;
  const message = vscode.l10n.t(
    'Lines labelled: {0}, labels: {1}. They stand beside, to be saved.',
    number(examples.length),
    number(labels),
  );
  const train = vscode.l10n.t('Train Classifier…');
  const answer = await showInformationMessage(message, ...(labels > 1 ? [train] : []));
  if (answer === train) await vscode.commands.executeCommand(commandIds.trainClassifier);
}
