import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createQuickPick,
  setStatusBarMessage,
  showErrorMessage,
  showInformationMessage,
  showModalMessage,
  showQuickPick,
  showWarningMessage,
  withProgress,
} from '../../../../src/host/core/messages.js';
import { HOSTILE } from '../hostile.js';

/** What the editor was given, and its list. */
const editor = vi.hoisted(() => {
  class List {
    title = '';
    placeholder = '';
    items: readonly { label: string }[] = [];
    readonly #private = 'kept';
    get own() {
      return this.#private;
    }
    show() {
      return this.#private;
    }
  }
  return { said: [] as string[], List, list: new List() };
});

vi.mock('vscode', () => {
  const show = (message: string) => Promise.resolve(void editor.said.push(message));
  return {
    ProgressLocation: { Notification: 15 },
    window: {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
      setStatusBarMessage: show,
      withProgress: ({ title }: { title: string }, task: (progress: unknown) => unknown) => {
        editor.said.push(title);
        return task({ report: ({ message }: { message?: string }) => message && editor.said.push(message) });
      },
      showQuickPick: (rows: { label: string; description?: string; detail?: string }[]) => {
        for (const { label, description = '', detail = '' } of rows) editor.said.push(label, description, detail);
        return Promise.resolve(rows[0]);
      },
      createQuickPick: () => (editor.list = new editor.List()),
    },
  };
});

beforeEach(() => void editor.said.splice(0));

const ACTS = /\]\(|\$\(|\n|\u202e/;
const ALL = HOSTILE.join(' ').slice(0, 500);

describe('what the editor says', () => {
  it.each(Object.entries({ showInformationMessage, showWarningMessage, showErrorMessage, showModalMessage }))(
    '%s: of foreign texts nothing acts, and the buttons stay',
    async (_, show) => {
      for (const text of HOSTILE) await show(`The model ${text} is broken.`, 'Try Again');
      expect(editor.said).toHaveLength(HOSTILE.length);
      for (const text of editor.said) expect(text).not.toMatch(ACTS);
    },
  );

  it('in the status bar has its own icon and none of a foreign text', () => {
    setStatusBarMessage(ALL, 1, 'check');
    expect(editor.said[0]).toMatch(/^\$\(check\) /);
    expect(editor.said[0]!.slice(9)).not.toMatch(ACTS);
  });

  it('while something goes on is plain in the title and in every report', async () => {
    await withProgress(ALL, (progress) => {
      progress.report({ message: ALL, increment: 3 });
      progress.report({ increment: 4 });
      return Promise.resolve();
    });
    expect(editor.said).toHaveLength(2);
    for (const text of editor.said) expect(text).not.toMatch(ACTS);
  });
});

describe('a list', () => {
  const row = { label: ALL, description: ALL, detail: ALL, source: { of: 'the row' } };

  it('shows rows that are plain, and gives the row itself', async () => {
    const chosen = await showQuickPick([row], { title: '', placeHolder: '' });
    expect(chosen).toBe(row);
    expect(editor.said).toHaveLength(3);
    for (const text of editor.said) expect(text).not.toMatch(ACTS);
  });

  it('that is made and filled later is plain everywhere', () => {
    const list = createQuickPick<typeof row>();
    list.title = ALL;
    list.placeholder = ALL;
    list.items = [row];
    for (const text of [editor.list.title, editor.list.placeholder, ...Object.values(editor.list.items[0]!)]) {
      if (typeof text === 'string') expect(text).not.toMatch(ACTS);
    }
    expect(list.items[0]).toBe(editor.list.items[0]);
    expect(list.items[0]?.source).toBe(row.source);
  });

  it('does all that the editor’s own list does', () => {
    const list = createQuickPick() as unknown as InstanceType<typeof editor.List>;
    expect([list.own, list.show()]).toEqual(['kept', 'kept']);
  });
});
