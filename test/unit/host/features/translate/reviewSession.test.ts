import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { ReviewSession } from '../../../../../src/host/features/translate/review/reviewSession.js';
import { putIn } from '../../../../../src/host/features/translate/review/putIn.js';
import { TrackedText } from '../../../../../src/host/editor/trackedText.js';
import type { TranslatedSegment } from '../../../../../src/protocol/engine/index.js';
import type { ReviewPlace, ToReviewWebview } from '../../../../../src/protocol/webviews/index.js';
import { Scene } from '../../editor/editorScene.js';

const scene = vi.hoisted(() => ({ now: undefined as unknown as Scene }));

vi.mock('vscode', async () => {
  const { editorApi } = await import('../../editor/editorScene.js');
  return editorApi(() => scene.now);
});

const SOURCE = 'The dog sleeps.  The cat is awake.\r\nIt rains.';
const GERMAN = {
  'The dog sleeps.': 'Der Hund schläft.',
  'The cat is awake.': 'Die Katze ist wach.',
  'It rains.': 'Es regnet.',
};
const BEFORE = '> ';
const AFTER = ' <';
/** Where the source stands at first. */
const at = (source: string) => BEFORE.length + SOURCE.indexOf(source);

const segments = Object.entries(GERMAN).map(([source, target]): TranslatedSegment => {
  const start = SOURCE.indexOf(source);
  return { start, end: start + source.length, target, logProbability: -1 };
});

const request = {
  model: 't5-mini',
  from: 'English',
  to: 'German',
  decoding: { strategy: 'beam' as const, numBeams: 4 },
  format: 'plain' as const,
  glossary: [],
  typography: 'target' as const,
};

/** The review of a translation, up to so many sentences. */
function reviewed(place: ReviewPlace = 'replace', upTo = segments.length) {
  const document = scene.now.document as unknown as vscode.TextDocument;
  const source = new TrackedText(document, { start: BEFORE.length, end: BEFORE.length + SOURCE.length });
  const session = new ReviewSession([source], document, place);
  const told: ToReviewWebview[] = [];
  session.onDidChange((message) => told.push(message));
  segments
    .slice(0, upTo)
    .forEach((segment, index) => session.translated({ text: 0, index, count: segments.length, segment }));
  const value = { model: 't5-mini', text: session.translatedText(0), segments };
  if (upTo === segments.length) {
    session.ended(0, { value, milliseconds: 5 });
    session.finish('done');
  }
  const results: { taken: string | null; placed: boolean }[] = [];
  const services = {
    results: {
      set: ({ taken }: { taken: string | null }, placed: unknown) => results.push({ taken, placed: placed !== null }),
    },
  } as never;
  const idOf = (text: string) => session.list.of(0).find(({ source: one }) => one === text)!.id;
  return { session, told, results, put: () => putIn(services, request, session), idOf };
}

beforeEach(() => {
  scene.now = new Scene(BEFORE + SOURCE + AFTER);
});

describe('a reviewed translation', () => {
  it('goes in as it was decided, as one edit, and Explain can replace its sentences', async () => {
    const { session, put, idOf, results } = reviewed();
    session.list.write(idOf('The dog sleeps.'), 'Ein Hund schläft.');
    session.list.write(idOf('It rains.'), 'It rains.');
    const { version } = scene.now.document;
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe('> Ein Hund schläft.  Die Katze ist wach.\r\nIt rains. <');
    expect(scene.now.document.version).toBe(version + 1);
    expect(results).toEqual([{ taken: 'Ein Hund schläft.  Die Katze ist wach.\r\nIt rains.', placed: true }]);
  });

  it('is shown as it would be before it goes in', async () => {
    const { session, put } = reviewed();
    const proposed = session.proposedText();
    expect(scene.now.text).toBe(BEFORE + SOURCE + AFTER);
    await put();
    expect(scene.now.text).toBe(proposed);
  });

  it('goes below its source', async () => {
    const { session, put } = reviewed('insertBelow');
    const proposed = session.proposedText();
    expect(proposed).toMatch(/It rains\. <\n>\n> Der Hund/);
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe(proposed);
  });

  it('is copied, and the review goes on', async () => {
    const { put } = reviewed('copy');
    expect(await put()).toBe(false);
    expect(scene.now.clipboard).toBe('Der Hund schläft.  Die Katze ist wach.\r\nEs regnet.');
    expect(scene.now.text).toBe(BEFORE + SOURCE + AFTER);
  });

  it('goes in as far as it got when it was cancelled', async () => {
    const { session, put } = reviewed('replace', 1);
    session.finish('cancelled');
    expect(session.status).toEqual({ kind: 'cancelled', done: 1, expected: 3 });
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe('> Der Hund schläft.  The cat is awake.\r\nIt rains. <');
  });

  it('is offered where the document cannot be edited, and the review goes on', async () => {
    scene.now.readOnly = true;
    const { put } = reviewed();
    expect(await put()).toBe(false);
    expect(scene.now.messages).toEqual(['This document cannot be edited.']);
  });

  it('goes in while the editor’s comparison shows it, whose sides cannot be edited', async () => {
    scene.now.editor.viewColumn = undefined;
    scene.now.closed = true;
    const { put } = reviewed();
    expect(await put()).toBe(true);
    expect(scene.now.text).toContain('Es regnet.');
  });

  it('tells how far it is, of texts that are not begun as well', () => {
    const document = scene.now.document as unknown as vscode.TextDocument;
    const sources = ['The dog sleeps.', 'It rains.'].map(
      (text) => new TrackedText(document, { start: at(text), end: at(text) + text.length }),
    );
    const session = new ReviewSession(sources, document, 'replace');
    expect(session.status).toEqual({ kind: 'running', done: 0, expected: 2 });
    const segment = { start: 0, end: 15, target: 'Der Hund schläft.', logProbability: -1 };
    session.translated({ text: 0, index: 0, count: 3, segment });
    expect(session.status).toEqual({ kind: 'running', done: 1, expected: 4 });
    session.dispose();
    expect(scene.now.listeners.size).toBe(0);
  });
});

