import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AttentionSubject } from '../../../../../src/protocol/webviews/index.js';
import { SubjectTracker } from '../../../../../src/host/features/attention/subjectTracker.js';
import { Scene } from '../../editor/editorScene.js';

const scene = vi.hoisted(() => ({ now: undefined as unknown as Scene }));

vi.mock('vscode', async () => {
  const { editorApi } = await import('../../editor/editorScene.js');
  return editorApi(() => scene.now);
});

const TEXT = 'The dog sleeps here. The cat is awake. The bird sings.';
const CAT = 'The cat is awake.';

describe('the text that is looked at', () => {
  let tracker: SubjectTracker;
  const rest = () => vi.advanceTimersByTime(150);
  const at = (part: string) => scene.now.text.indexOf(part);
  const select = (part: string) => scene.now.select(at(part), at(part) + part.length);
  const insert = (place: number, text: string) => scene.now.change([{ start: place, end: place, text }]);
  const span = () => tracker.place?.where()?.span;

  beforeEach(() => {
    vi.useFakeTimers();
    scene.now = new Scene(TEXT);
    tracker = new SubjectTracker(() => 'sentence');
  });

  afterEach(() => {
    tracker.dispose();
    vi.useRealTimers();
  });

  it('is the sentence that the cursor has come to rest in', () => {
    scene.now.select(at('cat'));
    expect(tracker.subject).toBeNull();
    rest();
    expect(tracker.subject).toMatchObject({ text: CAT, cursor: 4, pinned: false, label: 'a.txt, line 1' });
    scene.now.select(at('bird'));
    rest();
    expect(tracker.subject?.text).toBe('The bird sings.');
  });

  it('stays when it was chosen and the cursor is in it, and when it is pinned', () => {
    select('cat is awake. The bird');
    rest();
    scene.now.select(at('bird'));
    rest();
    expect(tracker.subject).toMatchObject({ text: 'cat is awake. The bird', cursor: 18 });
    tracker.pin(true);
    scene.now.select(at('dog'));
    rest();
    expect(tracker.subject).toMatchObject({ text: 'cat is awake. The bird', pinned: true });
    tracker.pin(false);
    rest();
    expect(tracker.subject?.text).toBe('The dog sleeps here.');
  });

  it('may stand in no document: it stays, there is nothing to mark, and unpinned the cursor is followed again', () => {
    scene.now.select(at('cat'));
    rest();
    tracker.takeText('Once upon a time there was a dog.', 'Decoding, run 2');
    const subject = { text: 'Once upon a time there was a dog.', label: 'Decoding, run 2', place: null };
    expect(tracker.subject).toMatchObject({ ...subject, pinned: true, detached: false, cursor: null });
    expect(tracker.place).toBeNull();
    insert(0, 'Then. ');
    scene.now.select(at('bird'));
    rest();
    expect(tracker.subject).toMatchObject(subject);
    const { id } = tracker.subject!;
    tracker.takeText(subject.text, subject.label);
    expect(tracker.subject?.id).toBe(id);
    tracker.restore(tracker.subject!);
    expect(tracker.subject).toMatchObject({ ...subject, detached: false });
    tracker.pin(false);
    rest();
    expect(tracker.subject).toMatchObject({ text: 'The bird sings.', pinned: false });
  });

  it('is read again with what was typed into it when it was chosen', () => {
    select(CAT);
    rest();
    insert(at('awake'), 'wide ');
    expect(span()).toBeUndefined();
    rest();
    expect(tracker.subject?.text).toBe('The cat is wide awake.');
  });

  it('is followed while it is pinned', () => {
    select(CAT);
    rest();
    tracker.pin(true);
    insert(0, 'So: ');
    rest();
    expect(span()?.start).toBe(at(CAT));
  });

  describe('when its document is closed', () => {
    beforeEach(() => {
      select(CAT);
      rest();
      tracker.pin(true);
    });

    it('is one without a place until it is opened again, perhaps with the text elsewhere', () => {
      scene.now.close();
      expect(tracker.subject).toMatchObject({ text: CAT, detached: true, cursor: null });
      expect(tracker.place).toBeNull();
      scene.now.open(`Before. ${TEXT}`);
      expect(tracker.subject).toMatchObject({ text: CAT, detached: false });
      expect(span()?.start).toBe(at(CAT));
      insert(0, 'And ');
      expect(span()?.start).toBe(at(CAT));
    });

    it('is found beside a twin by where it stood last', () => {
      insert(0, `${CAT} `);
      scene.now.close();
      scene.now.open(scene.now.text);
      expect(span()?.start).toBe(scene.now.text.lastIndexOf(CAT));
    });

    it('is found neither beside a twin where it stood elsewhere, nor where it is gone', () => {
      scene.now.close();
      scene.now.open(`${CAT} Two. ${CAT}`);
      expect(tracker.subject?.detached).toBe(true);
      scene.now.open('Nothing.');
      expect(tracker.subject?.detached).toBe(true);
      scene.now.open(TEXT);
      expect(tracker.subject?.detached).toBe(false);
    });
  });

  describe('after a reload of the window', () => {
    const kept: AttentionSubject = {
      id: 7,
      text: CAT,
      label: 'a.txt, line 1',
      cursor: 3,
      pinned: true,
      part: false,
      detached: false,
      place: { uri: 'file:///a.txt', start: TEXT.indexOf(CAT) },
    };

    it('is in its document where that is open', () => {
      tracker.restore(kept);
      expect(tracker.subject).toEqual({ ...kept, cursor: null });
      expect(span()?.start).toBe(at(CAT));
    });

    it('waits for its document, and is followed then', () => {
      scene.now.document.isClosed = true;
      tracker.restore(kept);
      expect(tracker.subject).toEqual({ ...kept, cursor: null, detached: true });
      scene.now.open(TEXT);
      expect(tracker.subject?.detached).toBe(false);
      insert(0, 'So: ');
      expect(span()?.start).toBe(at(CAT));
    });

    it('stands by itself when it is of no document', () => {
      tracker.restore({ ...kept, place: null });
      expect(tracker.subject).toMatchObject({ detached: false, place: null });
      scene.now.open(TEXT);
      expect(tracker.subject?.detached).toBe(false);
    });
  });
});
