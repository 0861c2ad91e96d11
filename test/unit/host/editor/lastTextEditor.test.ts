import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { LastTextEditor } from '../../../../src/host/editor/lastTextEditor.js';

interface Window {
  active: unknown;
  visible: unknown[];
  activated: (editor: unknown) => void;
  selected: (editor: unknown) => void;
}

const window = vi.hoisted((): Window => ({
  active: undefined,
  visible: [],
  activated: () => {},
  selected: () => {},
}));

vi.mock('vscode', () => ({
  EventEmitter: class {
    #listener: (value: unknown) => void = () => {};
    event = (listener: (value: unknown) => void) => {
      this.#listener = listener;
      return { dispose: () => {} };
    };
    fire(value: unknown): void {
      this.#listener(value);
    }
    dispose(): void {}
  },
  window: {
    get activeTextEditor() {
      return window.active;
    },
    get visibleTextEditors() {
      return window.visible;
    },
    onDidChangeActiveTextEditor: (listener: (editor: unknown) => void) => {
      window.activated = listener;
      return { dispose: () => {} };
    },
    onDidChangeTextEditorSelection: (listener: (event: unknown) => void) => {
      window.selected = (textEditor) => listener({ textEditor });
      return { dispose: () => {} };
    },
  },
}));

function editorOf(scheme: string) {
  return { document: { uri: { scheme }, isClosed: false } };
}

describe('the last text editor', () => {
  const [output, first, second] = [editorOf('output'), editorOf('file'), editorOf('untitled')];
  let last: LastTextEditor;
  let moved: unknown[];

  beforeEach(() => {
    vi.useFakeTimers();
    window.active = output;
    window.visible = [output, first, second];
    for (const { document } of [first, second]) document.isClosed = false;
    last = new LastTextEditor();
    moved = [];
    last.onDidMove((editor: vscode.TextEditor) => moved.push(editor));
  });

  afterEach(() => {
    last.dispose();
    vi.useRealTimers();
  });

  it('is one that shows a text, where the user is in none', () => {
    expect(last.editor).toBe(first);
  });

  it('is another one when the user goes there, and stays while the keyboard is elsewhere', () => {
    window.activated(second);
    window.activated(undefined);
    window.activated(output);
    expect(last.editor).toBe(second);
    expect(moved).toEqual([second]);
  });

  it('tells of its own cursor only', () => {
    window.selected(first);
    window.selected(second);
    window.selected(output);
    expect(moved).toEqual([first]);
    expect(last.editor).toBe(first);
  });

  it('is none when its document is closed', () => {
    first.document.isClosed = true;
    expect(last.editor).toBeUndefined();
  });

  it('runs the last of what was to be run when the cursor rests, unless that was dropped', () => {
    const ran: string[] = [];
    last.atRest(() => ran.push('early'));
    vi.advanceTimersByTime(100);
    last.atRest(() => ran.push('late'));
    vi.advanceTimersByTime(149);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['late']);
    last.atRest(() => ran.push('dropped'));
    last.cancel();
    last.atRest(() => ran.push('disposed'));
    last.dispose();
    vi.advanceTimersByTime(1000);
    expect(ran).toEqual(['late']);
  });
});
