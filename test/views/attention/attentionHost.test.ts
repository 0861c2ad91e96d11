// @vitest-environment happy-dom
/* How the attention panel and its host get on: what is marked in the text, late answers, failures, hostile tokens. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ErrorDetails } from '../../../src/protocol/engine/errorDetails.js';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { AttentionValue } from '../../../src/protocol/engine/index.js';
import { answering, subjectOf } from './attentionFixture.js';
import { all, AttentionHarness, one, recorded, settle, shown, text, texts } from './attentionHarness.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the first message', () => {
  it('may bring the picture, which is drawn without a question to the engine', async () => {
    const page = new AttentionHarness({}, undefined, { isPrompt: false });
    const [ask] = page.asked('attention');
    const params = ask!.params as never;
    const picture = { params, value: answering(recorded)('attention', params) };
    const quick = new AttentionHarness({}, undefined, { isPrompt: false, picture });
    await Promise.resolve();
    expect(one('.matrix').getAttribute('role')).toBe('grid');
    expect(quick.asked('attention')).toEqual([]);
    expect(quick.asked('attentionSummary')).toHaveLength(1);
  });

  it('is left by a page that has had it, and taken by one that has missed it', async () => {
    const page = await shown();
    const before = one('.board');
    page.show({ layer: 1 }, { isRepeat: true });
    expect(one('.board')).toBe(before);
    page.show({ layer: 1 });
    expect(one('.board')).not.toBe(before);
    const late = await shown({}, undefined, { isRepeat: true });
    expect(late.asked('attention').filter(({ slot }) => slot === 'attention')).toHaveLength(1);
  });
});

describe('the editor', () => {
  it('is told what is pointed at, reader and read', async () => {
    const page = await shown({ layer: 1, head: 1, view: 'lines' });
    one('.readers [role=option]').dispatchEvent(new Event('pointerenter'));
    expect(page.sent.at(-1)).toEqual({ type: 'point', span: { start: 0, end: 3 }, reader: null });
    one('.side .barrow').dispatchEvent(new Event('pointerenter'));
    expect(page.sent.at(-1)).toMatchObject({ type: 'point', reader: { start: 15, end: 19 } });
    one('.side .barrow').dispatchEvent(new Event('pointerleave'));
    expect(page.sent.at(-1)).toEqual({ type: 'point', span: null, reader: null });
  });

  it('moves the focus with its cursor', async () => {
    const page = await shown();
    page.post({ type: 'cursor', cursor: recorded.text.indexOf('river') + 2 });
    expect(text('.side .subject')).toBe('river');
    page.post({ type: 'cursor', cursor: null });
    expect(text('.side .subject')).toBe('river');
  });

  it('has nothing marked in a document that is closed', async () => {
    const page = await shown({ view: 'lines' }, subjectOf(recorded.text, { detached: true, cursor: 12 }));
    one('.readers [role=option]').dispatchEvent(new Event('pointerenter'));
    expect(page.sent.filter(({ type }) => type === 'point')).toEqual([]);
    expect(text('.caption')).toContain('the document is closed');
  });
});

describe('answers', () => {
  it('that come too late are dropped', async () => {
    const page = new AttentionHarness({ layer: 0, head: 0 }, undefined, { isPrompt: false });
    const early = page.waiting.filter(({ method }) => method === 'attention');
    page.post({ type: 'subject', subject: subjectOf('Another text.', { id: 2 }) });
    early.forEach((ask) => page.reply(ask));
    await settle();
    expect(all('.matrix')).toHaveLength(0);
    expect(text('.message')).toContain('bert-mini reads the text');
  });

  it('are kept, so that going back to a head asks nothing', async () => {
    const page = await shown({ layer: 0, head: 0 });
    all('.head')[9]?.click();
    await settle();
    const count = page.asked('attention').length;
    all('.head')[0]?.click();
    await settle();
    expect(page.asked('attention')).toHaveLength(count);
    expect(text('.caption')).toContain('layer 1, head 1');
  });

  it('of another head replace the picture without taking it away first', async () => {
    const page = await shown({ layer: 0, head: 0 });
    page.isPrompt = false;
    all('.head')[9]?.click();
    await settle();
    expect(all('.matrix')).toHaveLength(1);
    expect(one('.stage').classList.contains('busy')).toBe(true);
    page.waiting.forEach((ask) => page.reply(ask));
    await settle();
    expect(text('.caption')).toContain('layer 2, head 2');
  });

  it('can be done without', async () => {
    const page = new AttentionHarness({}, undefined, { isPrompt: false });
    await settle();
    all('.message button')[0]?.click();
    await settle();
    expect(page.sent).toContainEqual({ type: 'cancel', slot: 'attention' });
    expect(text('.message')).toContain('Stopped');
    page.isPrompt = true;
    all('.message button')[0]?.click();
    await settle();
    expect(all('.matrix')).toHaveLength(1);
  });
});

describe('what can go wrong', () => {
  const failing = (code: 'too-long' | 'model-broken', details: ErrorDetails) => () => {
    throw new GlassboxError(code, 'not for windows', { details });
  };

  it('is said: a text that is too long, with the way to a part of it', async () => {
    const details = { kind: 'length', what: 'text', tokens: 812, limit: 512, model: 'bert-mini' } as const;
    const page = await shown({}, undefined, { answer: failing('too-long', details) });
    expect(text('.message')).toContain('The text is 812 tokens long; bert-mini takes at most 512.');
    expect(text('.message')).not.toContain('not for windows');
    all('.message button')[0]?.click();
    expect(page.sent.at(-1)).toEqual({ type: 'part', model: 'bert-mini' });
  });

  it('is said: a graph that does not match', async () => {
    await shown({}, undefined, { answer: failing('model-broken', { kind: 'attentionForm', name: 'bert-mini' }) });
    expect(text('.message')).toContain('No attention was found in bert-mini.');
    expect(text('.message')).toContain('Another model can be chosen above.');
  });

  it('is said: no text, no model', async () => {
    await shown({}, null);
    expect(text('.message')).toContain('No text to look at');
    await shown({}, undefined, { models: [] });
    expect(text('.message')).toContain('No model shows attention');
  });

  it('is not that a token is run: it is text, whatever it looks like', async () => {
    const hostile = '<img src=x onerror="window.hurt = true">';
    const answers = structuredClone(recorded.answers);
    for (const { method, params, value } of answers) {
      if (params.model === 'bert-mini' && method.startsWith('attention'))
        (value as AttentionValue).source[5]!.text = hostile;
    }
    for (const view of ['matrix', 'lines', 'rollout'] as const) {
      await shown({ view, words: false }, undefined, { answer: answering({ ...recorded, answers }) });
      expect(document.querySelector('img')).toBeNull();
      expect(text('.side .subject')).toBe(hostile);
    }
    one('.readout button[aria-pressed]').click();
    expect(document.querySelector('img')).toBeNull();
    expect(texts('th')).toContain(hostile);
    expect('hurt' in window).toBe(false);
  });
});
