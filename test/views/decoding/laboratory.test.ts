// @vitest-environment happy-dom
/* The laboratory's sliders, on the embedded model's logits, on typed ones, and on a table for beams. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { INITIAL_LAB_STATE, Laboratory, type LabState } from '../../../webview-ui/decoding/laboratory/laboratory.js';
import { atToken } from '../../../webview-ui/decoding/laboratory/experiments/atToken/atToken.js';
import { twoStepBeam } from '../../../webview-ui/decoding/laboratory/experiments/twoStepBeam/twoStepBeam.js';
import { typedLogits } from '../../../webview-ui/decoding/laboratory/experiments/typedLogits/typedLogits.js';
import type { TypedLogit } from '../../../webview-ui/decoding/laboratory/experiments/typedLogits/typedPresets.js';
import { NEUTRAL } from '../../../webview-ui/decoding/laboratory/labModel.js';
import { englishContext, readDistribution } from './englishContext.js';

const value = readDistribution();
let lab: Laboratory;
let kept: LabState;
let asked: number;

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const texts = (selector: string) => all(selector).map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
const field = (label: string) => {
  const name = all('.slider label').find(({ textContent }) => textContent === label)!;
  const number = document.getElementById(name.getAttribute('for')!) as HTMLInputElement;
  return { number, range: number.parentElement!.querySelector<HTMLInputElement>('input[type=range]')! };
};
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const type = async (input: HTMLInputElement, text: string) => {
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await frame();
};
const button = (text: string) => all('button').find(({ textContent }) => textContent === text)!;

/** What the experiment with typed logits keeps. */
const typed = () => kept['typed'] as TypedLogit[];

function open(change: Partial<LabState> = {}): void {
  asked = 0;
  kept = { ...INITIAL_LAB_STATE, ...change };
  const experiments = [atToken, typedLogits, twoStepBeam];
  lab = new Laboratory(englishContext, { ask: () => void asked++, kept, keep: (next) => (kept = next), experiments });
  document.body.replaceChildren(lab.element);
}

const place = { distribution: { value, before: [] }, place: 'before token 4' };

describe('at a token', () => {
  beforeEach(() => open());

  it('asks for one while there is none', () => {
    button('Take the token in focus').click();
    expect(asked).toBe(1);
    expect(all('.slider')).toHaveLength(0);
  });

  it('shows the model’s own distribution first', () => {
    lab.update(place);
    expect(texts('.figures dd')).toEqual(['10,000 of 10,000', '100.0 %', '8.78 → 8.78']);
    expect(texts('tbody tr')[0]).toMatch(/^beach3\.9 %3\.9 %$/);
    expect(all('tbody tr')).toHaveLength(20);
    expect(texts('.place')).toEqual(['before token 4']);
  });

  it('is drawn whole', async () => {
    lab.update(place);
    await type(field('top-p').number, '0.5');
    // The fields' names are made up anew each time.
    expect(document.body.innerHTML.replace(/lab-(\w+)-\w+/g, 'lab-$1')).toMatchSnapshot();
  });

  it('filters at once when a slider moves: counts, shares, bars and reasons', async () => {
    lab.update(place);
    const { range, number } = field('top-k');
    await type(range, '500');
    const k = Number(number.value);
    expect(k).toBeGreaterThan(50);
    expect(texts('.figures dd')[0]).toBe(`${k} of 10,000`);
    await type(number, '5');
    expect(texts('.figures dd')[0]).toBe('5 of 10,000');
    expect(texts('.stages li')[0]).toMatch(/^top-k cuts [\d.]+ % of the probability; 5 left$/);
    expect(texts('tr.cut td.left')[0]).toBe('cut: top-k');
    expect(all('tr.cut')).toHaveLength(15);
    expect(range.getAttribute('aria-valuetext')).toMatch(/^5, 5 tokens left, 2\.\d bits$/);
    expect(kept.settings).toEqual({ ...NEUTRAL, topK: 5 });
  });

  it('says that a filter cut tokens, however little they had', async () => {
    lab.update(place);
    await type(field('temperature').number, '0.02');
    await type(field('top-k').number, '50');
    expect(texts('.figures dd')[0]).toBe('50 of 10,000');
    expect(texts('.stages li')).toEqual([
      'top-k cuts < 0.01 % of the probability after temperature and penalty; 50 left',
    ]);
    await type(field('top-k').number, '10000');
    expect(texts('.stages li')).toEqual(['top-k cuts nothing']);
  });

  it('works without asking for the logits again, and once a frame', async () => {
    lab.update(place);
    const { range } = field('temperature');
    const request = vi.spyOn(globalThis, 'requestAnimationFrame');
    for (let at = 0; at < 10; at++) {
      range.value = String(at * 50);
      range.dispatchEvent(new Event('input', { bubbles: true }));
    }
    expect(request).toHaveBeenCalledTimes(1);
    request.mockRestore();
    await frame();
    expect(asked).toBe(0);
    expect(texts('.figures dd').at(-1)).not.toBe('8.78 → 8.78');
  });

  it('takes all for the highest at temperature 0', async () => {
    lab.update(place);
    await type(field('temperature').number, '0');
    expect(texts('tbody tr')[0]).toMatch(/100\.0 %$/);
    expect(texts('.stages li')).toEqual(['temperature 0: all on the highest, nothing left to chance']);
    expect(texts('.figures dd')).toEqual(['1 of 10,000', '3.9 %', '100.0 %', '8.78 → 0.00']);
  });

  it('names a number out of range at its field, and keeps the last good one', async () => {
    lab.update(place);
    const { number } = field('top-p');
    await type(number, '0.5');
    const before = texts('.figures dd');
    await type(number, '7');
    expect(number.getAttribute('aria-invalid')).toBe('true');
    expect(texts('.slider .fault').filter(Boolean)).toEqual(['top-p is from 0 to 1.']);
    expect(texts('.figures dd')).toEqual(before);
    await type(number, '0.6');
    expect(number.getAttribute('aria-invalid')).toBe('false');
  });

  it('goes back to neutral', async () => {
    lab.update(place);
    await type(field('min-p').number, '0.5');
    button('Reset').click();
    expect(texts('.figures dd')[0]).toBe('10,000 of 10,000');
    expect(field('min-p').number.value).toBe('0');
  });
});

