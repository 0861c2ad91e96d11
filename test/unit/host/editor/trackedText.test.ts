import { describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { applyEditsOrOffer } from '../../../../src/host/editor/applyEdits.js';
import { TrackedText } from '../../../../src/host/editor/trackedText.js';
import { Scene } from './editorScene.js';

const scene = vi.hoisted(() => ({ now: undefined as unknown as Scene }));

vi.mock('vscode', async () => {
  const { editorApi } = await import('./editorScene.js');
  return editorApi(() => scene.now);
});

function tracked(start: number, end: number): TrackedText {
  return new TrackedText(scene.now.document as unknown as vscode.TextDocument, { start, end });
}

/** What somebody does to "I like tea." while a model works on it, and where the result is then. */
describe('a sentence that is worked on', () => {
  const TEXT = 'One. I like tea. Two.';
  const SENTENCE = 'I like tea.';

  /** @param nth which of the sentences it is */
  async function ends(text: string, during: (doc: Scene, tracker: TrackedText) => void, nth = 0): Promise<string> {
    scene.now = new Scene(text);
    let start = -1;
    for (let count = 0; count <= nth; count += 1) start = text.indexOf(SENTENCE, start + 1);
    const tracker = tracked(start, start + SENTENCE.length);
    during(scene.now, tracker);
    await applyEditsOrOffer([{ in: tracker, place: 'all', text: 'RESULT' }]);
    tracker.dispose();
    return scene.now.text;
  }
  const at = (doc: Scene, text: string) => doc.text.indexOf(text);
  const insert = (doc: Scene, place: number, text: string) => doc.change([{ start: place, end: place, text }]);

  it('is followed by its position beside a twin', async () => {
    const moved = await ends(`${SENTENCE} ${SENTENCE}`, (doc) => insert(doc, 0, 'So: '), 1);
    expect(moved).toBe(`So: ${SENTENCE} RESULT`);
  });

  it('is not mistaken for its twin when somebody types into it', async () => {
    const typed = await ends(`${SENTENCE} ${SENTENCE}`, (doc) => insert(doc, 14, 'really '), 1);
    expect(typed).toBe(`${SENTENCE} I really like tea.`);
    expect(scene.now.messages).toHaveLength(1);
  });

  it('is not mistaken for a copy that was made of it', async () => {
    const copied = await ends(TEXT, (doc) => {
      insert(doc, doc.text.length, ` ${SENTENCE}`);
      insert(doc, at(doc, 'like'), 'really ');
    });
    expect(copied).toBe(`One. I really like tea. Two. ${SENTENCE}`);
  });

  it('is not mistaken for a copy that is pasted after it was changed', async () => {
    const pasted = await ends(TEXT, (doc) => {
      insert(doc, at(doc, 'like'), 'really ');
      insert(doc, 0, SENTENCE);
    });
    expect(pasted).toBe(`${SENTENCE}One. I really like tea. Two.`);
  });

  it('is found where it was cut and pasted with what is around it', async () => {
    const cut = await ends(TEXT, (doc) => {
      doc.change([{ start: 4, end: 16, text: '' }]);
      insert(doc, doc.text.length, ` ${SENTENCE}`);
    });
    expect(cut).toBe('One. Two. RESULT');
  });

  it('is found where it was dragged in one step', async () => {
    const dragged = await ends(TEXT, (doc) => {
      doc.change([
        { start: 5, end: 16, text: '' },
        { start: 21, end: 21, text: SENTENCE },
      ]);
    });
    expect(dragged).toBe('One.  Two.RESULT');
  });

  it('is found again after an undo, also beside a twin and at its edge', async () => {
    const undone = await ends(
      `${SENTENCE}${SENTENCE}`,
      (doc) => {
        doc.change([{ start: 20, end: 22, text: '' }]);
        doc.change([{ start: 20, end: 20, text: 'a.' }], 1);
      },
      1,
    );
    expect(undone).toBe(`${SENTENCE}RESULT`);
  });

  it('is found when a formatter or other line ends replace the whole text', async () => {
    const whole = (doc: Scene, text: string) => doc.change([{ start: 0, end: doc.text.length, text }]);
    expect(await ends(`${TEXT}\n`, (doc) => whole(doc, `${TEXT}\r\n`))).toBe('One. RESULT Two.\r\n');
    expect(await ends(`${TEXT}  `, (doc) => whole(doc, TEXT))).toBe('One. RESULT Two.');
  });

  /** Closes the document and opens it with another text. */
  const reopen = (doc: Scene, text: string) => {
    const next = { ...doc.document };
    doc.document.isClosed = true;
    doc.text = text;
    doc.document = doc.editor.document = next;
    doc.openListeners.forEach((listener) => listener(next));
  };

  it('is found after its document was closed and opened, and followed there', async () => {
    const opened = await ends(TEXT, (doc) => {
      reopen(doc, `New. ${TEXT}`);
      insert(doc, 0, 'And ');
    });
    expect(opened).toBe('And New. One. RESULT Two.');
  });

  it('is given up when it had a twin in a document that was closed', async () => {
    const twins = `${SENTENCE} ${SENTENCE}`;
    expect(await ends(twins, (doc) => reopen(doc, `${SENTENCE} `), 1)).toBe(`${SENTENCE} `);
    expect(await ends(TEXT, (doc) => reopen(doc, twins))).toBe(twins);
  });
});
