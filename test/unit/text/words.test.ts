import { describe, expect, it } from 'vitest';
import { letterCaseOf, matchCase, startsSentence, wordSpanAt } from '../../../src/text/index.js';

function at(marked: string): string | null {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const word = wordSpanAt(text, offset);
  return word && text.slice(word.start, word.end);
}

describe('wordAt', () => {
  it('finds the word at the place or before it', () => {
    expect(at('I do|n’t know')).toBe('don’t');
    expect(at("I don't| know")).toBe("don't");
    expect(at('I |know.')).toBe('know');
    expect(at('a\r\n|naïve\r\nb')).toBe('naïve');
    expect(at('Die Stra|ße')).toBe('Straße');
    expect(at('𝒳 is 𝔘ni|code')).toBe('𝔘nicode');
  });

  it('cuts Chinese by its dictionary', () => {
    expect(at('今天|天气很好')).toBe('天气');
    expect(at('今天，北京|。')).toBe('北京');
  });

  it('finds none between words', () => {
    expect(at('a  |  b')).toBeNull();
    expect(at('a, |')).toBeNull();
    expect(at('|\na')).toBeNull();
    expect(at('|')).toBeNull();
  });
});

describe('letter case', () => {
  it('is told and matched', () => {
    expect(['paris', 'Paris', 'PARIS', 'A', 'iPhone', '天气', '12'].map(letterCaseOf)).toEqual([
      'lower',
      'Capital',
      'UPPER',
      'Capital',
      null,
      null,
      null,
    ]);
    expect(matchCase('élan', 'Capital')).toBe('Élan');
    expect(matchCase('straße', 'UPPER')).toBe('STRASSE');
    expect(matchCase('McDonald', 'Capital')).toBe('McDonald');
    expect(matchCase('The', 'lower')).toBe('the');
    expect(matchCase('“so', 'Capital')).toBe('“So');
  });
});

describe('startsSentence', () => {
  it('passes over what may stand before the first word', () => {
    expect(startsSentence('“Two three.”', 1)).toBe(true);
    expect(startsSentence('“Two three.”', 5)).toBe(false);
    expect(startsSentence('[MASK] is it.', 0)).toBe(true);
    expect(startsSentence('The [MASK] is it.', 4)).toBe(false);
    expect(startsSentence('', 0)).toBe(true);
  });
});
