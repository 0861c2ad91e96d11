// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PicturePart } from '../../../webview-ui/attention/model/attentionPage.js';
import { comparisonView } from '../../../webview-ui/attention/comparison/comparisonView.js';
import { comparisonPage, text } from './comparisonPage.js';

let part: PicturePart | null = null;

/** The view on the page, its maps drawn. */
async function shown(...given: Parameters<typeof comparisonPage>) {
  const page = comparisonPage(...given);
  const view = comparisonView(page);
  part = view;
  document.body.replaceChildren(view.element);
  await vi.waitFor(() => expect(view.element.querySelectorAll('.notice.loading')).toHaveLength(0));
  return { page, view, all: (selector: string) => [...view.element.querySelectorAll<HTMLElement>(selector)] };
}

const read = (elements: readonly Element[]) => elements.map((element) => element.textContent);

afterEach(() => {
  part?.dispose?.();
  part = null;
});

describe('three architectures', () => {
  it('draws five maps with the same words', async () => {
    const { all } = await shown();
    expect(read(all('.architecture h2 b'))).toEqual(['BERT', 'GPT-2', 'T5']);
    const maps = all('.architecture .small-map');
    expect(maps).toHaveLength(5);
    const words = read(all('.words .word'));
    expect(words).toEqual(['The', 'bank’s', 'unreadable', ':', '今', '天', '“', 'no', '”', '.']);
    for (const map of maps) {
      const [rows] = map.querySelectorAll('.labels');
      const labels = read([...(rows?.children ?? [])]);
      // A long word is cut.
      expect(labels.every((label, at) => words[at]?.startsWith(label.replace('…', '')))).toBe(true);
      expect(labels).toHaveLength(words.length);
    }
  });

  it('carries off what special tokens were given, where it shows that', async () => {
    const { view } = await shown({ specials: 'show' });
    const drawing = view.displayed?.();
    if (drawing?.type !== 'drawing') throw new Error('There is no drawing.');
    const first = drawing.table.filter(([model, , , , , row]) => model === 'bert-mini' && row === 2);
    expect(first.map(([, , , key]) => key).at(-1)).toBe('special');
    expect(first.reduce((sum, [, , , , weight]) => sum + Number(weight), 0)).toBeCloseTo(1, 3);
    expect(drawing.text).toBe(text);
  });

  it('strikes through what a decoder may not read, and nothing else', async () => {
    const { all } = await shown();
    const struck = all('.architecture .small-map').map((map) => map.querySelector('.masked')?.getAttribute('d') ?? '');
    const count = struck.map((path) => path.split('M').length - 1);
    // T5 has one token for 今天, which reads itself both ways.
    expect(count).toEqual([0, 45, 0, 44, 0]);
  });

  it('looks at one word in all maps: that of the cursor, then the one chosen', async () => {
    const { page, all } = await shown();
    const active = () => read(all('.architecture .small-map .labels .active'));
    expect(new Set(active())).toEqual(new Set(['bank’s']));
    expect(active().length).toBeGreaterThanOrEqual(10);
    all('.words .word')[2]?.focus();
    expect(new Set(active())).toEqual(new Set([active()[0]]));
    expect(page.state.focus).toBe(11);
    expect(page.did.pointed.at(-1)).toEqual({ start: 11, end: 21 });
    expect(all('.words .word[aria-selected="true"]').map((word) => word.textContent)).toEqual(['unreadable']);
    expect(all('#arch-summary')[0]?.textContent).toMatch(/^BERT: .+ 0\.\d\d; GPT-2: .+; T5, encoder: /);
  });

  it('says under each map what the word reads, by the map’s own figures', async () => {
    const { all } = await shown();
    expect(all('.reads')).toHaveLength(5);
    for (const list of all('.reads')) {
      const figures = read([...list.querySelectorAll('.number')]).map(Number);
      expect(figures.length).toBeGreaterThan(0);
      expect(figures).toEqual([...figures].sort((a, b) => b - a));
    }
  });

  it('has every value in a table', async () => {
    const { all } = await shown();
    const [details] = all('details.values');
    details?.setAttribute('open', '');
    details?.dispatchEvent(new Event('toggle'));
    expect(details?.querySelectorAll('tbody tr')).toHaveLength(10);
    expect(details?.querySelectorAll('td.number')).toHaveLength(100);
  });

  it('goes to the word in the editor by Enter', async () => {
    const { page, all } = await shown();
    all('.words .word')[1]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(page.did.revealed).toEqual([{ start: 4, end: 10 }]);
  });

  it('follows the editor’s cursor', async () => {
    const { page, view, all } = await shown();
    view.moveCursor?.(23);
    expect(all('.words .word[aria-selected="true"]').map((word) => word.textContent)).toEqual(['今']);
    expect(page.did.pointed).toEqual([]);
  });

  it('asks a shared layer and head of all, and the words as T5’s target', async () => {
    const { page } = await shown();
    const asked = page.did.asked.filter(({ slot }) => slot.startsWith('architectures'));
    expect(asked.map(({ params }) => params)).toEqual([
      { model: 'bert-mini', text, average: 'all' },
      { model: 'gpt2-mini', text, average: 'all' },
      { model: 't5-mini', text, target: text, average: 'all' },
    ]);
  });

  it('shows of a map with fewer layers its last', async () => {
    const { page, view, all } = await shown({ layer: 4, head: null });
    expect(all('.notice.failed')).toEqual([]);
    expect(all('.architecture .small-map')).toHaveLength(5);
    expect(read(all('.part')).slice(0, 3)).toEqual([
      'layer 5, average of its heads',
      'layer 5, average of its heads',
      [
        'encoder: layer 5, average of its heads',
        'decoder: layer 2, average of its heads',
        'cross-attention: layer 2, average of its heads',
        'It has one token for “今天”: that weight is shared out among the words by their length.',
      ].join(' · '),
    ]);
    const asked = { model: 't5-mini', text, target: text, average: 'heads' };
    const calls = [
      { ...asked, kinds: ['encoder'], layerIndices: [4] },
      { ...asked, kinds: ['decoder', 'cross'], layerIndices: [1] },
    ];
    expect(page.did.asked.filter(({ slot }) => slot === 'architectures encoder-decoder').slice(1)).toMatchObject(
      calls.map((params) => ({ params })),
    );
    const drawing = view.displayed?.();
    expect(drawing).toMatchObject({ calls: { length: 4 } });
  });

  it('tells a failure in its place and draws the others', async () => {
    const { all } = await shown({}, ['gpt2-mini']);
    expect(read(all('.architecture.decoder .notice.failed'))).toEqual([
      'No attention was found in gpt2-mini. Take another form of the model for looking at attention.',
    ]);
    expect(all('.architecture .small-map')).toHaveLength(4);
  });

  it('has words that look like HTML as text', () => {
    const page = comparisonPage();
    page.subject = { ...page.subject!, text: '<img src=x onerror=alert(1)> &amp;' };
    const view = comparisonView(page);
    part = view;
    expect(view.element.querySelector('img')).toBeNull();
    expect(view.element.querySelector('.words')?.textContent).toBe('<img src=x onerror=alert(1)> &amp;');
  });

  it('says so where there is no word', () => {
    const page = comparisonPage();
    page.subject = { ...page.subject!, text: ' \n' };
    expect(comparisonView(page).element.textContent).toBe('There is no word in this text to look at.');
  });

  it('is exported as one drawing with all values', async () => {
    const { view } = await shown();
    const drawing = view.displayed?.();
    if (drawing?.type !== 'drawing') throw new Error('nothing is shown');
    expect(drawing.table).toHaveLength(500);
    expect(drawing.calls?.map(({ method }) => method)).toEqual(['attention', 'attention', 'attention']);
    expect(read([...drawing.drawing.querySelectorAll('.title')])).toEqual([
      'BERT · encoder',
      'GPT-2 · decoder',
      'T5 · encoder',
      'T5 · decoder',
      'T5 · cross-attention',
    ]);
  });
});

