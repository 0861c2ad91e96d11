import { describe, expect, it, vi } from 'vitest';
import { paragraphAround } from '../../../../src/host/editor/paragraph.js';

vi.mock('vscode', () => ({
  Range: class {
    constructor(
      readonly start: unknown,
      readonly end: unknown,
    ) {}
  },
}));
const { apartInOrder, chosenSpans } = await import('../../../../src/host/editor/chosenSpans.js');
const { subjectsIn } = await import('../../../../src/host/features/classify/subjects.js');

const TEXT = 'One fox. Two dogs.\n\nThree cats.\nFour mice.\n\nFive birds.\n';

/** An editor whose selections and cursors are `[from, to]` and `[at, at]`. */
function editorWith(...selections: [number, number][]) {
  const document = {
    languageId: 'plaintext',
    lineCount: 1,
    getText: () => TEXT,
    offsetAt: (place: number) => place,
    lineAt: () => ({ range: { end: TEXT.length } }),
  };
  const placed = selections.map(([from, to]) => ({ start: Math.min(from, to), end: Math.max(from, to), active: to }));
  return { document, selections: placed } as never;
}

const at = (part: string): number => TEXT.indexOf(part);
const over = (part: string): [number, number] => [at(part), at(part) + part.length];
const cursor = (part: string): [number, number] => [at(part) + 1, at(part) + 1];
const around = (place: number) => {
  const found = paragraphAround(TEXT, place);
  return found.start === found.end ? null : found;
};
const chosen = (...selections: [number, number][]) =>
  chosenSpans(editorWith(...selections), TEXT, around).map(({ start, end }) => TEXT.slice(start, end));

describe('what several selections and cursors mean', () => {
  it.each<[string, [number, number][], string[]]>([
    ['a selection', [over('Two dogs.')], ['Two dogs.']],
    ['a cursor', [cursor('Four')], ['Three cats.\nFour mice.']],
    ['cursors', [cursor('Five'), cursor('One')], ['One fox. Two dogs.', 'Five birds.']],
    ['cursors in one paragraph', [cursor('Four'), cursor('Three')], ['Three cats.\nFour mice.']],
    ['selections', [over('Five birds.'), over('Two dogs.')], ['Two dogs.', 'Five birds.']],
    ['selections and a cursor', [over('Two dogs.'), cursor('Five')], ['Two dogs.']],
    ['a word, which says where a cursor is', [over('birds')], ['Five birds.']],
    ['words', [over('birds'), over('fox')], ['One fox. Two dogs.', 'Five birds.']],
    [
      'a cursor on an empty line, and one in a text',
      [[at('\n\n') + 1, at('\n\n') + 1], cursor('Five')],
      ['Five birds.'],
    ],
    ['a cursor on an empty line', [[at('\n\n') + 1, at('\n\n') + 1]], []],
  ])('is with %s', (_, selections, expected) => {
    expect(chosen(...selections)).toEqual(expected);
  });

  it('is apart', () => {
    expect(
      apartInOrder([
        { start: 5, end: 9 },
        { start: 0, end: 3 },
        { start: 2, end: 6 },
        { start: 9, end: 12 },
      ]),
    ).toEqual([
      { start: 0, end: 9 },
      { start: 9, end: 12 },
    ]);
  });
});

describe('what is classified', () => {
  const subjects = async (...selections: [number, number][]) => {
    const found = await subjectsIn(editorWith(...selections));
    const textOf = ({ start, end }: { start: number; end: number }) => TEXT.slice(start, end);
    return found && { whole: found.whole && textOf(found.whole), lines: found.lines.map(textOf) };
  };

  it.each<[string, [number, number][], Awaited<ReturnType<typeof subjects>>]>([
    ['a cursor', [cursor('Two')], { whole: 'Two dogs.', lines: ['Two dogs.'] }],
    ['cursors', [cursor('Five'), cursor('Two')], { whole: null, lines: ['Two dogs.', 'Five birds.'] }],
    ['cursors in one sentence', [[at('Two'), at('Two')], cursor('dogs')], { whole: 'Two dogs.', lines: ['Two dogs.'] }],
    ['selections', [over('Five birds.'), over('One fox.')], { whole: null, lines: ['One fox.', 'Five birds.'] }],
  ])('is with %s', async (_, selections, expected) => {
    expect(await subjects(...selections)).toEqual(expected);
  });
});
