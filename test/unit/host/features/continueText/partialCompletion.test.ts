import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endRule, stopStrings } from '../../../../../src/host/features/continueText/continuationEnd.js';
import {
  decodingFromSettings,
  type ReadSetting,
} from '../../../../../src/host/features/continueText/decodingFromSettings.js';
import { InlineSuggestion } from '../../../../../src/host/features/continueText/inlineSuggestion.js';
import { PartialCompletion } from '../../../../../src/host/features/continueText/partialCompletion.js';
import { truncateToBudget, endOfFirstSentence, buildPrompt } from '../../../../../src/host/editor/promptText.js';
import { settingTable, type SettingKey, type SettingValue } from '../../../../../src/host/core/settingTable.js';
import { paramSchemas, type Token } from '../../../../../src/protocol/engine/index.js';
import * as v from 'valibot';

/** Has no half of a pair. */
const isSound = (text: string) => !/\p{Cs}/u.test(text);

/** A token for every word, with its space before it. */
function wordTokens(text: string): Token[] {
  return [...text.matchAll(/\s*\S+/g)].map(({ 0: word, index }, id) => ({
    id,
    text: word,
    start: index,
    end: index + word.length,
  }));
}

const settings =
  (changes: Partial<Record<SettingKey, unknown>> = {}): ReadSetting =>
  <K extends SettingKey>(key: K) =>
    (key in changes ? changes[key] : settingTable[key].fallback) as SettingValue<K>;

describe('the prompt of a continuation', () => {
  it('does not end with a space', () => {
    expect(buildPrompt('Once upon a ')).toEqual({ text: 'Once upon a', trailing: ' ', beginning: false, apart: false });
    expect(buildPrompt('one\r\ntwo').text).toBe('one\ntwo');
  });

  it('ends with the line breaks before the cursor, as many as begin a paragraph', () => {
    expect(buildPrompt('A line.\r\n')).toEqual({ text: 'A line.\n', trailing: '\n', beginning: false, apart: false });
    expect(buildPrompt('A line. \n\n\n\n')).toEqual({
      text: 'A line.\n\n',
      trailing: ' \n\n\n\n',
      beginning: false,
      apart: false,
    });
    expect(buildPrompt('A line.\n    ').text).toBe('A line.\n');
  });

  it('leaves out the emoji before the cursor, which words are apart from', () => {
    expect(buildPrompt('He saw 🐱')).toEqual({ text: 'He saw', trailing: '', beginning: false, apart: true });
    expect(buildPrompt('It rains 👨‍👩‍👧 ☔️')).toMatchObject({ text: 'It rains', apart: true });
    expect(buildPrompt('He saw 🐱 ')).toMatchObject({ text: 'He saw', trailing: ' ', apart: false });
    expect(buildPrompt('He saw 🐱.')).toMatchObject({ text: 'He saw 🐱.', apart: false });
    expect(buildPrompt('🐱')).toMatchObject({ text: '🐱', apart: true });
  });

  it('begins a text where nothing stands', () => {
    expect(buildPrompt('')).toEqual({ text: '<|endoftext|>', trailing: '', beginning: true, apart: false });
    expect(buildPrompt('  \n ')).toEqual({ text: '<|endoftext|>', trailing: '  \n ', beginning: true, apart: false });
  });

  it('is cut at a sentence when it does not fit', () => {
    const text = 'The first one is long. The second one. The third';
    const tokens = wordTokens(text);
    expect(truncateToBudget(text, tokens, tokens.length)).toBe(text);
    expect(truncateToBudget(text, tokens, 6)).toBe('The second one. The third');
    expect(truncateToBudget(text, tokens, 4)).toBe('The third');
    // No sentence starts within the budget: cut within it.
    expect(truncateToBudget('one two three four', wordTokens('one two three four'), 2)).toBe(' three four');
  });
});

/** A draft after a text, with what has come of it. */
function draftAfter(
  before: string,
  written: string,
  { lead = '', wordRest = '', oneSentence = false, budget = null as number | null } = {},
): PartialCompletion {
  const params = { text: before, decoding: { strategy: 'greedy' as const } };
  const end = { oneSentence, budget };
  const draft = new PartialCompletion(params, {
    prompt: buildPrompt(before),
    wordRest,
    lead,
    end,
    after: '',
    shown: false,
  });
  draft.add(written, 2);
  return draft;
}

