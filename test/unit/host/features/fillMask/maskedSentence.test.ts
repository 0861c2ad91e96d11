import { describe, expect, it } from 'vitest';
import {
  toEngineInput,
  formatAssignments,
  findMaskNear,
  findWordNear,
  type FoundGap,
} from '../../../../../src/host/features/fillMask/maskedSentence.js';

/** The sentence of a task with what was chosen for its gaps. */
function filled({ task }: FoundGap, words: Record<number, string>): string {
  let text = task.sentence;
  const filling = new Map(Object.entries(words).map(([gap, word]) => [Number(gap), word]));
  for (const { start, end, text: put } of formatAssignments(task, filling).reverse()) {
    text = text.slice(0, start) + put + text.slice(end);
  }
  return text;
}

const near = (text: string, mark = '|') => findMaskNear(text.replace(mark, ''), text.indexOf(mark));
const asked = (found: FoundGap | null, filling = new Map<number, string>()) =>
  found && toEngineInput(found.task, filling);

describe('maskNear', () => {
  it('takes the sentence around the mask under the cursor', () => {
    const found = near('It rained all day long. She drank a cup of [MA|SK] in the morning. Then she left.');
    expect(found?.task.sentence).toBe('She drank a cup of [MASK] in the morning.');
    expect(found?.task.span.start).toBe(24);
    expect(asked(found)).toEqual({ text: 'She drank a cup of [MASK] in the morning.', gapOf: [0] });
  });

  it('takes the nearest mask when the cursor is elsewhere', () => {
    const text = 'She drank a cup of [MASK] today.\n\nHe then ate a big [MASK] at home.|';
    expect(near(text)?.task.sentence).toBe('He then ate a big [MASK] at home.');
    expect(near(`|${text.replace('|', '')}`)?.task.sentence).toBe('She drank a cup of [MASK] today.');
  });

  it.each(['_____', '[mask]', '<mask>', '___'])('reads %s as a mask', (mask) => {
    const text = `She drank a cup of ${mask} in the morning.`;
    const found = findMaskNear(text, 0);
    expect(asked(found)?.text).toBe('She drank a cup of [MASK] in the morning.');
    expect(filled(found!, { 0: 'tea' })).toBe('She drank a cup of tea in the morning.');
  });

  it.each([
    'He opened the door and left. |_____',
    '- |_____',
    '- [ ] |_____',
    '1. |_____',
    '> |_____',
    '# |_____',
    '| |_____ | c |',
    '"Who?" |_____',
    '|_____ _____',
    '他走了。|_____',
    `A word${' '.repeat(6000)}|_____`,
  ])('takes underscores that are all of a sentence, not of a line: %s', (text) => {
    const at = text.lastIndexOf('|_');
    const found = findMaskNear(text.slice(0, at) + text.slice(at + 1), at)!;
    const { start } = found.task.gaps[found.gap]!;
    expect(found.task.span.start + start).toBe(at);
    expect(asked(found)?.text).toContain('[MASK]');
    expect(filled(found, { [found.gap]: 'tea' })).toMatch(/\bTea\b/i);
  });

  it('keeps several masks together, whatever they are written like', () => {
    const found = near('The [MASK] drank |_____ from a <mask>.');
    expect(asked(found)).toEqual({ text: 'The [MASK] drank [MASK] from a [MASK].', gapOf: [0, 1, 2] });
    expect(found?.gap).toBe(1);
    expect(filled(found!, { 0: 'cat', 1: 'milk', 2: 'cup' })).toBe('The cat drank milk from a cup.');
    expect(asked(found, new Map([[1, 'milk']]))).toEqual({
      text: 'The [MASK] drank milk from a [MASK].',
      gapOf: [0, 2],
    });
  });

  it('gives a short sentence the one before it', () => {
    const text = 'The train came late. It [MASK].|';
    expect(asked(near(text))?.text).toBe('The train came late. It [MASK].');
    expect(near(text)?.task.sentence).toBe('It [MASK].');
  });

  it('does not take company from another paragraph, nor with gaps of its own', () => {
    expect(asked(near('The train came late.\n\nIt [MASK].|'))?.text).toBe('It [MASK].');
    expect(asked(near('The [MASK] train came here late. It [MASK].|'))?.text).toBe('It [MASK].');
  });

  it('knows Chinese', () => {
    const found = near('昨天下了一整天的雨。今天[MASK]|天气很好。');
    expect(asked(found)?.text).toContain('今天[MASK]天气很好。');
    expect(filled(found!, { 0: '的' })).toBe('今天的天气很好。');
  });

  it('capitalises at a sentence’s start only', () => {
    expect(filled(near('It rained. [MASK|] was a very good day.')!, { 0: 'it' })).toBe('It was a very good day.');
    expect(filled(near('It rained, but [MASK|] was a good day.')!, { 0: 'it' })).toBe(
      'It rained, but it was a good day.',
    );
    expect(filled(near('- [MASK|] is the best of the drinks')!, { 0: 'tea' })).toMatch(/Tea is the best/);
  });

  it('reads the sentence as a person does, and writes into what stands there', () => {
    const found = findMaskNear(
      'It rained. She *drank* a cup of **[MASK]** 🎉 at No. 5. He left.',
      30,
      undefined,
      'markdown',
    );
    expect(asked(found)?.text).toBe('She drank a cup of [MASK] at No. 5.');
    expect(filled(found!, { 0: 'tea' })).toBe('She *drank* a cup of **tea** 🎉 at No. 5.');
    expect(asked(found, new Map([[0, 'tea']]))?.text).toBe('She drank a cup of tea at No. 5.');
  });

  it('keeps all masks of a sentence with marks', () => {
    const found = findMaskNear('The **[MASK]** drank `[MASK]` from a <b>[MASK]</b>.', 30, undefined, 'markdown');
    expect(asked(found)).toEqual({ text: 'The [MASK] drank [MASK] from a [MASK].', gapOf: [0, 1, 2] });
    expect(filled(found!, { 0: 'cat', 1: 'milk', 2: 'cup' })).toBe('The **cat** drank `milk` from a <b>cup</b>.');
  });

  it.each([
    ['the bridge had been [MASK]', 'the bridge had been [MASK].'],
    ['The bridge had been [MASK]!', 'The bridge had been [MASK]!'],
    ['"The bridge is [MASK]."', '"The bridge is [MASK]."'],
    ['We need [MASK]:', 'We need [MASK]:'],
    ['今天天气很[MASK]', '今天天气很[MASK]。'],
    ['The [MASK] …', 'The [MASK] …'],
  ])('ends a sentence that is not ended: %s', (text, read) => {
    expect(asked(findMaskNear(text, 0))?.text).toBe(read);
  });

  it('writes names with their capitals', () => {
    expect(filled(near('We met on [MASK|] morning.')!, { 0: 'sunday' })).toBe('We met on Sunday morning.');
    expect(filled(near('He went from [MASK|] to Paris.')!, { 0: 'london' })).toBe('He went from London to Paris.');
    expect(filled(near('It was born in [MASK|].')!, { 0: 'new york' })).toBe('It was born in New York.');
    expect(filled(near('HE WENT TO [MASK|] BY TRAIN.')!, { 0: 'london' })).toBe('HE WENT TO LONDON BY TRAIN.');
  });

  it('writes the article that a word wants', () => {
    expect(filled(near('I ate an [MASK|] today.')!, { 0: 'banana' })).toBe('I ate a banana today.');
    expect(filled(near('I ate a [MASK|] today.')!, { 0: 'apple' })).toBe('I ate an apple today.');
    expect(filled(near('An [MASK|] came.')!, { 0: 'dog' })).toBe('A dog came.');
    expect(filled(near('I ate an **[MASK|]** today.')!, { 0: 'banana' })).toBe('I ate a **banana** today.');
    expect(filled(near('I ate an [MASK|] today.')!, { 0: 'apple' })).toBe('I ate an apple today.');
    expect(filled(near('Il a [MASK|] dans le jardin.')!, { 0: 'aussi' })).toBe('Il a aussi dans le jardin.');
    const both = near('I saw [MASK] a [MASK|] today.')!;
    expect(filled(both, { 0: 'once', 1: 'eagle' })).toBe('I saw once an eagle today.');
  });

  it('joins neighbours that both move without writing one over the other', () => {
    const found = near('They were (play [MASK|] [MASK] all day).');
    expect(filled(found!, { 0: '##ing', 1: ',' })).toBe('They were (playing, all day).');
    expect(filled(near('a list [MASK|] [MASK] of it all')!, { 0: '(', 1: '##s' })).toBe('a list (s of it all');
  });

  it('is null without a mask', () => {
    expect(findMaskNear('No mask here.', 3)).toBeNull();
    expect(findMaskNear('', 0)).toBeNull();
    expect(findMaskNear('snake___case and a\n___\nrule', 0)).toBeNull();
  });

  it('takes whole words nearby when told how far to reach', () => {
    const text = `${'word '.repeat(200)}[MASK] ${'word '.repeat(200)}end.`;
    const found = findMaskNear(text, 1000, 52);
    expect(found?.task.sentence).toBe(`${'word '.repeat(10)}[MASK] ${'word '.repeat(10).trim()}`);
    expect(text.slice(found!.task.span.start, found!.task.span.end)).toBe(found?.task.sentence);
  });

  it('finds its place in a long text', () => {
    const line = 'Nothing is missing in this line of the text.\n\n';
    const text = `${line.repeat(2000)}She drank a cup of [MASK] in the morning.\n\n${line.repeat(2000)}`;
    const found = findMaskNear(text, 0);
    expect(text.slice(found!.task.span.start, found!.task.span.end)).toBe('She drank a cup of [MASK] in the morning.');
  });
});

