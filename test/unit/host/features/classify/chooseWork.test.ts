import { describe, expect, it, vi } from 'vitest';

vi.mock('vscode', () => ({}));

const { partExamples } = await import('../../../../../src/host/features/classify/chooseWork.js');

/** The lines of a text. */
const linesOf = (text: string) =>
  [...text.matchAll(/.+/g)].map(({ 0: line, index }) => ({ text: line, start: index, end: index + line.length }));

describe('examples among lines', () => {
  const text = 'great => good\nI slept => bad\nI liked it.\nIt was long.';

  it('part from the lines that are to be classified', () => {
    const parted = partExamples(linesOf(text));
    expect(parted?.examples).toHaveLength(2);
    expect(parted?.rest.map(({ start, end }) => text.slice(start, end))).toEqual(['I liked it.', 'It was long.']);
  });

  it('that have no text or no label are told, and neither shown nor classified', () => {
    const halves = ['=> empty', 'no label =>', '没有标签⇒', ' → ', '=>'];
    const parted = partExamples(linesOf([text, ...halves].join('\n')));
    expect(parted?.examples).toHaveLength(2);
    expect(parted?.rest.map((line) => line.text)).toEqual(['I liked it.', 'It was long.']);
    expect(parted?.halves.map((line) => line.text)).toEqual(halves);
  });

  it('may have an arrow in their text', () => {
    expect(partExamples(linesOf(`a => b => x\n${text}`))?.examples[0]).toEqual({ text: 'a => b', label: 'x' });
  });

  it.each(['great => good\nI liked it.', 'a => x\nb => y', 'a\nb', 'a => x\nb => x\nc'])(
    'are none that can be used in %j',
    (lines) => expect(partExamples(linesOf(lines))).toBeNull(),
  );

  it('are no more than a model would read', () => {
    const many = `${Array.from({ length: 65 }, (_, at) => `text ${at} => ${at % 2}`).join('\n')}\nother`;
    expect(partExamples(linesOf(many))).toBeNull();
  });
});
