import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { ViewportKeeper } from '../../../../src/host/editor/viewport.js';

const LINES = 40;

/** An editor of forty lines that scrolls. */
function editorAt(first: number) {
  const visibleRanges = [{ start: { line: first }, end: { line: first + LINES } }];
  return { selections: [{ isEqual: () => true }], visibleRanges };
}

type Editor = ReturnType<typeof editorAt>;

interface Shown {
  active?: Editor;
  listeners: Set<(event: unknown) => void>;
}

const window = vi.hoisted((): Shown => ({ listeners: new Set() }));

vi.mock('vscode', () => ({
  window: {
    get activeTextEditor() {
      return window.active;
    },
    onDidChangeTextEditorVisibleRanges: (listener: (event: unknown) => void) => {
      window.listeners.add(listener);
      return { dispose: () => window.listeners.delete(listener) };
    },
  },
  commands: {
    // Scrolls the editor that the user is in, as the editor's own command does.
    executeCommand: (_: string, { to, value }: { to: string; value: number }) => {
      const editor = window.active!;
      const by = to === 'down' ? value : -value;
      for (const end of [editor.visibleRanges[0]!.start, editor.visibleRanges[0]!.end]) end.line += by;
      for (const listener of window.listeners) listener({ textEditor: editor });
      return Promise.resolve();
    },
  },
}));

const viewOf = (editor: Editor) => new ViewportKeeper(editor as unknown as vscode.TextEditor);
const top = (editor: Editor) => editor.visibleRanges[0]!.start.line;
const line = (number: number) => ({ start: { line: number } }) as unknown as vscode.Range;

describe('the text beside a list', () => {
  let editor: Editor;
  beforeEach(() => {
    window.active = editor = editorAt(100);
  });

  it('is scrolled out from under the list, and back', async () => {
    const view = viewOf(editor);
    expect(await view.showBelowList(line(105), 10)).toBe(true);
    expect(top(editor)).toBeLessThan(100);
    await view.restore();
    expect(top(editor)).toBe(100);
  });

  it('leaves an editor alone that the user has gone to meanwhile', async () => {
    const view = viewOf(editor);
    await view.showBelowList(line(105), 10);
    const other = editorAt(500);
    window.active = other;
    await view.restore();
    expect(top(other)).toBe(500);
  });
});
