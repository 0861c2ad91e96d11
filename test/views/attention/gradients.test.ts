// @vitest-environment happy-dom
/* What the attention panel shows of gradients, beside what it shows of hiding words. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SaliencyValue } from '../../../src/protocol/engine/index.js';
import { detailsText } from '../../../webview-ui/attention/export/htmlFile.js';
import { all, one, press, recorded, settle, shown, text } from './attentionHarness.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('gradients', () => {
  const block = (heading: string) =>
    all('.side .block').find((each) => each.querySelector('h2')?.textContent === heading)!;
  const takeGradients = async () => {
    block('What gradients say').querySelector('button')?.click();
    await settle();
  };
  const rows = (list: Element) =>
    [...list.querySelectorAll('li')].map((row) => ({
      word: row.querySelector('.word')!.textContent,
      bits: Number(row.querySelector('.number')!.textContent.replace('−', '-')),
      isAgainst: row.classList.contains('against'),
    }));

  it('are asked for by a button only, for what hiding is measured for', async () => {
    const page = await shown();
    expect(page.asked('saliency')).toHaveLength(0);
    await takeGradients();
    expect(page.asked('saliency').map(({ params }) => params)).toEqual([
      { model: 'bert-mini', text: recorded.text, at: 5, words: true },
    ]);
  });

  it('are listed by their size, what makes the word less probable told by sign and form', async () => {
    await shown();
    await takeGradients();
    const gradients = block('What gradients say');
    const lists = [...gradients.querySelectorAll('ol')];
    expect(lists.map((list) => list.getAttribute('aria-label'))).toEqual(['Integrated gradients', 'Gradient × input']);
    for (const list of lists) {
      const found = rows(list);
      expect(found).toHaveLength(5);
      const sizes = found.map(({ bits }) => Math.abs(bits));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      for (const { bits, isAgainst } of found) expect(isAgainst).toBe(bits < 0);
    }
    expect(lists.flatMap(rows).some(({ isAgainst }) => isAgainst)).toBe(true);
    expect(gradients.querySelector('p')?.textContent).toBe(
      'How much the vector of each word raises the log probability of bank, in bits, as gradients tell it; below 0 it lowers it.',
    );
  });

  it('say where their way begins, and what their sum lacks', async () => {
    await shown();
    await takeGradients();
    const { value } = recorded.answers.find(
      ({ method, params }) => method === 'saliency' && params.at === 5,
    )! as unknown as {
      value: SaliencyValue;
    };
    const { steps, baselineBits, sum, error } = value.completeness!;
    const figure = (bits: number) => (bits > 0 && bits < 0.0005 ? '< 0.001' : bits.toFixed(3).replace('-', '−'));
    const note = [...block('What gradients say').querySelectorAll('p')].at(-2)?.textContent;
    expect(note).toContain(`The way, in ${steps} steps, begins where each of these words has the vector of [MASK].`);
    expect(note).toContain(
      `changes by ${figure(value.bits - baselineBits)} bits; the figures of all words, listed or not, sum to ${figure(sum)} bits, an error of ${figure(error)} bits.`,
    );
  });

  it('are none where no other word is read: nothing is listed, and no sum of nothing told', async () => {
    const page = await shown();
    page.isPrompt = false;
    await takeGradients();
    const { value } = recorded.answers.find(({ method }) => method === 'saliency')! as unknown as {
      value: SaliencyValue;
    };
    const none: SaliencyValue = { ...value, effects: [] };
    page.waiting.at(-1)?.resolve(none as never);
    await settle();
    expect(block('What gradients say').querySelectorAll('ol')).toHaveLength(0);
    expect(block('What gradients say').textContent).toBe(
      'What gradients sayThere is no other word whose vector could add to it.',
    );
  });

  it('stand in the agreement with all others once they are known', async () => {
    await shown();
    const names = () => [...block('Agreement').querySelectorAll('dt')].map(({ textContent }) => textContent);
    expect(names()).toEqual(['attention and hiding', 'rollout and hiding', 'attention and rollout']);
    expect(text('.side')).not.toContain('whatever the sign');
    await takeGradients();
    expect(names()).toEqual([
      'attention and hiding',
      'rollout and hiding',
      'attention and rollout',
      'integrated gradients and hiding',
      'integrated gradients and attention',
      'integrated gradients and rollout',
      'gradient × input and hiding',
      'gradient × input and attention',
      'gradient × input and rollout',
      'gradient × input and integrated gradients',
    ]);
    expect(block('Agreement').textContent).toContain('whatever the sign');
    for (const { textContent } of block('Agreement').querySelectorAll('dd')) {
      expect(Math.abs(Number(textContent.replace('−', '-')))).toBeLessThanOrEqual(1);
    }
  });

  it('are those of the word in focus: another word has none yet', async () => {
    await shown();
    await takeGradients();
    expect(block('What gradients say').querySelectorAll('ol')).toHaveLength(2);
    press('.matrix', 'ArrowDown');
    await settle();
    expect(block('What gradients say').querySelectorAll('ol')).toHaveLength(0);
    expect(block('What gradients say').querySelector('button')?.textContent).toBe('Take Gradients');
  });

  it('can be stopped while they are taken, and say how far they are', async () => {
    const page = await shown();
    page.isPrompt = false;
    await takeGradients();
    page.waiting.at(-1)?.onProgress?.({ done: 12, count: 52 });
    await settle();
    expect(block('What gradients say').textContent).toContain('Going back through the model: 12 of 52 points …');
    block('What gradients say').querySelector('button')?.click();
    await settle();
    expect(page.sent.at(-1)).toEqual({ type: 'cancel', slot: 'saliency' });
    expect(block('What gradients say').querySelector('button')?.textContent).toBe('Take Gradients');
  });

  it('go into the file of the panel with the rest of the column', async () => {
    await shown();
    await takeGradients();
    const told = detailsText(one('.side')).find(({ heading }) => heading === 'What gradients say');
    expect(told?.lines.filter((line) => /^\S+: −?\d+\.\d\d$/.test(line))).toHaveLength(10);
    expect(told?.lines.some((line) => line.includes('an error of'))).toBe(true);
  });
});
