import type { Span } from '../../../protocol/engine/index.js';

/** What can be practised, each with where it begins in examples/story.md. */
const PLACES = {
  /** before the first gap */
  fillMask: (text) => at(text.indexOf('[MASK]')),
  /** after the beginning of the story */
  continueText: (text) => afterStory(text),
  /** the first paragraph to translate */
  translateSelection: (text) => {
    const start = text.indexOf('The children are playing');
    return start < 0 ? null : { start, end: lineEnd(text, start) };
  },
  /** on a word whose meaning its neighbours tell */
  showAttention: (text) => at(text.indexOf('bank of the river')),
  openDecoding: (text) => afterStory(text),
  /** on a word that nobody expects */
  showSurprise: (text) => at(text.indexOf('moon.')),
  /** the lines to sort */
  classify: (text) => {
    const start = text.indexOf('- The team won');
    const last = text.indexOf('- Cut the onions');
    return start < 0 || last < start ? null : { start, end: lineEnd(text, last) };
  },
} satisfies Record<string, (text: string) => Span | null>;

export type TutorialStep = keyof typeof PLACES;

export const TUTORIAL_STEPS = Object.keys(PLACES) as TutorialStep[];

/** Where a practice begins in the text as it is now, in UTF-16 units; null when a user has changed that place. */
export function tutorialPosition(text: string, practice: TutorialStep): Span | null {
  return PLACES[practice](text);
}

const at = (start: number): Span | null => (start < 0 ? null : { start, end: start });

function lineEnd(text: string, from: number): number {
  const end = /\r?\n|$/.exec(text.slice(from));
  return from + (end?.index ?? 0);
}

function afterStory(text: string): Span | null {
  const start = text.indexOf('Once upon a time');
  return start < 0 ? null : at(lineEnd(text, start));
}