describe('with typed logits', () => {
  beforeEach(() => open({ source: 'typed' }));

  it('is drawn whole', () => {
    expect(document.body.innerHTML.replace(/lab-(\w+)-\w+/g, 'lab-$1')).toMatchSnapshot();
  });

  it('shows [1, 0, 0] as the temperature goes to 0', async () => {
    await type(field('temperature').number, '0.0000001');
    expect(texts('.outcome td.left')).toEqual(['100.0 %', '0.0 %', '0.0 %']);
  });

  it('shows what the repetition penalty makes of logits', () => {
    button('repetition').click();
    expect(texts('.outcome tbody tr').map((row) => /−?\d\.\d\d/.exec(row)?.[0])).toEqual([
      '1.33',
      '1.80',
      '−1.50',
      '−1.10',
    ]);
    expect(texts('.lesson')[0]).toMatch(/^The sign matters/);
  });

  const rows = () => all('.typed li');
  const removes = () => all('.typed .remove');
  const reason = () => texts('.adding [role=status]')[0];

  it('adds and removes tokens between three and twenty, and says why not beyond', () => {
    expect(reason()).toBe('At least 3 tokens: add one to remove another.');
    removes()[0]!.click();
    expect(rows()).toHaveLength(3);
    for (let at = 0; at < 17; at++) button('Add a Token').click();
    expect(reason()).toBe('At most 20 tokens: remove one to add another.');
    const add = button('Add a Token');
    add.focus();
    add.click();
    expect(rows()).toHaveLength(20);
    expect(add.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(add.getAttribute('aria-describedby')!)!.textContent).toBe(reason());
    expect(document.activeElement).toBe(add);
    removes()[0]!.click();
    expect(reason()).toBe('');
    for (let at = 0; at < 20; at++) removes()[0]!.click();
    expect(rows()).toHaveLength(3);
    expect(removes().every((one) => one.getAttribute('aria-disabled') === 'true')).toBe(true);
    expect(typed()).toHaveLength(3);
  });

  it('gives a new token a letter that is free, ready to be typed over', () => {
    button('repetition').click();
    button('Add a Token').click();
    button('Add a Token').click();
    expect(typed().map(({ name }) => name)).toEqual(['cat', 'dog', 'the', 'sea', 'A', 'B']);
    const name = document.activeElement as HTMLInputElement;
    expect([name.value, name.selectionStart, name.selectionEnd]).toEqual(['B', 0, 1]);
    expect(texts('.outcome tbody tr')).toHaveLength(6);
  });

  it('goes on at the next token when one is removed, and names what a button removes', () => {
    button('repetition').click();
    const [first] = all('.typed input[type=text]') as HTMLInputElement[];
    first!.value = 'hat';
    first!.dispatchEvent(new Event('input', { bubbles: true }));
    expect(removes().map((one) => one.getAttribute('aria-label'))).toEqual([
      'Remove hat',
      'Remove dog',
      'Remove the',
      'Remove sea',
    ]);
    removes()[3]!.click();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove the');
    expect(typed().map((one) => one.name)).toEqual(['hat', 'dog', 'the']);
  });

  it('says when a logit is no number, and keeps what is valid', async () => {
    const [logit] = all('.typed input[type=number]') as HTMLInputElement[];
    await type(logit!, '');
    expect(texts('.bench > .fault')[0]).toMatch(/^One of the logits is not a number/);
    expect(logit!.getAttribute('aria-invalid')).toBe('true');
    expect(typed()[0]!.logit).toBe(10);
    await type(logit!, '3');
    expect(texts('.bench > .fault')[0]).toBe('');
    expect(typed()[0]!.logit).toBe(3);
  });
});