describe('a draft', () => {
  it('keeps its leading space only where no white space stands', () => {
    expect(draftAfter('Once upon a', ' time').text).toBe(' time');
    expect(draftAfter('Once upon a ', ' time').text).toBe('time');
    expect(draftAfter('A line.\n', ' Time').text).toBe('Time');
    expect(draftAfter('A line.\n    ', '\n Time').text).toBe('Time');
    expect(draftAfter('', ' Time').text).toBe('Time');
    expect(draftAfter('A line. ', '\nNew').text).toBe('New');
  });

  it('begins with the line break that the model wanted, unless it stands there', () => {
    expect(draftAfter('A line.', ' Next', { lead: '\n\n' }).text).toBe('\n\nNext');
    expect(draftAfter('A line.\n\n', ' Next', { lead: '\n\n' }).text).toBe('Next');
    expect(draftAfter('A line.', '', { lead: '\n\n' }).text).toBe('');
  });

  it('is noticed when it would go on within a word after a space', () => {
    expect(draftAfter('a ', 'bout').splitsWord).toBe(true);
    expect(draftAfter('a ', ' time').splitsWord).toBe(false);
    expect(draftAfter('a', 'bout').splitsWord).toBe(false);
    expect(draftAfter('A line.\n\n', 'Next').splitsWord).toBe(false);
    expect(draftAfter(' ', 'About').splitsWord).toBe(false);
  });

  it('ends after its first sentence where one is asked for', () => {
    const draft = draftAfter('They sang', ' and went home.', { oneSentence: true });
    expect([draft.text, draft.complete]).toEqual([' and went home.', false]);
    draft.add(' Then', 1);
    expect([draft.text, draft.complete, draft.tokens]).toEqual([' and went home.', true, 3]);
    const whole = draftAfter('They sang', ' and went home. Then');
    expect([whole.text, whole.complete]).toEqual([' and went home. Then', false]);
  });

  it('begins with the rest of the word that was begun', () => {
    expect(draftAfter('I went to the sup', ' of', { wordRest: 'port' }).text).toBe('port of');
  });

  it('begins with the marker of the item that it makes', () => {
    expect(draftAfter('- milk', ' bread', { lead: '\n- ' }).text).toBe('\n- bread');
    expect(draftAfter('- milk\n', ' bread', { lead: '- ' }).text).toBe('- bread');
    expect(draftAfter('- milk', '', { lead: '\n- ' }).text).toBe('');
  });

  it('has whole characters only', () => {
    const draft = draftAfter('今天', '天\uFFFD', {});
    expect([draft.text, draft.complete, draft.isBroken]).toEqual(['天', true, false]);
    expect(draftAfter('今天', '\uFFFD气', {}).isBroken).toBe(true);
    expect(draftAfter('a ', '\u0301b', {}).text).toBe('b');
    expect(draftAfter('a', '\u0301b', {}).text).toBe('\u0301b');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (written) => {
        const { text } = draftAfter('So ', written);
        return isSound(text) && !text.includes('\uFFFD') && !/^\p{M}|\u200D$/u.test(text);
      }),
    );
  });

  it('goes on behind its tokens until the sentence ends', () => {
    const draft = draftAfter('They sang', ' and went home. Then they', { budget: 3 });
    expect(draft.complete).toBe(false);
    draft.add(' slept', 1);
    expect([draft.text, draft.complete]).toEqual([' and went home. Then they slept', false]);
    draft.add('. In', 2);
    expect([draft.text, draft.complete]).toEqual([' and went home. Then they slept.', true]);
  });

  it('is cut back to its last whole sentence where the next one does not end', () => {
    const draft = draftAfter('They sang', ' and went home. Then they', { budget: 1 });
    draft.finish(' and went home. Then they went on and', 'length');
    expect(draft.text).toBe(' and went home.');
    const single = draftAfter('They sang', ' and went', { budget: 1 });
    single.finish(' and went on and on', 'length');
    expect(single.text).toBe(' and went on and on');
  });

  it('ends where the model ends', () => {
    const draft = draftAfter('A title', ' of', { budget: 1 });
    draft.finish(' of a book. And more', 'eos');
    expect(draft.text).toBe(' of a book. And more');
  });

  it('takes the whole text when all has come', () => {
    const draft = draftAfter('They sang', ' and w', { oneSentence: true });
    draft.finish(' and went home.', 'eos');
    expect([draft.text, draft.complete]).toEqual([' and went home.', true]);
  });
});

describe('the end of the first sentence', () => {
  it('is known when the next one begins, or when nothing more comes', () => {
    expect(endOfFirstSentence(' and went home', false)).toBeNull();
    expect(endOfFirstSentence(' and went home.', false)).toBeNull();
    expect(endOfFirstSentence(' and went home. Then', false)).toBe(' and went home.'.length);
    expect(endOfFirstSentence(' and went home.', true)).toBe(' and went home.'.length);
    expect(endOfFirstSentence(' and went', true)).toBeNull();
  });

  it.each([
    ' and said **stop!**',
    ' and said “stop.”',
    ' and it is so.[1]',
    ' and it is good. 😀',
    ' 走了。”',
    ' (so it is.)',
  ])('is behind its closing marks: %s', (sentence) => {
    expect(endOfFirstSentence(sentence, true)).toBe(sentence.length);
    expect(endOfFirstSentence(`${sentence} Then`, false)).toBe(sentence.length);
  });

  it('is not behind an abbreviation', () => {
    expect(endOfFirstSentence(' and met Dr. Smith', false)).toBeNull();
  });
});

