// @vitest-environment happy-dom
/* What the attention panel shows of gradients, beside what it shows of hiding words. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SaliencyValue } from '../../../src/protocol/engine/index.js';
import { detailsText } from '../../../webview-ui/attention/export/htmlFile.js';
import { answering, type Recorded } from './attentionFixture.js';
import { all, type AttentionHarness, choose, one, press, recorded, settle, shown, text } from './attentionHarness.js';

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

  it('are not offered of a model that predicts no words, nor are heads to be silenced: it is said once why', async () => {
    const models = recorded.models.map((model) => ({
      ...model,
      tasks: model.tasks.filter((task) => !['fillMask', 'occlusion', 'saliency', 'headAblation'].includes(task)),
    }));
    const page = await shown({ sort: 'effect' }, undefined, { models });
    expect(text('.side .subject')).toBe('bank');
    expect(page.asked('occlusion')).toHaveLength(0);
    expect(block('What changes if it is hidden').textContent).toMatch(/bert-mini predicts no words, .* Choose a model/);
    const headings = all('.side .block h2').map(({ textContent }) => textContent);
    expect(headings).not.toContain('What gradients say');
    expect(headings).not.toContain('Which heads matter here');
    expect(all('.side button').map(({ textContent }) => textContent)).not.toContain('Take Gradients');
    expect(text('.noted')).toBe('Nothing is predicted here that a hidden word or a silenced head could change.');
  });

  it('are told to be of the token for what the vocabulary lacks, where the word is one of these', async () => {
    const text = JSON.stringify(recorded).replaceAll('"text":"bank"', '"text":"[UNK]"');
    await shown({}, undefined, { answer: answering(JSON.parse(text) as Recorded) });
    expect(one('.side .subject').nextElementSibling!.textContent).toBe(
      'bert-mini has no token for bank: it reads [UNK], as for all that its vocabulary lacks. What is told here is of that, and would be the same of another such word.',
    );
    await takeGradients();
    expect(block('What gradients say').textContent).toContain('What is predicted: [UNK], with a mask in its place.');
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
      'What is predicted: bank, with a mask in its place. How much the vector of each word raises its log probability, in bits, as gradients tell it; below 0 it lowers it.',
    );
  });

  describe('name what is predicted', () => {
    const answered = (params: object) =>
      structuredClone(
        recorded.answers.find(
          (one) =>
            one.method === 'saliency' && Object.entries(params).every(([name, value]) => one.params[name] === value),
        )!.value,
      ) as SaliencyValue;
    /** The first sentence, of an answer that the page waits for. */
    const told = async (page: AttentionHarness, value: SaliencyValue) => {
      page.isPrompt = false;
      await takeGradients();
      page.waiting.findLast(({ method }) => method === 'saliency')?.resolve(value as never);
      await settle();
      return block('What gradients say')
        .querySelector('p')!
        .textContent.replace(/ How much .*/, '');
    };

    it('of GPT-2 the next word of the text, whatever its rows are named by', async () => {
      const page = await shown({ model: 'gpt2-mini', layer: 0, head: 0 });
      expect(await told(page, answered({ model: 'gpt2-mini', at: 5 }))).toBe(
        'What is predicted: of, which comes next in the text after bank.',
      );
      page.isPrompt = true;
      choose('What rows are named by', 'written');
      await settle();
      const value = { ...answered({ model: 'gpt2-mini', at: 5 }), at: 4 };
      expect(await told(page, value)).toBe('What is predicted: bank, which comes next in the text after the.');
    });

    it('behind GPT-2’s last word its own guess, which no word of the text is', async () => {
      const page = await shown({ model: 'gpt2-mini', layer: 0, head: 0 });
      for (let row = 0; row < 9; row++) press('.matrix', 'ArrowDown');
      await settle();
      expect(text('.side .subject')).toBe('.');
      expect(page.asked('occlusion').at(-1)?.params.at).toBe(9);
      const value = { ...answered({ model: 'gpt2-mini', at: 5 }), at: 9, predicted: [{ id: 375, text: ' She' }] };
      expect(await told(page, value)).toBe(
        'What is predicted: She. Nothing in the text comes after .: it is the model’s own first guess.',
      );
    });

    it('of T5 a word of the target, and behind its end the guess', async () => {
      const page = await shown({ model: 't5-mini', kind: 'cross', layer: 1, head: 2 });
      const value = answered({ model: 't5-mini', at: 5 });
      expect(await told(page, value)).toBe('What is predicted: Bank, which comes next in the target after der.');
      page.isPrompt = true;
      press('.matrix', 'ArrowDown');
      await settle();
      const behind = { ...value, at: value.target!.length, predicted: [{ id: 1, text: '</s>' }] };
      expect(await told(page, behind)).toBe(
        'What is predicted: </s>. Nothing in the target comes after Bank: it is the model’s own first guess.',
      );
    });
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
