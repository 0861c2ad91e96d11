// @vitest-environment happy-dom
/* The page of Compared Sentences: its matrix by each pooling, the pairs, what is asked of the host, and axe-core's rules. */
import { signal } from '@preact/signals';
import axe from 'axe-core';
import { h, options, render } from 'preact';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SentenceComparison } from '../../../src/protocol/webviews/index.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import type { PoolingName } from '../../../webview-ui/sentences/sentencesPage.js';
import { SentencesView } from '../../../webview-ui/sentences/sentencesView.js';
import { equalSentences, fiftySentences, sixSentences, twoPooled, twoSentences } from './comparisons.js';

// What changes is drawn at once, not in a microtask.
options.debounceRendering = (redraw) => redraw();

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const texts = (selector: string) => all(selector).map(({ textContent }) => textContent);

function draw(comparison: SentenceComparison, kept: PoolingName | null = null) {
  const pooling = signal(kept);
  const said: string[] = [];
  const page = {
    numbers: numbersFor('en'),
    comparison,
    pooling,
    reveal: (index: number) => void said.push(`reveal ${index}`),
    exportCsv: () => void said.push('export'),
    explain: () => void said.push('explain'),
    copyCommand: () => void said.push('copyCommand'),
  };
  const main = document.createElement('main');
  document.body.replaceChildren(main);
  render(h(SentencesView, { page }), main);
  const drawNext = (next: SentenceComparison) =>
    render(h(SentencesView, { page: { ...page, comparison: next } }), main);
  return { pooling, said, drawNext };
}

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Compared Sentences';
});

describe('a served model', () => {
  it('has it said where the sentences went, and no other has', () => {
    draw({ ...sixSentences, where: 'Text for m goes to gpu.example.' });
    expect(texts('.where')).toEqual(['Text for m goes to gpu.example.']);
    draw(sixSentences);
    expect(texts('.where')).toEqual([]);
  });
});

describe('the matrix', () => {
  it('has each with each, by the first pooling', () => {
    draw(sixSentences);
    expect(all('.similarities tbody td')).toHaveLength(36);
    expect(all('.similarities td.own')).toHaveLength(6);
    const { similarities } = sixSentences.poolings[0]!;
    const row = texts('.similarities tbody tr:nth-child(2) td').map(Number);
    row.forEach((value, column) => expect(value).toBeCloseTo(similarities[1]![column]!, 2));
    expect(texts('h1')).toEqual(['6 sentences compared by bert-mini']);
  });

  it('is deepest where sentences are nearest, and palest where they are not', () => {
    draw(sixSentences);
    const depths = all('.similarities td:not(.own)').map((cell) => Number(cell.style.getPropertyValue('--depth')));
    expect([Math.min(...depths), Math.max(...depths)]).toEqual([0, 1]);
  });

  it('follows the pooling that is chosen, and keeps it', () => {
    const { pooling } = draw(sixSentences);
    const before = texts('.similarities td').join();
    all('.poolings input')[2]!.click();
    expect(pooling.value).toBe('cls');
    expect(texts('.similarities td').join()).not.toBe(before);
    expect(texts('.matrix p')[0]).toContain('token in front');
  });

  it('has the first pooling where the kept one is not there', () => {
    draw(twoSentences, 'cls');
    expect(texts('.matrix p')[0]).toContain('last token');
    expect(all('.pairs')).toHaveLength(0);
  });
});

describe('another comparison in the open page', () => {
  const steps = [twoSentences, sixSentences, twoPooled, fiftySentences, equalSentences, sixSentences];

  it.each([null, 'cls', 'max'] as const)('is shown with its own figures, pooled by %s', (kept) => {
    const { drawNext } = draw(sixSentences, kept);
    for (const next of steps) {
      drawNext(next);
      const { similarities, pooling } = next.poolings.find((one) => one.pooling === kept) ?? next.poolings[0]!;
      const shown = texts('.similarities tbody tr').length;
      expect(shown).toBe(next.sentences.length);
      const row = texts('.similarities tbody tr:nth-child(2) td').map((cell) => Number(cell.replace('−', '-')));
      // Two digits are shown.
      row.forEach((value, column) => expect(Math.abs(value - similarities[1]![column]!)).toBeLessThan(0.00501));
      expect(all('.poolings input:checked')).toHaveLength(1);
      expect(texts('.poolings label')[next.poolings.findIndex((one) => one.pooling === pooling)]).toBe(
        texts('.poolings label:has(input:checked)')[0],
      );
    }
  });
});

it('says nothing of where poolings disagree on one pair', () => {
  draw(twoPooled);
  expect(all('.pairs')).toHaveLength(0);
});

it('says that poolings disagree nowhere where the sentences are equal', () => {
  draw(equalSentences);
  expect(texts('.pairs p')).toEqual(['Nowhere: all of them put the pairs in the same order.']);
  expect(all('.pairs table')).toHaveLength(0);
  expect(all('.similarities td:not(.own)').map((cell) => Number(cell.style.getPropertyValue('--depth')))).toEqual(
    Array.from({ length: 6 }, () => 0),
  );
});

it('lists the pairs that poolings disagree on, with share and cosine', () => {
  draw(sixSentences);
  expect(all('.pairs tbody tr')).toHaveLength(10);
  expect(all('.pairs tbody tr:first-child td')).toHaveLength(5);
  expect(texts('.pairs tbody td')[0]).toMatch(/^\d+\u00a0% \d\.\d{3}$/);
});

it('asks the host to show a sentence, to explain and to export', () => {
  const { said } = draw(sixSentences);
  all('.sentences li button')[3]!.click();
  for (const button of all('header button')) button.click();
  expect(said).toEqual(['reveal 3', 'explain', 'copyCommand', 'export']);
});

it.each([sixSentences, twoSentences, equalSentences, fiftySentences])(
  'has nothing of axe-core against it',
  async (comparison) => {
    draw(comparison);
    // Colours and sizes are a browser's matter.
    const { violations } = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  },
);
