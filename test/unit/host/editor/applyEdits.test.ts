import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { offerText } from '../../../../src/host/editor/offerText.js';
import { applyEditsOrOffer } from '../../../../src/host/editor/applyEdits.js';
import { trackCursor, TrackedText } from '../../../../src/host/editor/trackedText.js';
import { Scene } from './editorScene.js';

const scene = vi.hoisted(() => ({ now: undefined as unknown as Scene }));

vi.mock('vscode', async () => {
  const { editorApi } = await import('./editorScene.js');
  return editorApi(() => scene.now);
});

function tracked(start: number, end: number): TrackedText {
  return new TrackedText(scene.now.document as unknown as vscode.TextDocument, { start, end });
}

beforeEach(() => {
  scene.now = new Scene('A cup of tea in the morning.');
});

describe('placeOrOffer', () => {
  it('puts a text in its place', async () => {
    const edit = { in: tracked(9, 12), place: 'all' as const, text: 'coffee' };
    await expect(applyEditsOrOffer([edit])).resolves.toBe('placed');
    expect(scene.now.text).toBe('A cup of coffee in the morning.');
  });

  it('tries again where the text has moved to when a change comes in at the same moment', async () => {
    scene.now.meanwhile.push({ start: 0, end: 1, text: 'Another' });
    const edit = { in: tracked(9, 12), place: 'all' as const, text: 'coffee' };
    await expect(applyEditsOrOffer([edit])).resolves.toBe('placed');
    expect(scene.now.text).toBe('Another cup of coffee in the morning.');
  });

  it('does so in a document that no editor shows', async () => {
    scene.now.visible = false;
    scene.now.meanwhile.push({ start: 0, end: 1, text: 'Another' });
    const edit = { in: tracked(9, 12), place: 'all' as const, text: 'coffee' };
    await expect(applyEditsOrOffer([edit])).resolves.toBe('placed');
    expect(scene.now.text).toBe('Another cup of coffee in the morning.');
  });

  it('never puts half a character in, and leaves those of the user', async () => {
    const part = fc.oneof(
      fc.constantFrom('\uFFFD', '\uD83D', '\uDE00', 'a'),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    const places = fc.constantFrom('all' as const, 'end' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), places, async (parts, place) => {
        scene.now = new Scene('A cup of tea in the morning.');
        await applyEditsOrOffer([{ in: tracked(9, 12), place, text: parts.join('') }]);
        expect(scene.now.text).not.toMatch(/[\uFFFD\p{Cs}]/u);
      }),
    );
    scene.now = new Scene('A cup of t\uFFFDa.');
    await applyEditsOrOffer([{ in: tracked(9, 12), place: 'all', text: 'T\uFFFD' }]);
    expect(scene.now.text).toBe('A cup of T\uFFFD.');
    scene.now = new Scene('A cup of tea.');
    scene.now.choose = 'Insert at Cursor';
    await offerText('x\uFFFD\uD83D', 'why');
    expect(scene.now.text).toBe('xA cup of tea.');
  });

  it('offers what cannot be put in because changes keep coming', async () => {
    scene.now.meanwhile.push({ start: 0, end: 1, text: 'The' }, { start: 0, end: 3, text: 'One' });
    const edit = { in: tracked(9, 12), place: 'all' as const, text: 'coffee' };
    await expect(applyEditsOrOffer([edit])).resolves.toBe('offered');
    expect(scene.now.text).toBe('One cup of tea in the morning.');
    expect(scene.now.messages).toEqual(['The text keeps changing, so nothing was put in.']);
  });
});

