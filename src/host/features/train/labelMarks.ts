import * as vscode from 'vscode';

/** Shows which line is asked about, and the labels that others have. */
export interface LabelMarks extends vscode.Disposable {
  show(line: number, given: readonly { line: number; label: string }[]): void;
}

/** The marks are gone, and the text where it was, when they are disposed of. */
export function labelMarks(editor: vscode.TextEditor): LabelMarks {
  const asked = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
    border: '2px solid',
    borderColor: new vscode.ThemeColor('focusBorder'),
  });
  const labelled = vscode.window.createTextEditorDecorationType({});
  const endOf = (line: number) => editor.document.lineAt(Math.min(line, editor.document.lineCount - 1)).range;
  return {
    show(line, given) {
      const range = endOf(line);
      editor.setDecorations(asked, [range]);
      editor.setDecorations(
        labelled,
        given.map(({ line: at, label }) => ({
          range: endOf(at),
          renderOptions: {
            after: {
              contentText: label,
              color: new vscode.ThemeColor('badge.foreground'),
              backgroundColor: new vscode.ThemeColor('badge.background'),
              margin: '0 0 0 1em',
            },
          },
        })),
      );
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
    dispose() {
      asked.dispose();
      labelled.dispose();
    },
  };
}
