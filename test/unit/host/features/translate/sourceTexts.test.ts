import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { chooseSources } from '../../../../../src/host/features/translate/sourceTexts.js';
import { Scene } from '../../editor/editorScene.js';

const scene = vi.hoisted(() => ({ now: undefined as unknown as Scene }));

vi.mock('vscode', async () => {
  const { editorApi } = await import('../../editor/editorScene.js');
  return editorApi(() => scene.now);
});

const sources = () => chooseSources(scene.now.editor as unknown as vscode.TextEditor);

beforeEach(() => {
  scene.now = new Scene('The dog sleeps. The cat is awake.');
});

describe('what is translated where nothing is selected', () => {
  it('is what the user chose, wherever it is when the list closes', async () => {
    scene.now.choose = 'The sentence at the cursor';
    scene.now.whileOpen = () => scene.now.change([{ start: 0, end: 0, text: 'Look! ' }]);
    const [source] = await sources();
    expect(source?.text.trim()).toBe('The dog sleeps.');
    const { start = 0, end = 0 } = source?.where()?.span ?? {};
    expect(scene.now.text.slice(start, end).trim()).toBe('The dog sleeps.');
  });

  it('is the whole of a huge text, too', async () => {
    const long = 'It rains in the morning. '.repeat(20_000).trim();
    scene.now = new Scene(long);
    scene.now.choose = 'The whole text';
    const [source] = await sources();
    expect(source?.text).toBe(long);
  });

  it('follows nothing that was not chosen', async () => {
    scene.now.choose = 'The sentence at the cursor';
    expect(await sources()).toHaveLength(1);
    expect(scene.now.listeners.size).toBe(1);
    scene.now.choose = undefined;
    expect(await sources()).toEqual([]);
    expect(scene.now.listeners.size).toBe(1);
  });

  it('is nothing in an empty document', async () => {
    scene.now = new Scene('');
    expect(await sources()).toEqual([]);
    expect(scene.now.messages).toEqual([expect.stringContaining('There is no text to translate here.')]);
  });
});
