// @vitest-environment happy-dom
/* Where the eye and the focus are: at the top of what is opened, at a result that was asked for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AskEngine } from '../../../webview-ui/laboratory/model/bench.js';
import { all, button, drawLaboratory, one, recorded } from './laboratoryHarness.js';

afterEach(() => vi.restoreAllMocks());

/** An engine that knows one token. */
const askEngine = (() =>
  Promise.resolve({
    model: 'bert-mini',
    tokens: [{ id: 0, text: 'a', start: 0, end: 1 }],
    maxLength: 512,
  })) as unknown as AskEngine;

const HIGH = 800;

/** Puts the result from here to there, parts of the window's height. @returns how far it was scrolled, each time */
function resultAt(from: number, to: number) {
  vi.spyOn(window, 'innerHeight', 'get').mockReturnValue(HIGH);
  const box = { top: from * HIGH, bottom: to * HIGH } as DOMRect;
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(box);
  const scroll = vi.spyOn(window, 'scrollBy').mockReturnValue();
  return () => scroll.mock.calls.map(([, down]) => down);
}

async function measured(from: number, to: number): Promise<number[]> {
  const { lab } = drawLaboratory(null, askEngine);
  lab.choose('tokens');
  const scrolled = resultAt(from, to);
  button('Measure').click();
  await vi.waitFor(() => expect(lab.outcome.value?.isPartial).toBe(false));
  await vi.waitFor(() => expect(all('.chip')).toHaveLength(3));
  return scrolled();
}

describe('a result that was asked for', () => {
  it.each([
    ['comes up where it begins far down', 0.8, 0.9, 280],
    ['comes up until its end is seen', 0.5, 1.2, 170],
    ['comes up to its beginning, and no farther', 0.6, 2, 470],
    ['stays where it can be seen', 0.4, 1.5, 0],
  ])('%s', async (_, from, to, down) => {
    const scrolled = await measured(from, to);
    expect(scrolled.length).toBeGreaterThan(0);
    for (const one of scrolled) expect(one).toBeCloseTo(down, 6);
  });

  it('does not work against a hand that scrolls', async () => {
    const answers: (() => void)[] = [];
    const slow = (() =>
      new Promise((resolve) =>
        answers.push(() => resolve({ model: 'm', tokens: [{ id: 0, text: 'a', start: 0, end: 1 }], maxLength: 512 })),
      )) as unknown as AskEngine;
    const { lab } = drawLaboratory(null, slow);
    lab.choose('tokens');
    const scrolled = resultAt(0.8, 0.9);
    button('Measure').click();
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    answers[0]!();
    await vi.waitFor(() => expect(scrolled()).toHaveLength(1));
    vi.spyOn(window, 'scrollY', 'get').mockReturnValue(300);
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!();
    await vi.waitFor(() => expect(all('.chip')).toHaveLength(2));
    expect(scrolled()).toHaveLength(1);
  });

  it('is not that of another option: the page stays under the hand that chooses', async () => {
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    button('Measure').click();
    await vi.waitFor(() => expect(lab.status.value.kind).toBe('idle'));
    await vi.waitFor(() => expect(one('.outcome').getAttribute('aria-busy')).toBe('false'));
    const scrolled = resultAt(0.8, 0.9);
    const before = lab.outcome.value;
    lab.setModel('causal', 'gpt2-mini-amateur');
    await vi.waitFor(() => expect(lab.outcome.value).not.toBe(before));
    await vi.waitFor(() => expect(lab.status.value.kind).toBe('idle'));
    expect(scrolled()).toEqual([]);
  });
});

describe('an experiment', () => {
  it('begins at its top, and the list, too', async () => {
    drawLaboratory(null, askEngine);
    const scrolled = vi.spyOn(window, 'scrollTo').mockReturnValue();
    all('.list .entry').at(-1)!.click();
    await vi.waitFor(() => expect(scrolled).toHaveBeenCalledWith(0, 0));
    scrolled.mockClear();
    button('All experiments').click();
    await vi.waitFor(() => expect(scrolled).toHaveBeenCalledWith(0, 0));
  });

  it('takes the focus over where its entry is not shown any more, and gives it back', async () => {
    drawLaboratory(null, askEngine);
    vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([] as unknown as DOMRectList);
    const entry = all('.list .entry').at(-1)!;
    entry.focus();
    entry.click();
    await vi.waitFor(() => expect(document.activeElement).toBe(one('h1.name')));
    button('All experiments').click();
    await vi.waitFor(() => expect(document.activeElement).toBe(all('.list .entry').at(-1)));
  });

  it('leaves the focus in the list beside it', async () => {
    drawLaboratory(null, askEngine);
    vi.spyOn(HTMLElement.prototype, 'getClientRects').mockReturnValue([{}] as unknown as DOMRectList);
    const scrolled = vi.spyOn(window, 'scrollTo').mockReturnValue();
    const entry = all('.list .entry')[1]!;
    entry.focus();
    entry.click();
    await vi.waitFor(() => expect(scrolled).toHaveBeenCalled());
    expect(document.activeElement).toBe(entry);
  });
});

it('a table takes no word apart to fit, and is scrolled where it is wider', () => {
  drawLaboratory(recorded['anatomy.length']!);
  const style = document.createElement('style');
  style.textContent = ['kit/theme.css', 'laboratory/layout/layout.css']
    .map((file) => readFileSync(path.join(import.meta.dirname, '../../../webview-ui', file), 'utf8'))
    .join('\n');
  document.head.append(style);
  try {
    const shown = getComputedStyle(one('.table table'));
    expect([shown.width, shown.overflowWrap]).toEqual(['max-content', 'break-word']);
    expect(getComputedStyle(one('.scroller')).overflow).toBe('auto');
    const ends = all('.table th').map((head) => getComputedStyle(head).textAlign);
    const figures = all('.table tbody tr:first-child td').map(({ className }) => className === 'number');
    expect(ends).toEqual(figures.map((is) => (is ? 'end' : 'start')));
  } finally {
    style.remove();
  }
});
