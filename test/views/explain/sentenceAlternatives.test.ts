// @vitest-environment happy-dom
/* The alternatives of a translated sentence, and the way on from another token. */
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { GlassboxError } from '../../../src/protocol/engine/errors.js';
import type { Sequence } from '../../../src/protocol/engine/index.js';
import { sentence, translation } from '../fixtures.js';
import type { SentenceParams } from '../../../webview-ui/explain/explainPage.js';
import { draw } from './explainHarness.js';

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const texts = (selector: string) => all(selector).map((element) => element.textContent.replaceAll('\u00a0', ' '));
const text = (selector: string) => texts(selector)[0];
const button = (name: string) => all('button').find(({ textContent }) => textContent === name)!;
/** Lets what was asked be answered and drawn. */
const answered = () => new Promise((resolve) => setTimeout(resolve));

const { own, prefix, behind } = sentence;

/** The page with a host that answers as the model did; the first sentence is open. */
async function open(more: Parameters<typeof draw>[1] = {}) {
  const asked: (readonly number[])[] = [];
  const retranslate = ({ text: source, to, targetPrefix = [] }: SentenceParams): Promise<Sequence[]> => {
    expect([source, to]).toEqual(['The house is small.', 'German']);
    asked.push(targetPrefix);
    return Promise.resolve(targetPrefix.length === 0 ? own : behind);
  };
  const page = draw(translation, { sentence: 0, retranslate, ...more });
  await answered();
  return Object.assign(page, { asked });
}

describe('the alternatives of a sentence', () => {
  it('are asked for when they are opened, and forgotten when they are closed', async () => {
    const asked: string[] = [];
    const page = draw(translation, {
      retranslate: ({ text: source }) => {
        asked.push(source);
        return Promise.resolve(own);
      },
    });
    const toggle = () => button('Alternatives');
    expect(toggle().getAttribute('aria-expanded')).toBe('false');
    expect(all('.alternatives:not([hidden])')).toHaveLength(0);
    toggle().click();
    await answered();
    expect(asked).toEqual(['The house is small.']);
    expect(toggle().getAttribute('aria-expanded')).toBe('true');
    expect(all('.alternatives:not([hidden])').map(({ id }) => id)).toEqual([toggle().getAttribute('aria-controls')]);
    expect(page.state.sentence).toBe(0);
    toggle().click();
    expect(page.state.sentence).toBeNull();
    expect(all('.piece')).toHaveLength(0);
  });

  it('say why one with a lower sum may come first, where one does', async () => {
    const WHY = 'The search weighs ln p with the length';
    await open();
    expect(text('.alternatives')).not.toContain(WHY);
    const [first, second, ...rest] = own;
    await open({ retranslate: () => Promise.resolve([second!, first!, ...rest]) });
    expect(text('.alternatives')).toContain(WHY);
  });

  it('are not offered where the model had no part', () => {
    draw(translation);
    expect(all('.list .pair')).toHaveLength(4);
    expect(all('.list .pair button')).toHaveLength(3);
  });

  it('tell each token’s probability, and what else could stand there', async () => {
    await open();
    expect(text('.flow')).toBe(' Das Haus ist klein.</s>');
    all('.piece')[2]?.focus();
    expect(text('.facts')).toMatch(/^␣isttoken 3 of 6 · id \d+ · model 84\.9 % · 0\.2 bits$/);
    expect(texts('.card tbody th')[0]).toBe('␣istchosen');
    expect(texts('.card tbody .number')[0]).toBe('84.9 %');
    expect(all('.card tbody button')).toHaveLength(7);
  });

  it('tell what the other beams found, as probable as the sums of their tokens', async () => {
    await open();
    const others = own.slice(1);
    expect(texts('.others button')).toEqual(others.map((one) => one.text));
    const sums = others.map(({ logProbability }) => `ln p −${Math.abs(logProbability!).toFixed(2)}`);
    expect(texts('.others .number')).toEqual(sums);
    expect(texts('.sentence-actions .number')).toEqual([`ln p −${Math.abs(own[0]!.logProbability!).toFixed(2)}`]);
    all('.others button')[0]?.click();
    expect(text('.flow')).toContain('Hause');
    // Where the two part, the keyboard goes on.
    expect(document.activeElement).toBe(all('.piece')[1]);
    expect(texts('.others button')).toContain(own[0]!.text);
  });
});

