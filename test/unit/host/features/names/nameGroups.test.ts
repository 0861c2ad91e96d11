import { describe, expect, it, vi } from 'vitest';
import {
  aggregationFor,
  groupNames,
  trimName,
  withinParagraphs,
} from '../../../../../src/host/features/names/nameGroups.js';
import { nameRows } from '../../../../../src/host/features/names/namesCsv.js';

vi.mock('vscode', () => ({}));
const { kindIcon, MARKS, marksOf } = await import('../../../../../src/host/features/names/nameKinds.js');

const named = (label: string, ...texts: string[]) => texts.map((text) => ({ label, text }));

describe('names', () => {
  it('are grouped by kind and name, the most frequent first, those that are gone left out', () => {
    const names = [...named('LOC', 'Ulm', 'Bonn', 'Ulm'), null, ...named('PER', 'Émile', 'Zoe', 'Emil', 'Zoe')];
    expect(groupNames(names, 'en')).toEqual([
      {
        label: 'PER',
        count: 4,
        names: [
          { text: 'Zoe', places: [5, 7] },
          { text: 'Emil', places: [6] },
          { text: 'Émile', places: [4] },
        ],
      },
      {
        label: 'LOC',
        count: 3,
        names: [
          { text: 'Ulm', places: [0, 2] },
          { text: 'Bonn', places: [1] },
        ],
      },
    ]);
  });

  it('do not go from one paragraph into the next', () => {
    const text = 'In Ulm\n\nBonn is far.';
    const one = { label: 'LOC', text: 'Ulm\n\nBonn', start: 3, end: 12, probability: 0.9 };
    const parts = withinParagraphs(text, [one]);
    expect(parts.map(({ start, end }) => text.slice(start, end))).toEqual(['Ulm', 'Bonn']);
    expect(parts.map((part) => part.text)).toEqual(['Ulm', 'Bonn']);
    const whole = { ...one, text: 'Ulm', end: 6 };
    expect(withinParagraphs(text, [whole])).toEqual([whole]);
  });

  it('are written with their places', () => {
    const name = { label: 'PER', text: 'Zoe', start: 5, end: 8, line: 1, column: 6, probability: 0.98765432 };
    expect(nameRows([name])).toEqual([
      ['kind', 'name', 'start', 'end', 'line', 'column', 'probability'],
      ['PER', 'Zoe', 5, 8, 1, 6, 0.987654],
    ]);
  });
});

describe('marks', () => {
  it('are the usual ones where a kind has one, and each kind’s own as long as there are some', () => {
    const marks = marksOf(['DISEASE', 'PER', 'ORG']);
    expect(marks.get('PER')).toBe('solid');
    expect(marks.get('ORG')).toBe('dashed');
    expect(new Set(marks.values()).size).toBe(3);
  });

  it('are at most so many: the rest of the kinds share one', () => {
    const marks = marksOf(Array.from({ length: 20 }, (_, at) => `KIND${at}`));
    expect(new Set(marks.values()).size).toBe(MARKS.length);
  });
});

describe('a name', () => {
  it.each([
    ['Berlin.', 'Berlin'],
    ['London,', 'London'],
    ['(Anna', 'Anna'],
    ['“Ada Lovelace”', 'Ada Lovelace'],
    ['上海，', '上海'],
    ['Washington D.C.', 'Washington D.C.'],
    ['Acme Inc.', 'Acme Inc.'],
    ['Springfield (Ohio)', 'Springfield (Ohio)'],
    ['Yahoo!', 'Yahoo!'],
    ['Anna', 'Anna'],
  ])('%s is %s: signs of the sentence around it are no part of it', (text, name) => {
    const before = 'Then: ';
    const found = trimName({ text, start: before.length, end: before.length + text.length });
    expect(found?.text).toBe(name);
    expect((before + text).slice(found?.start, found?.end)).toBe(name);
  });

  it('has a letter or a digit', () => {
    expect(trimName({ text: '“,”', start: 0, end: 3 })).toBeNull();
  });

  it('has the class of its first token, but where words have no spaces between them', () => {
    expect(aggregationFor('Anna met Bob.')).toBe('first');
    expect(aggregationFor('他住在上海。')).toBe('simple');
  });
});

it('a kind that nobody knows has no picture of a person', () => {
  expect(kindIcon('PER', 'solid')).toBe('account');
  expect(kindIcon('river', 'solid')).toBe('symbol-misc');
});
