import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingsAt, splitDocument } from '../../../../src/engine/search/splitDocument.js';

const letIn = () => Promise.resolve();

/** Words and signs of Markdown in any order. */
const markdown = fc
  .array(
    fc.constantFrom(
      ...[
        'Fox',
        'den',
        '2',
        '了。',
        'It ran. ',
        'www.a.org ',
        'http://b.org',
        'x@y.org ',
        '&amp;',
        '\\*',
        '<b>',
        '</b>',
      ],
      ...['**', '*', '_', '`', '~~', '[', '](c)', '![', '# ', '> ', '- ', '1. ', '---', '===', '|', '$', '$$', ':'],
      ...[' ', ' ', ' ', '\n', '\n\n', '    ', '\t', '\u00a0', '[^1]', '[^1]: ', '```\n'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('readings of passages', () => {
  it('are what the model reads of them, wherever signs stand', async () => {
    await fc.assert(
      fc.asyncProperty(markdown, fc.constantFrom('a.md', 'a.txt', 'a.html'), async (text, name) => {
        const { passages, texts } = await splitDocument(name, text, letIn);
        expect(await readingsAt(name, text, passages, letIn)).toEqual(texts);
      }),
      { numRuns: 1000 },
    );
  });

  it('of places that are no passages are what stands there in one line', async () => {
    expect(await readingsAt('a.md', 'The *old\nfox* ran.', [{ start: 4, end: 13 }], letIn)).toEqual(['*old fox*']);
  });
});