it('have nothing against them by axe-core’s rules', async () => {
  await open({ placed: true });
  document.documentElement.lang = 'en';
  document.title = 'Last Result';
  const { violations } = await axe.run(all('.pairs')[0]!, { rules: { 'color-contrast': { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

describe('another token instead', () => {
  async function chosen(more: Parameters<typeof draw>[1] = {}) {
    const page = await open(more);
    all('.piece')[2]?.focus();
    button('␣war').click();
    await answered();
    return page;
  }

  it('has the rest translated anew from there', async () => {
    const { asked } = await chosen();
    expect(asked).toEqual([[], prefix]);
    expect(text('.flow')).toBe(` Das Haus war ${behind[0]!.text.split(' ').at(-1)}</s>`);
    expect(text('[role=status].small')).toBe(`Translated anew: ${behind[0]!.text}`);
    // The keyboard is at the token that was put there, with the alternatives it was among.
    expect(document.activeElement).toBe(all('.piece')[2]);
    expect(texts('.card tr.chosen th')).toEqual(['␣warchosen']);
    expect(texts('.card tbody th')).toContain('␣ist');
    expect(button('␣war')).toBeUndefined();
  });

  it('counts the tokens before it in', async () => {
    await chosen();
    const { steps = [] } = own[0]!;
    const war = steps[2]!.alternatives.find(({ text: word }) => word === ' war')!;
    const before = [...steps.slice(0, 2), war].reduce((sum, { probability }) => sum + Math.log(probability), 0);
    const sums = behind.slice(1).map(({ logProbability }) => before + logProbability!);
    expect(texts('.others .number')).toEqual(sums.map((sum) => `ln p −${Math.abs(sum).toFixed(2)}`));
  });

  it('can be chosen within the new one, and taken back', async () => {
    const { asked } = await chosen();
    all('.piece')[0]?.focus();
    all('.card tbody button')[0]?.click();
    await answered();
    expect(asked.at(-1)).toEqual([own[0]!.steps![0]!.alternatives[1]!.id]);
    button('Back to the Model’s Own').click();
    await answered();
    expect(asked.at(-1)).toEqual([]);
    expect(text('.flow')).toBe(' Das Haus ist klein.</s>');
    expect(button('Back to the Model’s Own')).toBeUndefined();
  });

  it('is put into the text where the translation stands in one, and can be copied', async () => {
    const page = await chosen({ placed: true });
    button('Put into the Text').click();
    await answered();
    expect(page.replaced).toEqual([{ segment: 0, target: behind[0]!.text }]);
    expect(texts('.sentence-actions [role=status]')).toEqual(['It was put into your text.']);
    button('Copy Sentence').click();
    expect(page.copied).toEqual([{ what: 'sentence', text: behind[0]!.text }]);

    await chosen();
    expect(button('Put into the Text')).toBeUndefined();
    expect(button('Copy Sentence')).toBeDefined();
  });

  it('says why it could not be done, and keeps what was there', async () => {
    const fault = new GlassboxError('engine-died', '', { details: { kind: 'restarted' } });
    await open({
      retranslate: ({ targetPrefix }) => (targetPrefix?.length === 0 ? Promise.resolve(own) : Promise.reject(fault)),
    });
    all('.card tbody button')[0]?.click();
    await answered();
    expect(texts('[role=alert]')[0]).toContain('restarted');
    expect(text('.flow')).toBe(' Das Haus ist klein.</s>');
    expect(text('[role=status].small')).toBe('');
  });

  it('ends the search before it when another one is chosen or the page closed', async () => {
    const signals: AbortSignal[] = [];
    await open({
      retranslate: ({ targetPrefix }, signal) => {
        signals.push(signal);
        return targetPrefix?.length === 0 ? Promise.resolve(own) : new Promise<Sequence[]>(() => undefined);
      },
    });
    all('.card tbody button')[0]?.click();
    expect(text('[role=status].small')).toBe('Translating …');
    all('.card tbody button')[1]?.click();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
    button('Alternatives').click();
    await answered();
    expect(signals.at(-1)?.aborted).toBe(true);
  });
});