describe('the mask in steps', () => {
  it('is drawn from the scores of one head', async () => {
    const { page, all } = await shown();
    await vi.waitFor(() => expect(all('.steps li')).toHaveLength(3));
    const asked = page.did.asked.find(({ slot }) => slot === 'mask steps');
    expect(asked?.params).toEqual({
      model: 'gpt2-mini',
      text,
      layerIndices: [0],
      headIndices: [0],
      kinds: ['decoder'],
      scores: true,
    });
    // Nothing is struck through before the mask is laid on.
    expect(all('.steps li').map((item) => item.querySelector('.masked') !== null)).toEqual([false, true, true]);
    const [, computed, own] =
      /= (\d\.\d+); the model’s own weight is (\d\.\d+)\./.exec(all('.sum')[0]?.textContent ?? '') ?? [];
    expect(Number(computed)).toBeGreaterThan(0);
    expect(computed).toBe(own);
  });

  it('shows one step after the other', async () => {
    const { all } = await shown();
    await vi.waitFor(() => expect(all('.steps li')).toHaveLength(3));
    all('.mask-steps [data-value="scores"]')[0]?.click();
    expect(all('.steps li').map((item) => item.classList.contains('ahead'))).toEqual([false, true, true]);
    all('.mask-steps [data-value="mask"]')[0]?.click();
    expect(all('.steps li').map((item) => item.classList.contains('ahead'))).toEqual([false, false, true]);
  });

  it('is of the map that is chosen; an encoder’s masks nothing', async () => {
    const { all } = await shown();
    await vi.waitFor(() => expect(all('.steps li')).toHaveLength(3));
    all('.mask-steps [data-value="encoder encoder"]')[0]?.click();
    await vi.waitFor(() => expect(all('.steps .masked')).toHaveLength(0));
    expect(all('.steps li')[1]?.textContent).toContain('Nothing is masked');
  });
});

describe('the right-hand context', () => {
  it('is hidden for each model: BERT and T5 change, GPT-2 does not', async () => {
    const { all } = await shown();
    await vi.waitFor(() => expect(all('.right-context .figures')).toHaveLength(3), { timeout: 2000 });
    const cosines = all('.right-context .figures').map((list) => list.querySelector('.number')?.textContent);
    expect(cosines[1]).toBe('1.000');
    expect(Number(cosines[0])).toBeLessThan(1);
    expect(Number(cosines[2])).toBeLessThan(1);
    expect(all('.hidden-right.decoder p')[0]?.textContent).toContain('Nothing changes for “bank’s”');
    expect(all('.hidden-right.encoder .before-after li').length).toBe(10);
    expect(all('.right-context .kept')[0]?.textContent).toBe('The bank’s');
  });

  it('is not there for the last word', async () => {
    const { all } = await shown({ focus: text.length - 1 });
    await vi.waitFor(() => expect(all('.right-context p')[0]?.textContent).toContain('Nothing follows “.”'), {
      timeout: 2000,
    });
  });
});