describe('what is written for a cursor', () => {
  const cursor = () => trackCursor(scene.now.editor as unknown as vscode.TextEditor);

  it('goes where the cursor was, though the document changes and the cursor moves on', async () => {
    scene.now.select(12);
    const place = cursor();
    scene.now.select(0);
    scene.now.change([{ start: 0, end: 0, text: 'So: ' }]);
    scene.now.change([{ start: 16, end: 16, text: ' there' }]);
    await expect(applyEditsOrOffer([{ in: place, place: 'end', text: ' or two' }])).resolves.toBe('placed');
    expect(scene.now.text).toBe('So: A cup of tea or two there in the morning.');
  });

  it('is offered when the text before the cursor has become another', async () => {
    scene.now.select(12);
    const place = cursor();
    scene.now.change([{ start: 9, end: 12, text: 'rum' }]);
    await expect(applyEditsOrOffer([{ in: place, place: 'end', text: ' or two' }])).resolves.toBe('offered');
    expect(scene.now.text).toBe('A cup of rum in the morning.');
  });

  it('goes to the beginning of an empty text', async () => {
    scene.now = new Scene('');
    await expect(applyEditsOrOffer([{ in: cursor(), place: 'end', text: 'A' }])).resolves.toBe('placed');
    expect(scene.now.text).toBe('A');
  });
});

describe('results that clash', () => {
  it('are offered when their places overlap, and the others go in', async () => {
    const [cup, tea, morning] = [tracked(2, 12), tracked(9, 12), tracked(20, 27)];
    scene.now.choose = 'Copy Result';
    const edits = [cup, tea, morning].map((one, index) => ({ in: one, place: 'all' as const, text: `(${index})` }));
    await expect(applyEditsOrOffer(edits)).resolves.toBe('offered');
    expect(scene.now.text).toBe('A cup of tea in the (2).');
    expect(scene.now.messages).toEqual(['These results go into places that overlap now; none of them was put in.']);
    await vi.waitFor(() => expect(scene.now.clipboard).toBe('(0)\n\n(1)'));
  });

  it('go in side by side when their places only touch', async () => {
    const edits = [tracked(2, 5), tracked(5, 8)].map((one) => ({ in: one, place: 'all' as const, text: 'x' }));
    await expect(applyEditsOrOffer(edits)).resolves.toBe('placed');
    expect(scene.now.text).toBe('A xx tea in the morning.');
  });

  it('say so when the document is read-only', async () => {
    scene.now.readOnly = true;
    await expect(applyEditsOrOffer([{ in: tracked(9, 12), place: 'all', text: 'coffee' }])).resolves.toBe('offered');
    expect(scene.now.messages).toEqual(['This document cannot be edited.']);
  });
});

describe('offerText', () => {
  beforeEach(() => {
    scene.now.choose = 'Insert at Cursor';
  });

  it('inserts at the cursor', async () => {
    await offerText('Once more. ', 'It has no place.');
    expect(scene.now.text).toBe('Once more. A cup of tea in the morning.');
    expect(scene.now.clipboard).toBe('');
  });

  it('copies what a change at the same moment has kept from going in', async () => {
    scene.now.meanwhile.push({ start: 0, end: 1, text: 'The' });
    await offerText('Once more. ', 'It has no place.');
    expect(scene.now.text).toBe('The cup of tea in the morning.');
    expect(scene.now.clipboard).toBe('Once more. ');
  });

  it('copies what an editor that was closed does not take', async () => {
    scene.now.closed = true;
    await offerText('Once more. ', 'It has no place.');
    expect(scene.now.clipboard).toBe('Once more. ');
  });
});

describe('a text of its own below another', () => {
  it('is offered beside where it would break what is there', async () => {
    scene.now = new Scene('x = "A cup of tea."');
    scene.now.document.languageId = 'python';
    await expect(applyEditsOrOffer([{ in: tracked(5, 18), place: 'below', text: 'Tea.' }])).resolves.toBe('offered');
    expect(scene.now.text).toBe('x = "A cup of tea."');
    expect(scene.now.messages).toEqual(['Nothing can be inserted below this without breaking what stands there.']);
    expect(scene.now.offers).toEqual([['Copy Result', 'Open Beside']]);
  });

  it('is a paragraph in Markdown', async () => {
    scene.now = new Scene('A cup of tea.\nIn the morning.\n\n- x');
    scene.now.document.languageId = 'markdown';
    await applyEditsOrOffer([{ in: tracked(0, 13), place: 'below', text: 'Tea.\n' }]);
    expect(scene.now.text).toBe('A cup of tea.\nIn the morning.\n\nTea.\n\n- x');
  });
});
