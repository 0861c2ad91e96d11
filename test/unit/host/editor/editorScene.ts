/** A change of the text, in UTF-16 offsets. */
interface Change {
  start: number;
  end: number;
  text: string;
}

class Position {
  readonly line = 0;
  constructor(readonly offset: number) {}

  isBefore({ offset }: Position): boolean {
    return this.offset < offset;
  }
}

class Range {
  readonly isEmpty: boolean;
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {
    this.isEmpty = start.offset === end.offset;
  }
}

class Selection extends Range {
  get active(): Position {
    return this.end;
  }
}

class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly event = (listener: (value: T) => void) => listened(this.#listeners, listener);
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

function listened<T>(listeners: Set<T>, listener: T) {
  listeners.add(listener);
  return { dispose: () => listeners.delete(listener) };
}

interface ChangeEvent {
  document: unknown;
  contentChanges: { rangeOffset: number; rangeLength: number; text: string }[];
  reason: number | undefined;
}

/** One document in one line and the editor that shows it, as far as texts are put into it. */
export class Scene {
  visible = true;
  /** the editor is gone, though it is still known */
  closed = false;
  /** edits are "done" and change nothing, as the editor has it */
  readOnly = false;
  /** what somebody else changes at the moment of an edit, which then fails as the editor's do */
  readonly meanwhile: Change[] = [];
  readonly messages: string[] = [];
  /** the buttons of each message */
  readonly offers: string[][] = [];
  /** the button that is pressed in every message, the row that is taken from every list */
  choose: string | undefined;
  clipboard = '';
  /** all that was copied */
  readonly copied: string[] = [];
  /** done while a list is open */
  whileOpen: () => void = () => undefined;
  readonly listeners = new Set<(event: ChangeEvent) => void>();
  readonly openListeners = new Set<(document: unknown) => void>();
  readonly closeListeners = new Set<(document: unknown) => void>();
  readonly selectionListeners = new Set<(event: { textEditor: unknown }) => void>();
  document;
  readonly editor;

  constructor(public text: string) {
    this.document = {
      isClosed: false,
      eol: 1,
      languageId: 'plaintext',
      uri: { scheme: 'file', path: '/a.txt', toString: () => 'file:///a.txt' },
      version: 1,
      getText: (range?: Range) => (range ? this.text.slice(range.start.offset, range.end.offset) : this.text),
      positionAt: (offset: number) => new Position(offset),
      offsetAt: ({ offset }: Position) => offset,
      lineCount: 1,
      lineAt: () => ({ text: this.text, range: new Range(new Position(0), new Position(this.text.length)) }),
    };
    this.editor = {
      viewColumn: 1 as number | undefined,
      document: this.document,
      selection: new Selection(new Position(0), new Position(0)),
      selections: [new Selection(new Position(0), new Position(0))],
      edit: (build: (builder: unknown) => void) => {
        if (this.closed) return Promise.reject(new Error('TextEditor#edit not possible on closed editors'));
        const changes: Change[] = [];
        build({
          replace: ({ start, end }: Range, text: string) =>
            changes.push({ start: start.offset, end: end.offset, text }),
          insert: ({ offset }: Position, text: string) => changes.push({ start: offset, end: offset, text }),
        });
        return Promise.resolve(this.apply(changes));
      },
    };
  }

  /** False when somebody else was quicker. */
  apply(changes: readonly Change[]): boolean {
    if (this.readOnly) return true;
    const first = this.meanwhile.shift();
    this.change(first ? [first] : changes);
    return first === undefined;
  }

  /** @param reason 1 for an undo, 2 for a redo */
  change(changes: readonly Change[], reason?: number): void {
    const backwards = [...changes].sort((a, b) => b.start - a.start);
    for (const { start, end, text } of backwards) this.text = this.text.slice(0, start) + text + this.text.slice(end);
    this.document.version += 1;
    const contentChanges = backwards.map(({ start, end, text }) => ({
      rangeOffset: start,
      rangeLength: end - start,
      text,
    }));
    for (const listener of this.listeners) listener({ document: this.document, contentChanges, reason });
  }

  /** The user selects a stretch, or puts the cursor at its one place. */
  select(start: number, end = start): void {
    this.editor.selection = new Selection(new Position(start), new Position(end));
    for (const listener of this.selectionListeners) listener({ textEditor: this.editor });
  }

  /** The document's tab is closed. */
  close(): void {
    this.document.isClosed = true;
    for (const listener of this.closeListeners) listener(this.document);
  }

  /** The document is opened again, with another text. */
  open(text: string): void {
    this.text = text;
    this.document = this.editor.document = { ...this.document, isClosed: false };
    for (const listener of this.openListeners) listener(this.document);
  }
}

/** The editor's API for a scene. */
export function editorApi(now: () => Scene) {
  return {
    EventEmitter,
    Disposable: {
      from: (...all: { dispose: () => void }[]) => ({ dispose: () => all.forEach((one) => one.dispose()) }),
    },
    Position,
    Range,
    Selection,
    EndOfLine: { LF: 1, CRLF: 2 },
    WorkspaceEdit: class {
      readonly changes: Change[] = [];
      replace(_: unknown, { start, end }: Range, text: string): void {
        this.changes.push({ start: start.offset, end: end.offset, text });
      }
    },
    window: {
      get activeTextEditor() {
        return now().visible ? now().editor : undefined;
      },
      get visibleTextEditors() {
        return now().visible ? [now().editor] : [];
      },
      showWarningMessage: (message: string, ...offers: string[]) => {
        now().messages.push(message);
        now().offers.push(offers);
        return Promise.resolve(now().choose);
      },
      showQuickPick: (items: readonly { label: string }[]) => {
        now().whileOpen();
        return Promise.resolve(items.find(({ label }) => label === now().choose));
      },
      setStatusBarMessage: () => undefined,
      onDidChangeActiveTextEditor: () => ({ dispose: () => undefined }),
      onDidChangeTextEditorSelection: (listener: (event: { textEditor: unknown }) => void) =>
        listened(now().selectionListeners, listener),
    },
    workspace: {
      notebookDocuments: [],
      get textDocuments() {
        return [now().document];
      },
      applyEdit: ({ changes }: { changes: readonly Change[] }) => Promise.resolve(now().apply(changes)),
      onDidChangeTextDocument: (listener: (event: ChangeEvent) => void) => listened(now().listeners, listener),
      onDidOpenTextDocument: (listener: (document: unknown) => void) => listened(now().openListeners, listener),
      onDidCloseTextDocument: (listener: (document: unknown) => void) => listened(now().closeListeners, listener),
    },
    env: {
      clipboard: {
        writeText: (text: string) => {
          now().clipboard = text;
          now().copied.push(text);
          return Promise.resolve();
        },
      },
    },
    l10n: {
      t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, index) => values[Number(index)] ?? ''),
    },
  };
}
