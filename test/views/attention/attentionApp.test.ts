// @vitest-environment happy-dom
/* What the attention panel shows of what the engine answers, and what it does with keys. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { AttentionSummaryValue } from '../../../src/protocol/engine/index.js';
import { answering, type Answering } from './attentionFixture.js';
import { all, AttentionHarness, choose, one, press, recorded, settle, shown, text, texts } from './attentionHarness.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a sentence', () => {
  it('is asked for as it is shown: the average of all, then one head, never all heads', async () => {
    const page = await shown();
    const asked = page.asked('attention').filter(({ slot }) => slot === 'attention');
    expect(asked.map(({ params }) => params)).toEqual([
      { model: 'bert-mini', text: recorded.text, kinds: ['encoder'], average: 'all' },
    ]);
    all('.head')[20]?.click();
    await settle();
    expect(page.asked('attention').findLast(({ slot }) => slot === 'attention')?.params).toEqual({
      model: 'bert-mini',
      text: recorded.text,
      kinds: ['encoder'],
      layerIndices: [2],
      headIndices: [4],
    });
    expect(one('.head[aria-selected=true]').getAttribute('aria-label')).toMatch(/^layer 3, head 5: /);
  });

  it('has the cursor’s word in focus, with what it looks at and what hiding changes', async () => {
    const page = await shown({ layer: 1, head: 1 });
    expect(text('.side .subject')).toBe('bank');
    expect(text('.side p')).toBe('In layer 2, head 2, bank looks most at');
    expect(all('.read .barrow')).toHaveLength(5);
    expect(page.asked('occlusion').map(({ params }) => params)).toEqual([
      { model: 'bert-mini', text: recorded.text, at: 5, words: true },
    ]);
    expect(all('.changed .barrow')).toHaveLength(5);
    expect(texts('.agreement dt')).toEqual(['attention and hiding', 'rollout and hiding', 'attention and rollout']);
    for (const figure of texts('.agreement dd')) expect(figure).toMatch(/^−?[01]\.\d\d$/);
    expect(text('.sense')).toContain('not what the model used');
  });

  it('compares what hiding changes with the attention of the masked word, and says so', async () => {
    const page = await shown({ layer: 1, head: 1 });
    const masked = { model: 'bert-mini', text: recorded.text, masked: [5] };
    const asked = page.asked('attention').filter(({ slot }) => slot === 'rows');
    expect(asked.map(({ params }) => params)).toEqual([{ ...masked, kinds: ['encoder'], queryIndices: [5] }]);
    expect(page.asked('attentionSummary').at(-1)?.params).toEqual(masked);
    expect(texts('.side p.small')).toContain('Rank correlation over 8 words, −1 to 1');
    expect(texts('.side p.small').join()).toContain('those of the mask in the place of bank');
    expect(texts('.side p.small').join()).toContain('With bank itself masked and nothing else hidden, the model says');
    // scipy.stats.spearmanr of the recorded row of the mask, effects and rollout
    expect(texts('.agreement dd')).toEqual(['−0.31', '0.21', '0.33']);
  });

  it('leaves out of all three figures what the mask hides, and says when they are of few words', async () => {
    await shown({ model: 'gpt2-mini', layer: 0, head: 0 });
    press('.matrix', 'ArrowUp');
    await settle();
    expect(text('.side .subject')).toBe('the');
    expect(texts('.side p.small')).toContain('Rank correlation over 3 words, −1 to 1');
    expect(texts('.side p.small')).toContain('Fewer than five words: such a figure may well be chance.');
    press('.matrix', 'ArrowUp');
    await settle();
    press('.matrix', 'ArrowUp');
    await settle();
    expect(texts('.side p.small')).toContain('There are too few words to compare.');
  });

  it('tells how far the hiding is when it takes its time, and stops it until it is wanted again', async () => {
    const page = new AttentionHarness({ layer: 1, head: 1 });
    await settle(100);
    page.isPrompt = false;
    await settle();
    const [asked] = page.waiting;
    expect(asked?.method).toBe('occlusion');
    expect(texts('.busy')).toEqual(['Hiding one word after the other …']);
    const button = (name: string) => all('.side button').find((each) => each.textContent === name);
    expect(button('Stop')).toBeUndefined();
    asked!.onProgress?.({ done: 12, count: 80 });
    expect(texts('.busy')).toEqual(['Hiding one word after the other: 12 of 80 …']);
    button('Stop')!.click();
    expect(page.sent.at(-1)).toEqual({ type: 'cancel', slot: 'occlusion' });
    expect(all('.busy')).toHaveLength(0);
    page.reply(asked!);
    page.isPrompt = true;
    choose('Special tokens such as [CLS] and [SEP]', 'show');
    await settle();
    expect(page.asked('occlusion')).toHaveLength(1);
    button('Hide Each Word')!.click();
    await settle();
    expect(page.asked('occlusion')).toHaveLength(2);
    expect(all('.changed .barrow')).toHaveLength(5);
  });

  it('can stop the hiding by the keyboard, too, when nothing is told of it for long', async () => {
    const page = new AttentionHarness({ layer: 1, head: 1 });
    await settle(100);
    page.isPrompt = false;
    await settle();
    const stop = () => all('.side button').find((each) => each.textContent === 'Stop');
    expect(stop()).toBeUndefined();
    await settle(1000);
    stop()!.focus();
    page.waiting[0]!.onProgress?.({ done: 1, count: 80 });
    expect(document.activeElement).toBe(stop());
    stop()!.click();
    expect(page.sent.at(-1)).toEqual({ type: 'cancel', slot: 'occlusion' });
  });

  it('says the weights that the model gave', async () => {
    await shown({ layer: 1, head: 1, words: false, specials: 'show' });
    const value = answering(recorded)('attention', {
      model: 'bert-mini',
      text: recorded.text,
      layerIndices: [1],
      headIndices: [1],
    });
    const row = [...value.maps[0]!.values.subarray(5 * 11, 6 * 11)];
    const largest = Math.max(...row);
    expect(text('.read .number')).toBe(largest.toFixed(2));
    expect(text('.read .word')).toBe(value.source[row.indexOf(largest)]!.text.trim());
  });

  it('tells how much of a row went to what is hidden, and that rows were renormalised', async () => {
    await shown({ layer: 3, head: 1 });
    expect(texts('.side p.small')[0]).toMatch(/^[\d.]+ % of this row goes to special tokens, which are hidden\.$/);
    choose('Special tokens such as [CLS] and [SEP]', 'renormalise');
    expect(texts('.side p.small')[0]).toMatch(/renormalised to 1/);
  });

  it('counts its heads in one sentence', async () => {
    await shown();
    expect(text('.census')).toMatch(/^48 heads: (\d+ [a-z ]+, )*\d+ [a-z ]+\.$/);
    expect(all('.head')).toHaveLength(48);
  });
});

describe('the keyboard', () => {
  it('moves through the cells, and each says its value', async () => {
    const page = await shown({ layer: 1, head: 1 });
    expect(text('#matrix-cell')).toMatch(/^bank reads \S+: 0\.\d{3}$/);
    press('.matrix', 'Home');
    expect(text('#matrix-cell')).toMatch(/^bank reads She: 0\.\d{3}$/);
    press('.matrix', 'ArrowDown');
    expect(text('#matrix-cell')).toMatch(/^of reads She: /);
    expect(text('.pair')).toMatch(/ · of → She 0\.\d{3}$/);
    press('.matrix', 'End');
    expect(text('#matrix-cell')).toMatch(/^of reads \.: /);
    expect(one('#matrix-cell').getAttribute('aria-colindex')).toBe('9');
    press('.matrix', 'Enter');
    expect(page.sent.at(-1)).toEqual({ type: 'reveal', span: { start: 20, end: 22 } });
    expect(page.memory?.view.focus).toBe(20);
    press('.matrix', 'Escape');
    expect(text('.side')).toContain('Choose a word');
    expect(page.memory?.view.focus).toBeNull();
  });

  it('moves through the heads and opens one', async () => {
    const page = await shown();
    const [first] = all('.head');
    first?.focus();
    first?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^layer 2, head 1: /);
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(page.memory?.view).toMatchObject({ layer: 1, head: 0 });
  });

  it('leaves the keyboard at its word when the lines are drawn anew', async () => {
    const page = await shown({ view: 'lines', layer: 1, head: 1 });
    all('.read [role=option]')[3]?.focus();
    const before = document.activeElement!;
    page.post({ type: 'view', view: { layer: 2 } });
    await settle();
    expect(document.activeElement).not.toBe(before);
    expect(document.activeElement).toBe(all('.read [role=option]')[3]);
    expect(document.activeElement?.getAttribute('tabindex')).toBe('0');
  });

  it('moves through the words of the lines, and each says what it reads', async () => {
    const page = await shown({ view: 'lines', layer: 1, head: 1 });
    const [first] = all('.readers [role=option]');
    first?.focus();
    expect(first?.getAttribute('aria-label')).toMatch(/^She reads \S+ 0\.\d\d, /);
    first?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
    expect(document.activeElement?.textContent).toContain('sat');
    expect(text('.side .subject')).toBe('sat');
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    expect(page.sent.at(-1)).toEqual({ type: 'reveal', span: { start: 4, end: 7 } });
  });
});

describe('heads', () => {
  it('are silenced on request only, and stand by what that changes', async () => {
    const page = await shown();
    expect(page.asked('headAblation')).toHaveLength(0);
    choose('Model', 'bert-mini');
    one('[data-value=effect]').click();
    expect(text('.noted')).toContain('Silence Each Head');
    all('.side button')
      .find((button) => button.textContent === 'Silence Each Head')
      ?.click();
    await settle();
    expect(page.asked('headAblation').map(({ params }) => params.at)).toEqual([5]);
    expect(text('.noted')).toMatch(/^Bars: how the prediction at bank changes .* \d\.\d\d bits\.$/);
    const first = all('.side .block').at(-1)?.querySelector('.word')?.textContent;
    expect(one('.head').getAttribute('aria-label')).toContain(first);
  });

  it('are compared with hiding words by one row of each', async () => {
    const page = await shown({ sort: 'agreement' });
    expect(page.asked('attention').at(-1)?.params).toMatchObject({ queryIndices: [5], kinds: ['encoder'] });
    expect(one('.head').getAttribute('aria-label')).toMatch(/agreement 0\.\d\d$/);
    const figures = all('.head').map((each) =>
      Number(/agreement (.*)$/.exec(each.getAttribute('aria-label') ?? '')?.[1]?.replace('−', '-')),
    );
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
  });
});

describe('other models', () => {
  it('hide what comes later, and watch the word after the one that reads', async () => {
    const page = await shown({ model: 'gpt2-mini', layer: 0, head: 0 });
    expect(page.asked('attention')[0]?.params.kinds).toEqual(['decoder']);
    expect(page.asked('occlusion')[0]?.params.at).toBe(5);
    press('.matrix', 'End');
    expect(text('#matrix-cell')).toBe('bank does not read .: it comes later and is hidden by the mask');
  });

  it('may have fewer layers in one map than in another: the last stands for one that is not there', async () => {
    const recordedAnswer = answering(recorded);
    const answer: Answering = (method, params) => {
      const value = recordedAnswer(method, params);
      if (method !== 'attentionSummary') return value;
      const { maps, ...rest } = value as AttentionSummaryValue;
      const shallow = maps.map((map) => ({
        ...map,
        kind: 'decoder' as const,
        heads: map.heads.filter(({ layer }) => layer < 2),
      }));
      return { ...rest, maps: [...maps, ...shallow] } as never;
    };
    const page = await shown({ model: 't5-mini', kind: 'cross', layer: 2, head: 3 }, undefined, { answer });
    one('.kinds [data-value=decoder]').click();
    await settle();
    expect(page.memory?.view).toMatchObject({ kind: 'decoder', layer: 1, head: 3 });
    expect(page.asked('attention').at(-1)?.params).toMatchObject({
      kinds: ['decoder'],
      layerIndices: [1],
      headIndices: [3],
    });
    one('.kinds [data-value=encoder]').click();
    await settle();
    // Nothing is known of it.
    expect(page.memory?.view).toMatchObject({ kind: 'encoder', layer: null, head: null });
  });

  it('translate, and their cross-attention is an alignment', async () => {
    const page = await shown({ model: 't5-mini', kind: 'cross', layer: 1, head: 2 });
    expect(page.asked('attention')[0]?.params.text).toBe(`translate English to German: ${recorded.text}`);
    const pairs = all('.alignment li').map((item) => item.textContent);
    expect(pairs).toHaveLength(7);
    expect(pairs.find((pair) => pair.startsWith('Bank'))).toMatch(/^Bank← bank0\.\d\d$/);
    // The cursor's word stands on the side that is read: the word that reads it most has the focus.
    expect(text('.pair')).toMatch(/ → bank 0\.\d{3}$/);
    expect(page.asked('occlusion')[0]?.params).toMatchObject({ target: 'Sie saß auf der Bank des Flusses.', at: 5 });
  });

  it('name the rows of cross-attention by what is written, beside it what is read', async () => {
    const page = await shown({ model: 't5-mini', kind: 'cross', layer: 1, head: 2 });
    const bank = all('.alignment button').find((pair) => pair.textContent.startsWith('Bank'));
    bank?.click();
    await settle();
    expect(text('.side .subject')).toBe('Bank');
    expect(text('.side p')).toMatch(/here it reads der and looks for what it needs to write Bank\.$/);
    expect(text('.pair')).toMatch(
      /^row: what is written \(after what is read\) .* Bank \(after der\) → bank 0\.\d{3}$/,
    );
    expect(text('#matrix-cell')).toMatch(/^Bank \(after der\) reads bank: /);
    expect(texts('.labels .rows text').join()).toMatch(/^Bank /);
    // Its prediction is watched, which is made at the token before it.
    expect(page.asked('occlusion').at(-1)?.params).toMatchObject({ at: 5, words: true });
    expect(texts('.side p.small').join()).toContain('Change of the prediction of Bank, in bits.');
  });

  it('can name the rows of GPT-2 by what it reads to write the next', async () => {
    const page = await shown({ model: 'gpt2-mini', layer: 0, head: 0 });
    expect(text('.side .subject')).toBe('bank');
    choose('What rows are named by', 'written');
    await settle();
    expect(page.memory?.view.written).toBe(true);
    expect(text('.side .subject')).toBe('bank');
    expect(texts('.labels .rows text').join()).toMatch(/^bank /);
    // The row that writes “bank” stands at “the”: four words are read, the rest is masked.
    press('.matrix', 'End');
    expect(text('#matrix-cell')).toBe('bank (after the) does not read .: it comes later and is hidden by the mask');
    expect(page.asked('occlusion').at(-1)?.params).toMatchObject({ at: 4 });
  });

  it('keep the word in focus when they read the same text', async () => {
    const page = await shown({ layer: 0, head: 1 });
    press('.matrix', 'ArrowDown');
    choose('Model', 'gpt2-mini');
    await settle();
    expect(page.memory?.view).toMatchObject({ model: 'gpt2-mini', kind: 'decoder', layer: null, head: null });
    expect(text('.side .subject')).toBe('of');
  });
});

describe('the view', () => {
  it('is kept over a reload', async () => {
    const before = await shown({ layer: 1, head: 1 });
    press('.matrix', 'ArrowDown');
    one('[data-value=log]').click();
    const memory = before.memory!;
    const after = await shown({}, undefined, { memory });
    expect(after.memory?.view).toEqual(memory.view);
    expect(text('.side .subject')).toBe('of');
    expect(one('[data-value=log]').getAttribute('aria-pressed')).toBe('true');
  });

  it('gives way to what a link asks for', async () => {
    const page = await shown({ layer: 1, head: 1 });
    page.post({ type: 'view', view: { layer: 2, head: 3, view: 'lines' } });
    await settle();
    expect(all('.lines')).toHaveLength(1);
    expect(text('.caption')).toContain('layer 3, head 4');
  });

  it('goes to the head of another model that a link asks for', async () => {
    const page = await shown({ layer: 1, head: 1 });
    page.post({ type: 'view', view: { model: 'gpt2-mini', kind: 'decoder', layer: 2, head: 3 } });
    await settle();
    expect(page.memory?.view).toMatchObject({ model: 'gpt2-mini', kind: 'decoder', layer: 2, head: 3 });
  });

  it('says why there is no rollout, and can be asked again', async () => {
    const page = new AttentionHarness({ view: 'rollout' }, undefined, { isPrompt: false });
    await settle();
    page.waiting.filter(({ slot }) => slot === 'attention').forEach((ask) => page.reply(ask));
    await settle();
    expect(text('.stage .message')).toContain('reads the text');
    const [summary] = page.asked('attentionSummary');
    const error = new GlassboxError('engine-died', 'gone', { details: { kind: 'exit', how: 'SIGKILL' } });
    summary!.reject(error);
    await settle();
    expect(text('.stage .message')).toContain('The engine ended (SIGKILL). It starts again with the next command.');
    page.isPrompt = true;
    all('.stage .message button').at(-1)!.click();
    await settle();
    expect(all('.stage .matrix')).toHaveLength(1);
  });

  it('stops waiting for a rollout when its picture is there already', async () => {
    const page = new AttentionHarness({ view: 'rollout' }, undefined, { isPrompt: false });
    page.waiting.filter(({ slot }) => slot === 'attention').forEach((ask) => page.reply(ask));
    await settle();
    all('.stage .message button').at(-1)!.click();
    await settle();
    expect(page.sent).toContainEqual({ type: 'cancel', slot: 'summary' });
    expect(text('.stage .message')).not.toContain('reads the text');
  });

  it('goes to the word that a link asks for', async () => {
    const page = await shown({ layer: 1, head: 1 });
    page.post({ type: 'view', view: { focus: recorded.text.indexOf('river') } });
    await settle();
    expect(text('.side .subject')).toBe('river');
    expect(page.memory?.view.focus).toBe(recorded.text.indexOf('river'));
  });

  it('can be read as a table', async () => {
    await shown({ layer: 1, head: 1 });
    one('.readout button[aria-pressed]').click();
    expect(texts('thead th')).toEqual(['She', 'sat', 'on', 'the', 'bank', 'of', 'the', 'river', '.']);
    expect(all('tbody tr')).toHaveLength(9);
    expect(texts('tbody td')[0]).toMatch(/^[01]\.\d\d$/);
  });

  it('says the pin, and asks for the settings', async () => {
    const page = await shown();
    const pin = all('.toolbar button').find((button) => button.textContent === 'pin');
    pin?.click();
    expect(page.sent.at(-1)).toEqual({ type: 'pin', pinned: true });
    page.post({ type: 'subject', subject: { ...page.subject!, pinned: true } });
    expect(pin?.getAttribute('aria-pressed')).toBe('true');
    one('[aria-label=Settings]').click();
    expect(page.sent.at(-1)).toEqual({ type: 'settings' });
  });

  it('draws lines as they always were', async () => {
    await shown({ view: 'lines', layer: 1, head: 1 });
    expect(one('.lines svg').outerHTML).toMatchSnapshot();
  });

  it('draws the column beside the picture as it always was', async () => {
    await shown({ layer: 1, head: 1 });
    expect(one('.side').innerHTML).toMatchSnapshot();
  });
});
