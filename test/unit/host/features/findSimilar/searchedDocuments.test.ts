import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';

const editor = vi.hoisted(() => {
  class Input {
    constructor(
      readonly uri: unknown,
      readonly modified: unknown = uri,
    ) {}
  }
  return {
    Text: class extends Input {},
    TextDiff: class extends Input {},
    Notebook: class extends Input {},
    NotebookDiff: class extends Input {},
    tabs: [] as { input: unknown }[],
    texts: [] as unknown[],
    notebooks: [] as unknown[],
    active: undefined as { notebook: unknown } | undefined,
  };
});

vi.mock('vscode', async () => {
  const { vscodeStandIn } = await import('../models/vscodeStandIn.js');
  const listen = () => ({ dispose: () => {} });
  const opened = (all: readonly unknown[]) => (uri: unknown) => {
    const found = all.find((one) => String((one as { uri: unknown }).uri) === String(uri));
    return found === undefined ? Promise.reject(new Error('cannot be opened')) : Promise.resolve(found);
  };
  return {
    ...vscodeStandIn,
    TabInputText: editor.Text,
    TabInputTextDiff: editor.TextDiff,
    TabInputNotebook: editor.Notebook,
    TabInputNotebookDiff: editor.NotebookDiff,
    window: {
      get tabGroups() {
        return { all: [{ tabs: editor.tabs }] };
      },
      get activeNotebookEditor() {
        return editor.active;
      },
    },
    workspace: {
      get notebookDocuments() {
        return editor.notebooks;
      },
      openTextDocument: (uri: unknown) => opened(editor.texts)(uri),
      openNotebookDocument: (uri: unknown) => opened(editor.notebooks)(uri),
      asRelativePath: ({ path }: { path: string }) => path.replace('/notes/', ''),
      onDidChangeTextDocument: listen,
      onDidOpenTextDocument: listen,
    },
  };
});
const { activeFile, documentName, followed, openFiles, searchedDocuments } =
  await import('../../../../../src/host/features/findSimilar/searchedDocuments.js');

const uriOf = (scheme: string, path: string, fragment = '') => ({
  ...{ scheme, path, fragment },
  toString: () => `${scheme}:${path}${fragment}`,
});
const textOf = (uri: ReturnType<typeof uriOf>, text: string, languageId = 'markdown') =>
  ({ uri, languageId, getText: () => text }) as unknown as vscode.TextDocument;

/** A notebook whose cells are texts in these languages. */
function notebook(name: string, ...cells: [text: string, languageId: string][]): vscode.NotebookDocument {
  const made = { uri: uriOf('file', `/notes/${name}`), getCells: () => all } as unknown as vscode.NotebookDocument;
  const all = cells.map(([text, languageId], index) => ({
    ...{ index, notebook: made },
    document: textOf(uriOf('vscode-notebook-cell', `/notes/${name}`, `#c${index}`), text, languageId),
  })) as unknown as vscode.NotebookCell[];
  return made;
}

const BOOK = notebook('a/book.ipynb', ['# A fox', 'markdown'], ['# It runs.\nrun()', 'python'], ['raw', 'raw']);
const NOTE = textOf(uriOf('file', '/notes/note.md'), 'An owl.');
const PLAIN = textOf(uriOf('untitled', 'Untitled-1'), 'A hen.', 'latex');

beforeEach(() => {
  editor.notebooks = [BOOK];
  editor.texts = [NOTE, PLAIN];
  editor.tabs = [
    ...[new editor.Text(NOTE.uri), new editor.TextDiff(uriOf('git', '/notes/note.md'), NOTE.uri)],
    ...[new editor.Notebook(BOOK.uri), new editor.NotebookDiff(null, BOOK.uri), new editor.Text(PLAIN.uri), {}],
  ].map((input) => ({ input }));
  editor.active = undefined;
});

describe('open files', () => {
  it('are texts and notebooks, each once', () => {
    expect(openFiles().map(({ uri, isNotebook }) => [String(uri), isNotebook])).toEqual([
      ['file:/notes/note.md', false],
      ['file:/notes/a/book.ipynb', true],
      ['untitled:Untitled-1', false],
    ]);
  });

  it('are searched by names whose endings tell how they are read, a notebook cell by cell', async () => {
    const { documents, leftOut } = await searchedDocuments(openFiles());
    expect(documents.map(({ name, spans }) => [name, spans.text])).toEqual([
      ['note.md', 'An owl.'],
      ['a/book.ipynb, cell 1.md', '# A fox'],
      ['a/book.ipynb, cell 2.py', '# It runs.\nrun()'],
      ['a/book.ipynb, cell 3', 'raw'],
      ['Untitled-1.tex', 'A hen.'],
    ]);
    expect(leftOut).toEqual([]);
  });

  it('are left out where they cannot be opened, or are too large', async () => {
    editor.notebooks = [notebook('a/book.ipynb', ['x'.repeat(1_500_000), 'raw'], ['x'.repeat(1_500_000), 'raw'])];
    editor.texts = [PLAIN];
    const { documents, leftOut } = await searchedDocuments(openFiles());
    expect(documents.map(({ name }) => name)).toEqual(['Untitled-1.tex']);
    expect(leftOut.map(({ name, reason }) => [name, reason])).toEqual([
      ['note.md', 'binary'],
      ['a/book.ipynb', 'large'],
    ]);
    editor.notebooks = [];
    expect((await searchedDocuments(openFiles())).leftOut[1]).toMatchObject({
      name: 'a/book.ipynb',
      reason: 'unreadable',
    });
  });

  it('have different names where they are called the same', () => {
    expect(followed([NOTE, NOTE]).map(({ name }) => name)).toEqual(['note.md', '2: note.md']);
  });
});

describe('this file', () => {
  const editorOf = (document: vscode.TextDocument) => ({ document }) as vscode.TextEditor;
  const cells = BOOK.getCells().map(({ document }) => document);

  it('is the text, or all cells of a notebook, wherever the keyboard is in it', () => {
    expect(activeFile(editorOf(NOTE))).toEqual({ name: 'note.md', documents: [NOTE] });
    expect(activeFile(editorOf(cells[1]!))).toEqual({ name: 'a/book.ipynb', documents: cells });
    expect(activeFile(undefined)).toBeNull();
    editor.active = { notebook: BOOK };
    expect(activeFile(undefined)).toEqual({ name: 'a/book.ipynb', documents: cells });
    expect(activeFile(editorOf(NOTE))).toEqual({ name: 'note.md', documents: [NOTE] });
  });

  it('of a cell has the notebook’s name and its number', () => {
    expect(documentName(cells[1]!)).toBe('a/book.ipynb, cell 2');
    expect(documentName(NOTE)).toBe('note.md');
  });
});