describe('a long line with thousands of gaps', () => {
  it('holds nobody up', () => {
    const line = '___ a '.repeat(16_000);
    const started = performance.now();
    expect(findMaskNear(line, 50_000)).not.toBeNull();
    expect(findWordNear(line, 50_000)).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

describe('wordNear', () => {
  const word = (text: string) => findWordNear(text.replace('|', ''), text.indexOf('|'));

  it('puts a gap in the word’s place', () => {
    const found = word('The children sat on the ba|nk of the river.');
    expect(asked(found)).toEqual({ text: 'The children sat on the [MASK] of the river.', gapOf: [0] });
    expect(found?.task.gaps[0]?.present).toBe('bank');
    expect(filled(found!, { 0: 'side' })).toBe('The children sat on the side of the river.');
  });

  it('gives the new word the case of the old', () => {
    expect(filled(word('Te|a is what I drink here.')!, { 0: 'coffee' })).toBe('Coffee is what I drink here.');
    expect(filled(word('I drink T|EA every day.')!, { 0: 'coffee' })).toBe('I drink COFFEE every day.');
  });

  it('knows Chinese words, with as many masks as characters', () => {
    const found = word('今天的天|气很好，我们去公园。');
    expect(found?.task.gaps[0]?.present).toBe('天气');
    expect(toEngineInput(found!.task, new Map(), new Map([[0, 2]]))).toEqual({
      text: '今天的[MASK][MASK]很好，我们去公园。',
      gapOf: [0, 0],
    });
  });

  it('keeps masks beside it', () => {
    const found = word('The [MASK] sat on the ba|nk of the river.');
    expect(asked(found)).toEqual({ text: 'The [MASK] sat on the [MASK] of the river.', gapOf: [0, 1] });
    expect(found?.gap).toBe(1);
  });

  it('takes a chosen stretch as the word', () => {
    const text = 'She went to New York by train today.';
    const start = text.indexOf('New York');
    const found = findWordNear(text, 0, { start, end: start + 8 });
    expect(asked(found)?.text).toBe('She went to [MASK] by train today.');
    expect(found?.task.gaps[0]?.present).toBe('New York');
  });

  it('keeps the present word as it is, and gives another its article', () => {
    const found = word('I ate an app|le today.');
    expect(filled(found!, { 0: 'apple' })).toBe('I ate an apple today.');
    expect(filled(found!, { 0: 'banana' })).toBe('I ate a banana today.');
    expect(filled(word('He m|ay come from an may.')!, { 0: 'may' })).toBe('He may come from an may.');
  });

  it('is null between words', () => {
    expect(word('one  |  two')).toBeNull();
    expect(word('|')).toBeNull();
  });
});
