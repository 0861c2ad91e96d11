import * as vscode from 'vscode';

/** Shows which line is asked about, and the labels that others have. */
export interface LabelMarks extends vscode.Disposable {
  /** Lines are null where their text is no longer there. */
  show(line: number | null, given: readonly { line: number | null; label: string }[]): void;
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
  const rangesOf = (line: number | null) => (line === null ? [] : [editor.document.lineAt(line).range]);
  return {
    show(line, given) {
      const [range] = rangesOf(line);
      editor.setDecorations(asked, rangesOf(line));
      editor.setDecorations(
        labelled,
        given.flatMap(({ line: at, label }) =>
          rangesOf(at).map((place) => ({
            range: place,
            renderOptions: {
              after: {
                contentText: label,
                color: new vscode.ThemeColor('badge.foreground'),
                backgroundColor: new vscode.ThemeColor('badge.background'),
                margin: '0 0 0 1em',
              },
            },
          })),
        ),
      );
      if (range) editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    },
    dispose() {
      asked.dispose();
      labelled.dispose();
    },
  };
}
