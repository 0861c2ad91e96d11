import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', () => ({}));

const { exampleIn, examplesIn, examplesLine, labelsOf } =
  await import('../../../../../src/host/features/classify/examples.js');
const { partExamples } = await import('../../../../../src/host/features/classify/chooseWork.js');

/** The lines of a text. */
const linesOf = (text: string) =>
  [...text.matchAll(/.+/g)].map(({ 0: line, index }) => ({ start: index, end: index + line.length }));

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

describe('examples among lines', () => {
  const text = 'great => good\nI slept => bad\nI liked it.\nIt was long.';

  it('part from the lines that are to be classified', () => {
    const parted = partExamples(text, linesOf(text));
    expect(parted?.examples).toHaveLength(2);
    expect(parted?.rest.map(({ start, end }) => text.slice(start, end))).toEqual(['I liked it.', 'It was long.']);
  });

  it.each(['great => good\nI liked it.', 'a => x\nb => y', 'a\nb', 'a => x\nb => x\nc'])(
    'are none that can be used in %j',
    (lines) => expect(partExamples(lines, linesOf(lines))).toBeNull(),
  );

  it('are no more than a model would read', () => {
    const many = `${Array.from({ length: 65 }, (_, at) => `text ${at} => ${at % 2}`).join('\n')}\nother`;
    expect(partExamples(many, linesOf(many))).toBeNull();
  });
});