describe('with a table of two steps', () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

  beforeEach(async () => {
    open({ source: 'beam' });
    await settled();
  });

  it('runs the beam search and ranks what ended', () => {
    expect(texts('.beams > table tbody th')).toEqual(['dog has✓', 'nice woman']);
    expect(texts('.stage .returned .token')).toEqual(['dog', 'has']);
  });

  it('lets the length penalty choose between a short text and a longer one', async () => {
    button('length bias').click();
    await settled();
    expect(texts('tr.chosen th')[0]).toBe('(end)✓');
    const penalty = all('.beams input[type=range]')[1] as HTMLInputElement;
    await type(penalty, '1');
    await settled();
    expect(texts('tr.chosen th')[0]).toBe('very well✓');
    expect(texts('tr.chosen td')).toEqual(['−1.39', '2', '−0.69']);
  });

  it('adds and removes words of its lists, one to six, and says why not beyond', async () => {
    const buttons = () => all('.beams .choice button');
    const named = (label: string) => buttons().find((one) => one.getAttribute('aria-label') === label)!;
    const firsts = () => all('.beams .table > .choice:not(:last-child)');
    named('Add a token after nice').click();
    const word = document.activeElement as HTMLInputElement;
    expect(word.value).toBe('A');
    word.value = 'cat';
    await type(word.nextElementSibling as HTMLInputElement, '5');
    await settled();
    expect(texts('.stage .token')).toContain('cat');
    for (const gone of ['cat', 'guy', 'house']) named(`Remove ${gone}`).click();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove woman');
    expect(document.activeElement?.getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement?.getAttribute('aria-description')).toBe('A list has at least one token.');
    named('Remove woman').click();
    expect(named('Remove woman')).toBeDefined();
    await settled();
    expect(texts('.stage .token')).not.toContain('house');

    named('Remove car').click();
    expect(firsts()).toHaveLength(2);
    for (let at = 0; at < 6; at++) named('Add a first token').click();
    expect(firsts()).toHaveLength(6);
    expect(named('Add a first token').title).toBe('At most 6 tokens: remove one to add another.');
    await settled();
    expect(texts('.stage .token')).toEqual(expect.arrayContaining(['nice', 'dog', 'A']));
  });

  it('says what is wrong with the table', async () => {
    const [weight] = all('.beams .choice input[type=number]') as HTMLInputElement[];
    await type(weight!, '-1');
    expect(texts('.beams .fault')[0]).toMatch(/^A weight is a number from 0 on/);
    await type(weight!, '0.5');
    expect(texts('.beams .fault')[0]).toBe('');
  });

  it('is reached with the arrow keys, and remembered', () => {
    const tabs = all('[role=tab]');
    tabs[2]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    expect(kept.source).toBe('token');
    expect(document.activeElement).toBe(tabs[0]);
    expect(tabs.map((tab) => tab.getAttribute('aria-selected'))).toEqual(['true', 'false', 'false']);
  });
});
