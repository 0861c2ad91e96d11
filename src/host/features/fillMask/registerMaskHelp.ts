import * as vscode from 'vscode';
import type { Services } from '../../core/services.js';

/** So long after a change of the text the editor asks for completions by itself, in milliseconds. */
const TYPING = 500;

/** What a line with a mask in it has; what is one is looked at when it is there. */
const SIGN = /\[mask\]|<mask>|___/i;

const hasSign = (document: vscode.TextDocument, line: number) => SIGN.test(document.lineAt(line).text.slice(0, 20_000));

/**
 * *Fill Mask* at a mask itself: as a code action, and as completion items when the user asks for them (the editor's own
 * asking while somebody types is not answered). The code is loaded with the first mask, the model with the first list.
 */
export function maskHelp(services: Services): vscode.Disposable {
  let changed: { document: vscode.TextDocument; at: number } | undefined;
  const isTyping = (document: vscode.TextDocument) =>
    changed?.document === document && performance.now() - changed.at < TYPING;
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeTextDocument(({ document }) => (changed = { document, at: performance.now() })),
    vscode.languages.registerCodeActionsProvider(
      '*',
      {
        async provideCodeActions(document, range) {
          if (!hasSign(document, range.start.line)) return [];
          return (await import('./maskHelp.js')).maskActions(document, range);
        },
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.RefactorRewrite] },
    ),
    vscode.languages.registerCompletionItemProvider('*', {
      async provideCompletionItems(document, position, token) {
        if (isTyping(document) || !hasSign(document, position.line)) return [];
        return (await import('./maskHelp.js')).maskCompletions(services, document, position, token);
      },
    }),
  );
}
