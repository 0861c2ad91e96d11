import { describe, expect, it } from 'vitest';
import type { DocumentFormat } from '../../../../../../src/protocol/engine/index.js';
import { sentenceUnder } from '../../../../../../src/host/features/attention/hover/sentenceUnder.js';

function under(marked: string, format: DocumentFormat = 'plain') {
  const place = marked.indexOf('|');
  const text = marked.replace('|', '');
  const found = sentenceUnder(text, place, format);
  if (found === null) return null;
  const word = text.slice(found.word.start, found.word.end);
  // The word is found again in the one line that the model reads.
  expect(found.text.slice(found.at, found.at + word.length)).toBe(word);
  expect(found.span.start).toBeLessThanOrEqual(found.word.start);
  expect(found.span.end).toBeGreaterThanOrEqual(found.word.end);
  return { sentence: found.text, word };
}

describe('the sentence under the mouse', () => {
  it.each([
    ['prose', 'One. The children sat on the ba|nk.', 'plain', 'The children sat on the bank.', 'bank'],
    ['the end of a word', 'The children sat|.', 'plain', 'The children sat.', 'sat'],
    ['a wrapped sentence', 'The children\n  sat on the |bank.', 'plain', 'The children sat on the bank.', 'bank'],
    ['a list', '- The |boats are late.\n- Next.', 'plain', 'The boats are late.', 'boats'],
    [
      'emphasis in Markdown',
      'The **children** sat on the *ba|nk* 🎉.',
      'markdown',
      'The children sat on the bank.',
      'bank',
    ],
    ['Chinese', '今天天|气很好。明天下雨。', 'plain', '今天天气很好。', '天气'],
    [
      'a comment',
      'f();\n// The children\n// sat on the |bank.\n',
      'program:typescript',
      'The children sat on the bank.',
      'bank',
    ],
    ['a string', 'say("The |boats are late")', 'program:typescript', 'The boats are late', 'boats'],
  ])('%s', (_, marked, format, sentence, word) => {
    expect(under(marked, format as DocumentFormat)).toEqual({ sentence, word });
  });

  it.each([
    ['code', 'const bank = the.ri|ver.end;', 'program:typescript'],
    ['a mark', 'The children sat . |. . on the bank', 'plain'],
    ['a short text', 'Two wo|rds', 'plain'],
    ['a short string', 'import "node:f|s"', 'program:typescript'],
    ['a fence', '```types|cript\ncode here and more\n```\nThe children sat on the bank.', 'plain'],
    ['nothing', '|', 'plain'],
  ])('is none in %s', (_, marked, format) => {
    expect(under(marked, format as DocumentFormat)).toBeNull();
  });

  it('takes the words nearby of a sentence without end', () => {
    const many = Array.from({ length: 400 }, (_, index) => `word${index}`);
    const found = under(many.join(' ').replace('word200', '|word200'));
    expect(found?.word).toBe('word200');
    expect(found?.sentence.length).toBeLessThan(900);
    expect(found?.sentence.split(' ').every((word) => many.includes(word))).toBe(true);
  });
});
