import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EditorSettings } from '../../../../src/host/core/settings.js';
import { HOSTILE } from '../hostile.js';

const editor = vi.hoisted(() => ({ values: new Map<string, unknown>(), said: new Array<string>() }));

vi.mock('vscode', () => ({
  EventEmitter: class {
    event = () => undefined;
    dispose() {}
  },
  workspace: {
    onDidChangeConfiguration: () => ({ dispose: () => undefined }),
    getConfiguration: () => ({ get: (key: string, fallback: unknown) => editor.values.get(key) ?? fallback }),
  },
  window: { showWarningMessage: (message: string) => Promise.resolve(void editor.said.push(message)) },
  l10n: {
    t: (text: string, ...values: string[]) => text.replace(/\{(\d)\}/g, (_, index) => values[Number(index)]!),
  },
}));

beforeEach(() => void editor.said.splice(0));

/** The message about a value that a setting does not take. */
function told(value: unknown): string {
  editor.values.set('fillMask.candidates', value);
  expect(new EditorSettings().get('fillMask.candidates')).toBe(10);
  return editor.said.at(-1)!;
}

describe('a value that a setting does not take', () => {
  it.each([
    [500, '500'],
    [1e999, 'Infinity'],
    [true, 'true'],
    ['ten', '"ten"'],
    ['', '""'],
    [[1], 'a list of other values'],
    [{ a: '[b](command:c)' }, 'an object'],
    ['<b>ten</b>', 'another text'],
  ])('%j is told as %s', (value, words) => {
    expect(told(value)).toBe(
      `The setting glassbox.fillMask.candidates is ${words}, which is out of range (1 … 50). 10 is used instead.`,
    );
  });

  it('is told to be no whole number where that is all', () => {
    expect(told(1.5)).toBe(
      'The setting glassbox.fillMask.candidates is 1.5, and must be a whole number (1 … 50). 10 is used instead.',
    );
  });

  it.each(HOSTILE)('is told by its kind and not by its words: %s', (text) => {
    expect(told(text)).toContain('is another text, which');
  });

  it.each([[['models']], [['./models', '/models']], [['~/models']], ['/models']])(
    'folders of models are absolute paths: %j',
    (folders) => {
      editor.values.set('models.folders', folders);
      expect(new EditorSettings().get('models.folders')).toEqual([]);
      expect(editor.said.at(-1)).toContain('out of range (a list of absolute paths)');
    },
  );

  it('is told once', () => {
    editor.values.set('fillMask.candidates', 500);
    const settings = new EditorSettings();
    settings.get('fillMask.candidates');
    settings.get('fillMask.candidates');
    expect(editor.said).toHaveLength(1);
  });
});
