import { describe, expect, it } from 'vitest';
import { exampleIn, examplesIn, examplesLine, labelsOf } from '../../../src/text/examples.js';

describe('an example', () => {
  it.each<[string, { text: string; label: string } | null]>([
    ['a great film => good', { text: 'a great film', label: 'good' }],
    ['a great film=>good', { text: 'a great film', label: 'good' }],
    ['好看 → 好', { text: '好看', label: '好' }],
    ['a ⇒ b', { text: 'a', label: 'b' }],
    ['(x) => x + 1 => code', { text: '(x) => x + 1', label: 'code' }],
    ['a great film', null],
    ['=> good', null],
    ['a great film => ', null],
    ['', null],
  ])('%j', (line, example) => expect(exampleIn(line)).toEqual(example));
});

describe('examples in a line', () => {
  it('have semicolons between them', () => {
    expect(examplesIn('great => good; I slept => bad；好 → good')).toEqual({
      examples: [
        { text: 'great', label: 'good' },
        { text: 'I slept', label: 'bad' },
        { text: '好', label: 'good' },
      ],
      rest: '',
    });
  });

  it('may have one in a text', () => {
    expect(examplesIn('I came; I saw => good; dull => bad').examples).toEqual([
      { text: 'I came; I saw', label: 'good' },
      { text: 'dull', label: 'bad' },
    ]);
  });

  it('tell what has no label', () => {
    expect(examplesIn('great => good; and then')).toMatchObject({ rest: 'and then' });
    expect(examplesIn('great')).toEqual({ examples: [], rest: 'great' });
    expect(examplesIn('great => good; ')).toMatchObject({ rest: '' });
  });

  it('are written as they are read', () => {
    const { examples } = examplesIn('I came; I saw=>good;dull → bad');
    expect(examplesIn(examplesLine(examples)).examples).toEqual(examples);
  });

  it('have each label once', () => {
    expect(labelsOf(examplesIn('a => x; b => y; c => x').examples)).toEqual(['x', 'y']);
  });
});
