import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { applyEditsOrOffer } from '../../../../src/host/editor/applyEdits.js';
import { PlacedTranslation } from '../../../../src/host/editor/placedTranslation.js';
import { TrackedText } from '../../../../src/host/editor/trackedText.js';
import type { TranslateValue } from '../../../../src/protocol/engine/index.js';
import { Scene } from './editorScene.js';

const scene = vi.hoisted(() => ({ now: undefined as unknown as Scene }));

vi.mock('vscode', async () => {
  const { editorApi } = await import('./editorScene.js');
  return editorApi(() => scene.now);
});

const SOURCE = 'I am here.  You are there.\r\nWe go.';
const TARGETS = ['Ich bin hier.', 'Du bist da.', 'Wir gehen.'];

/** What the engine says to the source: what lies between its sentences stays. */
function translated(): TranslateValue {
  const sentences = ['I am here.', 'You are there.', 'We go.'];
  const segments = sentences.map((sentence, index) => {
    const start = SOURCE.indexOf(sentence);
    return { start, end: start + sentence.length, target: TARGETS[index]!, logProbability: -1 };
  });
  const text = sentences.reduce((whole, sentence, index) => whole.replace(sentence, TARGETS[index]!), SOURCE);
  return { model: 't5-mini', text, segments };
}

/** The source between other words, replaced by its translation. */
async function placed(): Promise<PlacedTranslation> {
  const document = scene.now.document as unknown as vscode.TextDocument;
  const source = new TrackedText(document, { start: 2, end: 2 + SOURCE.length });
  const value = translated();
  await applyEditsOrOffer([{ in: source, place: 'all', text: value.text }]);
  const found = PlacedTranslation.find(source, 'all', value);
  expect(found).not.toBeNull();
  return found!;
}

beforeEach(() => {
  scene.now = new Scene(`> ${SOURCE} <`);
});

describe('a translation in a document', () => {
  it('has each of its sentences replaced, one after the other', async () => {
    const translation = await placed();
    expect(await translation.replace(1, 'Sie sind dort.')).toBe('placed');
    expect(scene.now.text).toBe('> Ich bin hier.  Sie sind dort.\r\nWir gehen. <');
    expect(await translation.replace(2, 'Los!')).toBe('placed');
    expect(await translation.replace(1, 'Ihr seid da.')).toBe('placed');
    expect(scene.now.text).toBe('> Ich bin hier.  Ihr seid da.\r\nLos! <');
    translation.dispose();
    expect(scene.now.listeners.size).toBeLessThanOrEqual(1);
  });

  it('is followed where it moves', async () => {
    const translation = await placed();
    scene.now.change([{ start: 0, end: 0, text: 'More: ' }]);
    expect(await translation.replace(0, 'Da bin ich.')).toBe('placed');
    expect(scene.now.text).toBe('More: > Da bin ich.  Du bist da.\r\nWir gehen. <');
  });

  it('is known again after an undo', async () => {
    const translation = await placed();
    await translation.replace(0, 'Da bin ich.');
    scene.now.change([{ start: 2, end: 2 + 'Da bin ich.'.length, text: TARGETS[0]! }], 1);
    expect(await translation.replace(1, 'Sie sind dort.')).toBe('placed');
    expect(scene.now.text).toBe('> Ich bin hier.  Sie sind dort.\r\nWir gehen. <');
  });

  it('is left alone where somebody has changed it: the sentence is offered', async () => {
    const translation = await placed();
    scene.now.change([{ start: 2, end: 5, text: 'Wer' }]);
    const before = scene.now.text;
    scene.now.choose = 'Copy Result';
    expect(await translation.replace(1, 'Sie sind dort.')).toBe('offered');
    expect(scene.now.text).toBe(before);
    await vi.waitFor(() => expect(scene.now.clipboard).toBe('Sie sind dort.'));
  });

  it('is not found where something else stands', () => {
    const document = scene.now.document as unknown as vscode.TextDocument;
    const source = new TrackedText(document, { start: 2, end: 2 + SOURCE.length });
    expect(PlacedTranslation.find(source, 'all', translated())).toBeNull();
  });
});
