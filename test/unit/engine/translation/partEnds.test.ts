import { expect, test } from 'vitest';
import { withoutMarks } from '../../../../src/engine/translation/partEnds.js';

const left = (text: string) => {
  const found = withoutMarks(text, { start: 0, end: text.length });
  return found && text.slice(found.start, found.end);
};

test.each([
  ['— and then,', 'and then'],
  ['"The Christmas Angel!" she exclaimed', '"The Christmas Angel!" she exclaimed'],
  ['she said: "Come here!"', 'she said: "Come here!"'],
  ['“Well,” he said,', '“Well,” he said'],
  ['„Nun“, sagte er,', '„Nun“, sagte er'],
  ["'Come,' he said.", "'Come,' he said"],
  ['(the red one) came (late).', '(the red one) came (late)'],
  ['"Come here!"', 'Come here'],
  ['(late)', 'late'],
  ['in "the house', 'in "the house'],
  ['" – ', null],
])('the ends of a part: %s', (text, expected) => {
  expect(left(text)).toBe(expected);
});
