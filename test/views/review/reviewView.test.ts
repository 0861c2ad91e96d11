// @vitest-environment happy-dom
/* A translation under review: what is drawn of it, and what the host is told. */
import axe from 'axe-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReviewSentence } from '../../../src/protocol/webviews/index.js';
import { DOUBTS } from '../../../src/protocol/engine/index.js';
import { review, sentence as house } from '../fixtures.js';
import { draw } from './reviewHarness.js';
import { reviewSentences } from './reviewSentences.js';

const all = <E extends HTMLElement>(selector: string) => [...document.querySelectorAll<E>(selector)];
const texts = (selector: string) => all(selector).map((element) => element.textContent);
const fields = () => all<HTMLTextAreaElement>('.list textarea');
const row = (id: number) => document.querySelector<HTMLElement>(`li[data-id="${id}"]`)!;
const button = (name: string, within: ParentNode = document) =>
  [...within.querySelectorAll('button')].find(({ textContent }) => textContent === name);
const answered = () => new Promise((resolve) => setTimeout(resolve));

/** Written by the user into a field. */
function type(field: HTMLTextAreaElement, text: string) {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const made = (id: number, more: Partial<ReviewSentence> = {}): ReviewSentence => ({
  id,
  text: 0,
  start: 10 * id,
  source: `Source ${id}.`,
  target: `Target ${id}.`,
  doubts: [],
  kept: false,
  written: more.target ?? `Target ${id}.`,
  changed: false,
  ...more,
});

const FOUR = [
  made(0),
  made(1, { doubts: ['length'] }),
  made(2),
  made(3, { doubts: ['structure'], kept: true, target: 'Source 3.' }),
];

/** What the doubts are called. */
const names = new Set<string>();

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Translation';
});

describe('the sentences of a review', () => {
  it('stand source beside result, the doubtful ones first, or as in the text', () => {
    draw(FOUR);
    expect(texts('.list .source')).toEqual(['Source 1.', 'Source 3.', 'Source 0.', 'Source 2.']);
    expect(fields().map(({ value }) => value)).toEqual(['Target 1.', 'Source 3.', 'Target 0.', 'Target 2.']);
    button('As in the Text')!.click();
    expect(texts('.list .source')).toEqual(['Source 0.', 'Source 1.', 'Source 2.', 'Source 3.']);
    expect(button('As in the Text')!.getAttribute('aria-pressed')).toBe('true');
  });

  it('fill in as they arrive, and those that have become parts of others go', () => {
    const { states, status } = draw(FOUR.slice(0, 2), { order: 'text', status: { kind: 'running', expected: 4 } });
    type(fields()[0]!, 'By hand.');
    states.update([FOUR[3]!, { ...FOUR[0]!, target: 'Another.', written: 'Another.' }], [1]);
    status.value = { kind: 'running', done: 3, expected: 4 };
    expect(texts('.list .source')).toEqual(['Source 0.', 'Source 3.']);
    // What the user wrote stays.
    expect(fields()[0]!.value).toBe('By hand.');
    expect(document.querySelector('progress')!.getAttribute('value')).toBe('3');
    expect(texts('.progress .dim')).toEqual(['sentences: 3 of 4 · in doubt: 1 · not translated: 1']);
  });

  it.each(DOUBTS)('say in words what is doubted: %s', (doubt) => {
    draw([made(0, { doubts: [doubt] })]);
    const [said = ''] = texts('.notes span');
    expect(said).toMatch(/^In doubt: [a-z].{10,}$/);
    names.add(said);
  });

  it('say each doubt in its own words', () => {
    expect(names.size).toBe(DOUBTS.length);
  });

  it('name what was not translated, and what is left out', () => {
    const { states } = draw(FOUR);
    expect(row(3).querySelector('.notes')!.textContent).toBe(
      'Not translated: signs, code or quotation marks were lost',
    );
    states.setChanged([2]);
    expect(row(2).className).toContain('changed');
    expect(row(2).querySelector('.notes')!.textContent).toContain('this sentence is left out');
    states.setChanged([]);
    expect(row(2).className).not.toContain('changed');
  });

  it('are written by hand, kept as the source, and given back to the model', () => {
    const { said } = draw(FOUR);
    type(row(0).querySelector('textarea')!, 'Mine.');
    expect(row(0).querySelector('.notes')!.textContent).toBe('Written by hand');
    button('Back to the Model’s Own', row(0))!.click();
    expect(document.activeElement).toBe(row(0).querySelector('textarea'));
    const keep = () => button('Keep the Source', row(1))!;
    keep().click();
    expect(row(1).querySelector('.notes')!.textContent).toBe('The source is kept.');
    expect(keep().getAttribute('aria-pressed')).toBe('true');
    keep().click();
    expect(said).toEqual([
      { id: 0, written: 'Mine.' },
      { id: 0, written: 'Target 0.' },
      { id: 1, written: 'Source 1.' },
      { id: 1, written: 'Target 1.' },
    ]);
    // Mended or not, a sentence stays where the user looks at it.
    expect(texts('.list .source')[0]).toBe('Source 1.');
    // What the model has kept is the source already.
    expect(button('Keep the Source', row(3))).toBeUndefined();
  });

  it('have alternatives, of which one is taken', async () => {
    const { said } = draw([made(0, { source: 'The house is small.' })], {
      alternatives: () => Promise.resolve(house.own),
    });
    button('Alternatives', row(0))!.click();
    await answered();
    const other = house.own[1]!;
    [...row(0).querySelectorAll('button')].find(({ textContent }) => textContent === other.text)!.click();
    button('Take This', row(0))!.click();
    expect(said).toEqual([{ id: 0, written: other.text }]);
    expect(row(0).querySelector('textarea')!.value).toBe(other.text);
  });

  it('are drawn by the hundred', () => {
    draw(Array.from({ length: 450 }, (_, id) => made(id)));
    expect(fields()).toHaveLength(200);
    button('Show 200 More Sentences')!.click();
    button('Show 50 More Sentences')!.click();
    expect(fields()).toHaveLength(450);
    expect(document.querySelector('.more')).toBeNull();
  });
});