describe('an offer', () => {
  it('gives what is left after words were taken or typed', () => {
    const offer = new InlineSuggestion(10);
    offer.grow(' a time there');
    expect(offer.remainders('')).toEqual([' a time there']);
    expect(offer.remainders(' a')).toEqual([' time there']);
    expect(offer.remainders(' a time there')).toEqual([]);
    expect(offer.accepted(' a')).toBe(2);
  });

  it('has others for the same place, as far as they go on from what was taken', () => {
    const offer = new InlineSuggestion(10);
    offer.offer([' a time there', ' a day', ' once', ' a day']);
    expect(offer.remainders('')).toEqual([' a time there', ' a day', ' once']);
    expect(offer.remainders(' a')).toEqual([' time there', ' day']);
    expect(offer.matching(' a d')).toEqual([1, 3]);
    expect(offer.isTaken(' a day')).toBe(true);
    expect(offer.isTaken(' a')).toBe(false);
    expect(offer.isTaken('')).toBe(false);
  });

  it('gives nothing where something else stands', () => {
    const offer = new InlineSuggestion(10);
    offer.grow(' a time');
    expect(offer.remainders(' b')).toEqual([]);
    expect(offer.remainders(null)).toEqual([]);
    expect(offer.accepted(' a time longer')).toBeNull();
  });

  it('moves with the text before it and stays when it is taken', () => {
    const offer = new InlineSuggestion(10);
    offer.follow({ start: 0, end: 2, length: 5 });
    expect(offer.anchor).toBe(13);
    offer.follow({ start: 13, end: 13, length: 4 });
    expect(offer.anchor).toBe(13);
    offer.follow({ start: 20, end: 22, length: 0 });
    expect(offer.anchor).toBe(13);
  });
});

describe('the recipe of the settings', () => {
  it.each(['greedy', 'beam', 'sample', 'contrastiveSearch', 'contrastiveDecoding'] as const)(
    'is one the engine takes: %s',
    (strategy) => {
      const decoding = decodingFromSettings(settings({ 'continueText.strategy': strategy }), 7, false);
      expect(decoding.strategy).toBe(strategy);
      expect(v.safeParse(paramSchemas.generate, { text: 'a', decoding }).issues).toBeUndefined();
    },
  );

  it('samples when a strategy without chance is asked for another', () => {
    expect(decodingFromSettings(settings({ 'continueText.strategy': 'greedy' }), 7, true)).toMatchObject({
      strategy: 'sample',
      seed: 7,
    });
  });

  it('samples at another temperature when one of 0 is asked for another', () => {
    const zero = settings({ 'continueText.strategy': 'sample', 'continueText.temperature': 0 });
    expect(decodingFromSettings(zero, 7, false)).toEqual({
      strategy: 'sample',
      temperature: 0,
      topK: 0,
      topP: 0.9,
      repetitionPenalty: 1.2,
      minNewTokens: 1,
    });
    expect(decodingFromSettings(zero, 7, true)).toMatchObject({ strategy: 'sample', temperature: 0.8, seed: 7 });
    const contrast = settings({ 'continueText.strategy': 'contrastiveDecoding', 'continueText.temperature': 0 });
    expect(decodingFromSettings(contrast, 7, true)).toMatchObject({ strategy: 'sample', temperature: 0.8, seed: 7 });
  });

  it('takes as many candidates as a new recipe where the setting leaves top-k off', () => {
    const search = { 'continueText.strategy': 'contrastiveSearch' } as const;
    expect(decodingFromSettings(settings(search), 7, false)).toEqual({
      strategy: 'contrastiveSearch',
      penaltyAlpha: 0.6,
      topK: 4,
      repetitionPenalty: 1.2,
      minNewTokens: 1,
    });
    expect(decodingFromSettings(settings({ ...search, 'continueText.topK': 7 }), 7, false).topK).toBe(7);
  });

  it('stops where the setting says', () => {
    expect(stopStrings('none', 'prose')).toEqual([]);
    expect(stopStrings('paragraph', 'prose')).toEqual(['\n\n', '\n#', '\n=']);
    expect(stopStrings('line', 'prose')).toEqual(['\n']);
    expect(stopStrings('paragraph', 'item')).toEqual(['\n']);
    expect(stopStrings('sentence', 'heading')).toEqual(['\n']);
    expect(stopStrings('none', 'item')).toEqual([]);
  });

  it('ends with a sentence, but where it has no stop', () => {
    expect(endRule('paragraph', 40)).toEqual({ oneSentence: false, budget: 40 });
    expect(endRule('line', 40)).toEqual({ oneSentence: false, budget: 40 });
    expect(endRule('sentence', 40)).toEqual({ oneSentence: true, budget: null });
    expect(endRule('none', 40)).toEqual({ oneSentence: false, budget: null });
  });
});
