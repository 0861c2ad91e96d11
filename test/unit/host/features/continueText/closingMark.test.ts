import { describe, expect, it } from 'vitest';
import { withinMark, wordAround } from '../../../../../src/host/features/continueText/closingMark.js';

describe('a continuation before a mark that closes', () => {
  it.each([
    [' and said, "Come here!"', '"}', ' and said'],
    [' and a path \\n of it', '",', ' and a path'],
    [' and he\nwent', '"}', ' and he'],
    [' who **was** old', '** went home.', ' who'],
    [' who was *very* old', '*', ' who was'],
    [' with `code` in it', '` is', ' with'],
    [" who didn't 'know' it", "' he said.", " who didn't"],
    [' (the old one) left', ') and', ''],
    [' and a > b', '</b>', ' and a'],
    [' said it.” Then', '” he said', ' said it.'],
    [' the old man', '** went', ' the old man'],
  ])('%j before %j', (written, after, expected) => {
    expect(withinMark(written, after)).toBe(expected);
  });

  it.each([
    [' who said "No."', ' went home.'],
    [' who said "No."', '"No," she said'],
    [' a *b* c', '*old* man'],
    [' a (b) c', ''],
    [' a <b> c', '<b>old</b>'],
  ])('%j before %j, which closes nothing', (written, after) => {
    expect(withinMark(written, after)).toBe(written);
  });
});

describe('the word that a place is within', () => {
  it.each([
    ['She is beau', 'tiful and kind.', 'beautiful'],
    ['The chil', 'dren', 'children'],
    ['I don', "'t know", "don't"],
    ['Er läuft übe', 'r die Straße', 'über'],
    ['В те', 'кст', 'текст'],
    ['1', '2 dogs', '12'],
  ])('%j and %j', (before, after, word) => {
    expect(wordAround(before, after)).toBe(word);
  });

  it.each([
    ['She is ', 'tiful'],
    ['She', ' is'],
    ['She', ', who'],
    ['the dogs', "' bowls"],
    ['今天', '去公园'],
    ['', 'word'],
    ['well-', 'known'],
  ])('none at %j and %j', (before, after) => {
    expect(wordAround(before, after)).toBeNull();
  });
});
