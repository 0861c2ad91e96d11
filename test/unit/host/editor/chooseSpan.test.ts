import { describe, expect, it } from 'vitest';
import { spanAround, isText, selectedSpan } from '../../../../src/host/editor/chooseSpan.js';

const TEXT =
  '# Boats\n\nThe children sat on the bank of the river. They watched the boats.\nA last line.\n\n今天天气很好。\n';
const at = (part: string) => TEXT.indexOf(part);
const span = (part: string) => ({ start: at(part), end: at(part) + part.length });

describe('isText', () => {
  it.each([
    ['several words', span('bank of the'), true],
    ['part of a word, as a double click leaves it', span('bank'), false],
    ['letters within a word', { start: at('bank') + 1, end: at('bank') + 3 }, false],
    ['nothing', { start: 12, end: 12 }, false],
    ['white space and marks', span('. '), false],
    ['a word with the space before it', span(' bank'), true],
    ['a Chinese word', span('天气'), false],
    ['several Chinese words', span('今天天气'), true],
  ])('%s', (_, selection, expected) => {
    expect(isText(TEXT, selection)).toBe(expected);
  });
});

describe('what is taken', () => {
  it('is a selection without the white space at its ends', () => {
    expect(selectedSpan(TEXT, { start: at('# Boats') + 7, end: at('They') })).toEqual(
      span('The children sat on the bank of the river.'),
    );
  });

  it('is the sentence around a cursor, or the paragraph', () => {
    expect(spanAround(TEXT, at('river'), 'sentence')).toEqual(span('The children sat on the bank of the river.'));
    expect(spanAround(TEXT, at('river'), 'paragraph')).toEqual(
      span('The children sat on the bank of the river. They watched the boats.\nA last line.'),
    );
    expect(spanAround(TEXT, at('天气'), 'sentence')).toEqual(span('今天天气很好。'));
  });

  it('is the sentence of a comment or string in code', () => {
    const code = 'f(); // The boats are late. The dog waits.\nsay("The bank is closed");\n';
    const taken = (part: string) => {
      const found = spanAround(code, code.indexOf(part), 'sentence', 'typescript');
      return found && code.slice(found.start, found.end);
    };
    expect(taken('dog')).toBe('The dog waits.');
    expect(taken('boats')).toBe('The boats are late.');
    expect(taken('closed')).toBe('The bank is closed');
  });

  it('is nothing in an empty text', () => {
    expect(spanAround('', 0, 'sentence')).toBeNull();
    expect(spanAround(' \n\n ', 2, 'sentence')).toBeNull();
    expect(spanAround(' \n\n ', 2, 'paragraph')).toBeNull();
  });
});
