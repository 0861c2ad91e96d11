import { describe, expect, it, vi } from 'vitest';
import { countClasses, lineRows, markdownTables } from '../../../../../src/host/features/classify/classTable.js';
import { labelsIn, repeatedLabel } from '../../../../../src/host/core/labels.js';

vi.mock('vscode', () => ({}));
const { linesIn } = await import('../../../../../src/host/features/classify/subjects.js');

const line = (number: number, text: string, ...labels: [string, number][]) => ({
  ...{ line: number, text, start: 0, end: text.length },
  labels: labels.map(([label, probability]) => ({ label, probability })),
});
const LINES = [
  line(1, 'Good | cheap', ['POS', 0.9], ['NEG', 0.1]),
  line(2, 'Bad', ['NEG', 0.75], ['POS', 0.25]),
  line(4, 'Fine *really*', ['POS', 0.6], ['NEG', 0.4]),
  line(5, 'too long'),
];

describe('the classes of lines', () => {
  it('are counted, the most frequent first', () => {
    expect(countClasses(LINES)).toEqual([
      { label: 'POS', count: 2 },
      { label: 'NEG', count: 1 },
    ]);
  });

  it('are written with the probabilities of all classes', () => {
    expect(lineRows(LINES)).toEqual([
      ['line', 'start', 'end', 'text', 'class', 'NEG', 'POS'],
      [1, 0, 12, 'Good | cheap', 'POS', 0.1, 0.9],
      [2, 0, 3, 'Bad', 'NEG', 0.75, 0.25],
      [4, 0, 13, 'Fine *really*', 'POS', 0.4, 0.6],
      [5, 0, 8, 'too long', '', '', ''],
    ]);
  });

  it('stand in tables of Markdown, in which a text reads as it was', () => {
    const words = { class: 'Class', lines: 'Lines', line: 'Line', text: 'Text', probability: 'Probability' };
    const table = markdownTables(LINES, words, (share) => `${Math.round(100 * share)} %`);
    expect(table.split('\n')).toEqual([
      '| Class | Lines | % |',
      '| --- | ---: | ---: |',
      '| POS | 2 | 67 % |',
      '| NEG | 1 | 33 % |',
      '',
      '| Line | Class | Probability | Text |',
      '| ---: | --- | ---: | --- |',
      '| 1 | POS | 90 % | Good \\| cheap |',
      '| 2 | NEG | 75 % | Bad |',
      '| 4 | POS | 60 % | Fine \\*really\\* |',
      '| 5 | – | – | too long |',
      '',
    ]);
  });
});

describe('labels', () => {
  it('are parted by commas, Chinese ones too', () => {
    expect(labelsIn(' sport, politics ,,cooking')).toEqual(['sport', 'politics', 'cooking']);
    expect(labelsIn('体育，政治、烹饪；')).toEqual(['体育', '政治', '烹饪']);
  });

  it('that are there twice are told, whatever their case', () => {
    expect(repeatedLabel(['sport', 'Politics', 'Sport'])).toBe('Sport');
    expect(repeatedLabel(['sport', 'sports'])).toBeNull();
  });
});

it('lines are taken without the signs before them, and those that say nothing are left out', () => {
  const text = '- good film\r\n\n  * [x] bad one  \n3. 1984\n---\n> quoted\n-5 degrees';
  const found = linesIn(text, { start: 0, end: text.length }).map(({ start, end }) => text.slice(start, end));
  expect(found).toEqual(['good film', 'bad one', '1984', 'quoted', '-5 degrees']);
});
