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

/** Counts how often a result is brought into sight that begins so far down. */
function results(top: number) {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({ top } as DOMRect);
  return vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockReturnValue();
}

describe('a result', () => {
  it('that begins far down comes into sight when it was asked for, once', async () => {
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    const shown = results(0.8 * window.innerHeight);
    button('Measure').click();
    await vi.waitFor(() => expect(lab.status.value.kind).toBe('idle'));
    await vi.waitFor(() => expect(shown).toHaveBeenCalledTimes(1));
    expect(shown.mock.contexts[0]).toBe(one('.outcome'));
  });

  it('that can be seen stays where it is', async () => {
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    const shown = results(0.3 * window.innerHeight);
    button('Measure').click();
    await vi.waitFor(() => expect(lab.status.value.kind).toBe('idle'));
    await vi.waitFor(() => expect(all('.chip')).not.toHaveLength(0));
    expect(shown).not.toHaveBeenCalled();
  });

  it('of another option does not take the page from under the hand that chooses', async () => {
    const { lab } = drawLaboratory(null, askEngine);
    lab.choose('tokens');
    button('Measure').click();
    await vi.waitFor(() => expect(lab.outcome.value?.isPartial).toBe(false));
    const shown = results(0.8 * window.innerHeight);
    const before = lab.outcome.value;
    lab.setModel('causal', 'gpt2-mini-amateur');
    await vi.waitFor(() => expect(lab.outcome.value).not.toBe(before));
    await vi.waitFor(() => expect(lab.status.value.kind).toBe('idle'));
    expect(shown).not.toHaveBeenCalled();
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
