import { describe, expect, test } from 'vitest';
import { isPersonsName, knownLabel, mayBeName } from '../../../../src/engine/translation/labelWords.js';

describe('a label before a colon', () => {
  test.each([
    ['Note', 'English', 'German', 'Hinweis'],
    ['note', 'English', 'German', 'Hinweis'],
    ['NOTE', 'English', 'French', 'REMARQUE'],
    ['tip', 'en', 'es', 'consejo'],
    ['Hinweis', 'German', 'English', 'Note'],
    ['Step 2', 'English', 'Romanian', 'Pasul 2'],
    ['Monday', 'English', 'French', 'Lundi'],
    ['Aujourd’hui', 'French', 'English', 'Today'],
    ['Chapter IV', 'English', 'German', 'Kapitel IV'],
    ['Dog', 'English', 'German', null],
    ['Note', 'English', 'Dutch', null],
    ['Note on dogs', 'English', 'German', null],
  ])('%s from %s to %s', (label, from, to, expected) => expect(knownLabel(label, from, to)).toBe(expected));

  test.each(['Dr. Smith', 'Mrs Brown', 'Frau Müller', 'Rose', 'BEN', 'A'])('%s is a name', (label) =>
    expect(isPersonsName(label)).toBe(true),
  );

  test.each([
    ['Anna Müller', true],
    ['Warning', false],
    ['Tom van Dyk', true],
    ['Phone number', false],
    ['the dog', false],
  ])('%s may be one: %s', (label, expected) => expect(mayBeName(label)).toBe(expected));
});
