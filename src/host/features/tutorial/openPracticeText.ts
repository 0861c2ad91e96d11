import * as vscode from 'vscode';
import { commandIds } from '../../core/commandIds.js';
import { tutorialPosition, TUTORIAL_STEPS, type TutorialStep } from './tutorialSteps.js';

/**
 * *Open Practice Text*: a copy of the example that belongs to nobody's files. With the name of a practice, as the
 * walkthrough's buttons give it, the cursor goes to its place and its command runs.
 */
export function openPracticeTextCommand(context: vscode.ExtensionContext): (practice?: unknown) => Promise<void> {
  let open: vscode.TextDocument | null = null;

  async function fresh(): Promise<vscode.TextDocument> {
    const file = vscode.Uri.joinPath(context.extensionUri, 'examples', 'story.md');
    const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    return vscode.workspace.openTextDocument({ language: 'markdown', content });
  }

  return async (asked) => {
    const practice = TUTORIAL_STEPS.find((one) => one === asked) ?? null;
    const holds = (document: vscode.TextDocument) =>
      !document.isClosed && (practice === null || tutorialPosition(document.getText(), practice) !== null);
    const document = open && holds(open) ? open : (open = await fresh());
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: columnOf(document) ?? vscode.ViewColumn.Active,
      preview: false,
    });
    if (practice === null) return;
    place(editor, practice);
    await vscode.commands.executeCommand(commandIds[practice]);
  };
}

function place(editor: vscode.TextEditor, practice: TutorialStep): void {
  const { document } = editor;
  const span = tutorialPosition(document.getText(), practice);
  if (!span) return;
  editor.selection = new vscode.Selection(document.positionAt(span.start), document.positionAt(span.end));
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The column in which a document stands already. */
function columnOf({ uri }: vscode.TextDocument): vscode.ViewColumn | undefined {
  const groups = vscode.window.tabGroups.all;
  const isHere = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  return groups.find(({ tabs }) => tabs.some(isHere))?.viewColumn;
}