describe('the head of a review', () => {
  it('puts the translation in when the run is over, not before', () => {
    const { said, status } = draw(FOUR, { status: { kind: 'running', expected: 9 } });
    expect(button('Put into the Text')!.disabled).toBe(true);
    button('Cancel')!.click();
    status.value = { kind: 'cancelled', done: 4, expected: 9 };
    expect(texts('.ended')).toEqual(['Cancelled. What is here can go in; the other sentences stay as they are.']);
    button('Put into the Text')!.click();
    button('Show as Diff')!.click();
    expect(said).toEqual(['cancel', 'put', 'showDiff']);
    expect(button('Cancel')).toBeUndefined();
  });

  it('says why a run failed, in the user’s words', () => {
    const error = { code: 'engine-died', message: 'x', details: { kind: 'exit', how: 'SIGKILL' } } as const;
    draw(FOUR, { status: { kind: 'failed', error } });
    expect(texts('.ended')[0]).toMatch(/SIGKILL.*What is here can go in/);
  });

  it('names what the button does', () => {
    draw(FOUR);
    const select = document.querySelector('select')!;
    for (const [place, label] of [
      ['insertBelow', 'Put into the Text'],
      ['openBeside', 'Open Beside'],
      ['copy', 'Copy'],
    ] as const) {
      select.value = place;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      expect(document.querySelector('.primary')!.textContent).toBe(label);
    }
  });
});

describe('axe-core', () => {
  const violations = async () => {
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    return found.violations.map(({ id }) => id);
  };

  it.each(['running', 'done', 'cancelled'] as const)('has nothing against a review: %s', async (kind) => {
    draw(reviewSentences(review), { status: { kind }, alternatives: () => Promise.resolve(house.own) });
    button('Alternatives')!.click();
    await answered();
    expect(await violations()).toEqual([]);
  });

  it('would tell of a field without a name', async () => {
    draw(FOUR);
    fields()[0]!.removeAttribute('aria-label');
    expect(await violations()).toEqual(['label']);
  });
});
