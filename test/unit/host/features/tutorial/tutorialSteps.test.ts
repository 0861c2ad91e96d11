import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandIds } from '../../../../../src/host/core/commandIds.js';
import { tutorialPosition, TUTORIAL_STEPS } from '../../../../../src/host/features/tutorial/tutorialSteps.js';

const story = readFileSync(new URL('../../../../../examples/story.md', import.meta.url), 'utf8');

describe('the places of the practice text', () => {
  it('are where the commands have something to do', () => {
    const around = TUTORIAL_STEPS.map((practice) => {
      const { start, end } = tutorialPosition(story, practice)!;
      const [before, after] = [story.slice(start - 8, start), story.slice(end, end + 6)];
      return [practice, `${before}|${story.slice(start, end)}|${after}`];
    });
    expect(around).toEqual([
      ['fillMask', 'ned the ||[MASK]'],
      ['continueText', ' One day||\n\n## T'],
      [
        'translateSelection',
        'nslate\n\n|The children are playing in the garden. My brother is reading a book in the kitchen.|\n\n- I ',
      ],
      ['showAttention', ' on the ||bank o'],
      ['openDecoding', ' One day||\n\n## T'],
      ['showSurprise', 'ate the ||moon.\n'],
      [
        'classify',
        'labels\n\n|- The team won the match in the last minute.\n- Boil the rice and add a little salt.\n- The train to Berlin leaves at nine.\n- Cut the onions into small pieces.|\n\n## C',
      ],
    ]);
  });

  it('end with their lines, whatever ends those', () => {
    const place = tutorialPosition(story.replaceAll('\n', '\r\n'), 'continueText')!;
    expect(story.replaceAll('\n', '\r\n').slice(place.start - 4, place.start + 2)).toBe(' day\r\n');
    expect(tutorialPosition('Once upon a time', 'openDecoding')).toEqual({ start: 16, end: 16 });
  });

  it('are gone with what stood there', () => {
    for (const practice of TUTORIAL_STEPS) expect(tutorialPosition('Something else.', practice)).toBeNull();
  });

  it('have a command each', () => {
    for (const practice of TUTORIAL_STEPS) expect(Object.keys(commandIds)).toContain(practice);
  });
});
