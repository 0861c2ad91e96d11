import { describe, expect, it } from 'vitest';
import { answerRows, apart, isUnanswered, passageFor } from '../../../../../src/host/features/ask/answers.js';
import { promptFor } from '../../../../../src/host/features/ask/writeAnswer.js';

const answer = (start: number, end: number, probability: number) => ({
  ...{ text: 'x', around: 'a x b' },
  ...{ start, end, probability },
});

describe('answers', () => {
  it('are the best that do not overlap', () => {
    const all = [answer(0, 5, 0.2), answer(3, 8, 0.5), answer(8, 9, 0.1), answer(20, 22, 0.3), answer(30, 31, 0.05)];
    expect(apart(all, 3)).toEqual([answer(3, 8, 0.5), answer(20, 22, 0.3), answer(8, 9, 0.1)]);
    expect(apart([], 3)).toEqual([]);
  });

  it('are none where that is more probable than the best', () => {
    expect(isUnanswered([answer(0, 5, 0.2)], 0.3)).toBe(true);
    expect(isUnanswered([answer(0, 5, 0.2), answer(5, 6, 0.4)], 0.3)).toBe(false);
    expect(isUnanswered([], 0.3)).toBe(true);
  });

  it('are written with their places', () => {
    expect(answerRows([answer(3, 8, 0.1234567)])).toEqual([
      ['answer', 'start', 'end', 'probability'],
      ['x', 3, 8, 0.123457],
    ]);
  });
});

describe('the passage that a question is about', () => {
  const passages = ['The cat sat on the mat.', 'The dog was in the garden.', 'The garden of the dog has a tree.'];

  it('has most of its words, rare ones before common ones', () => {
    expect(passageFor('Where was the cat?', passages)).toBe(0);
    expect(passageFor('Which tree is there?', passages)).toBe(2);
  });

  it('is the first where none has any', () => {
    expect(passageFor('Warum?', passages)).toBe(0);
  });
});

it('prompts are those that models were trained on', () => {
  expect(promptFor('encoder-decoder', 'Who?', 'Anna sat.')).toBe('question: Who? context: Anna sat.');
  expect(promptFor('decoder', 'Who?', 'Anna sat.')).toBe('Anna sat.\n\nQuestion: Who?\nAnswer:');
});