describe('a document that is edited during the review', () => {
  it('has its sentences where they have moved to', async () => {
    const { put } = reviewed();
    scene.now.change([{ start: 0, end: 0, text: 'Look! ' }]);
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe('Look! > Der Hund schläft.  Die Katze ist wach.\r\nEs regnet. <');
  });

  it('keeps what was changed in it: that sentence is named and left out', async () => {
    const { session, told, put, idOf } = reviewed();
    scene.now.change([{ start: at('cat'), end: at('cat') + 3, text: 'bird' }]);
    session.lookUp();
    expect(told.at(-1)).toEqual({ type: 'changed', ids: [idOf('The cat is awake.')] });
    const proposed = session.proposedText();
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe('> Der Hund schläft.  The bird is awake.\r\nEs regnet. <');
    expect(scene.now.text).toBe(proposed);
    expect(scene.now.messages).toEqual([
      'Sentences left out, because they were changed or their document was closed meanwhile: 1. The first one: “The cat is awake.”',
    ]);
  });

  it('has a sentence back that was changed back', () => {
    const { session, told, idOf } = reviewed();
    scene.now.change([{ start: at('cat'), end: at('cat') + 3, text: 'bird' }]);
    session.lookUp();
    scene.now.change([{ start: at('cat'), end: at('cat') + 4, text: 'cat' }], 1);
    session.lookUp();
    expect(told.at(-1)).toEqual({ type: 'changed', ids: [] });
    expect(session.standingOf(idOf('It rains.'))?.span.start).toBe(at('It rains.'));
  });

  it('takes in what is written between sentences', async () => {
    const { put } = reviewed();
    scene.now.change([{ start: at('The cat') - 1, end: at('The cat') - 1, text: 'Yes! ' }]);
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe('> Der Hund schläft. Yes!  Die Katze ist wach.\r\nEs regnet. <');
  });

  it('loses nothing of a sentence whose neighbour was deleted, or of which the end was', async () => {
    const { put } = reviewed();
    const cat = 'The cat is awake.';
    scene.now.change([{ start: at('sleeps'), end: at(cat) + cat.length, text: '' }]);
    expect(await put()).toBe(true);
    expect(scene.now.text).toBe('> The dog \r\nEs regnet. <');
  });

  it('gets nothing when nothing of the source is left, and the translation is offered', async () => {
    const { put } = reviewed();
    scene.now.change([{ start: 0, end: scene.now.text.length, text: 'Another text.' }]);
    scene.now.choose = 'Copy Result';
    expect(await put()).toBe(false);
    expect(scene.now.text).toBe('Another text.');
    await vi.waitFor(() => expect(scene.now.clipboard).toContain('Es regnet.'));
  });

  it('gets nothing at the moment when somebody changes a sentence', async () => {
    const { put } = reviewed();
    scene.now.change([{ start: at('cat'), end: at('cat') + 3, text: 'bird' }]);
    const rain = scene.now.text.indexOf('rains');
    scene.now.meanwhile.push({ start: rain, end: rain + 5, text: 'snows' });
    expect(await put()).toBe(false);
    expect(scene.now.text).toBe('> The dog sleeps.  The bird is awake.\r\nIt snows. <');
  });

  it('is looked up for sentences that come after the change', () => {
    const { session, idOf } = reviewed('replace', 1);
    scene.now.change([{ start: at('dog'), end: at('dog') + 3, text: 'donkey' }]);
    session.translated({ text: 0, index: 2, count: 3, segment: segments[2]! });
    session.lookUp();
    expect(session.standingOf(idOf('It rains.'))?.span.start).toBe(at('It rains.') + 3);
    expect(session.standingOf(idOf('The dog sleeps.'))).toBeNull();
  });

  it('loses its sentences when it is closed; they can be copied', async () => {
    const { session, put } = reviewed();
    scene.now.close();
    session.lookUp();
    scene.now.choose = 'Copy Result';
    expect(await put()).toBe(false);
    await vi.waitFor(() => expect(scene.now.clipboard).toContain('Der Hund'));
  });
});
