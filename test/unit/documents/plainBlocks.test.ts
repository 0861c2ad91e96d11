import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../src/documents/plainBlocks.js';

const split = (text: string): string[] => findBlocks(text).map(({ start, end }) => text.slice(start, end));

const WRAPPED = [
  'This paragraph was wrapped by an editor, as it is usual in Markdown files and in',
  'Peter says so too, and a line that begins with a capital is no other text when it',
  'could not have stood on the line before. End.',
];

describe('blocks', () => {
  it('keep a wrapped paragraph together, whatever the line breaks', () => {
    for (const lineBreak of ['\n', '\r\n']) {
      const text = WRAPPED.join(lineBreak);
      expect(split(`${lineBreak}${text}${lineBreak}${lineBreak}Next.${lineBreak}`)).toEqual([text, 'Next.']);
    }
  });

  it('leave marks out', () => {
    const text =
      '# Title #\n- one\n* two\n  goes on\n+ [x] three\n1. four\n2) five\na) six\n> seven\n> eight\n- [ ] nine';
    expect(split(text)).toEqual([
      'Title',
      'one',
      'two\n  goes on',
      'three',
      'four',
      'five',
      'six',
      'seven',
      'eight',
      'nine',
    ]);
  });

  it('leave code, rules, comments, links and front matter out', () => {
    const text = [
      '---', 'title: no prose', '---', 'One.', '', '```js', 'let code;', '```', 'Two.', '***', '~~~', '```', '~~~',
      'Setext', '====', '<!-- comment -->', '[x]: http://a.b', '-- ', 'Three.',
    ]; // prettier-ignore
    expect(split('=== The house ===\nOne.\n== The = dog\n')).toEqual(['The house', 'One.', 'The = dog']);
    expect(split(text.join('\n'))).toEqual(['One.', 'Two.', 'Setext', 'Three.']);
    expect(split('---\n\nA rule, not front matter.\n\n---\n')).toEqual(['A rule, not front matter.']);
  });

  it('take the cells of a table one by one', () => {
    expect(split('| a | b c |\n|---|:-:|\n| one \\| two | 三 |')).toEqual(['a', 'b c', 'one \\| two', '三']);
  });

  it('see lines that are apart', () => {
    const verse = ["Shall I compare thee to a summer's day?", 'Thou art more lovely and more temperate'];
    expect(split(verse.join('\n'))).toEqual(verse);
    expect(split('milk\neggs\nbread and butter')).toEqual(['milk', 'eggs', 'bread and butter']);
    expect(split('Title\nThe text below it is long enough to be a line of prose.')).toHaveLength(2);
    expect(split('A hard break  \nhere\\\nand here')).toEqual(['A hard break', 'here', 'and here']);
  });

  it('see verse whose lines end with the clauses, and no verse in prose that is wrapped early', () => {
    const verse = ['the house is old,', 'the little dog is small,', 'and no one is at home'];
    expect(split(verse.join('\n'))).toEqual(verse);
    const prose =
      'A text that someone has wrapped,\nearly, at a width of thirty signs,\nends here. And it goes on there.';
    expect(split(prose)).toEqual([prose]);
    const even = 'The sun goes down behind the hill\nand all the birds are quiet now';
    expect(split(even)).toEqual([even]);
  });

  it('keep a wrapped number in its paragraph, and end a paragraph at a list', () => {
    expect(split('He was born in\n1990. Then he went.')).toHaveLength(1);
    expect(split('Do this:\n1. First.\n2. Second.')).toEqual(['Do this:', 'First.', 'Second.']);
  });

  it('take indentation, Chinese and surrogate pairs', () => {
    expect(split('    indented prose\n\n　　今天天气很好。\n\n\t😀 yes')).toEqual([
      'indented prose',
      '今天天气很好。',
      '😀 yes',
    ]);
    expect(split('')).toEqual([]);
  });
});
