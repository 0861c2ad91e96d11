import { describe, expect, it } from 'vitest';
import { decodingOf, stopStrings, type Get } from '../../../src/host/continue/decoding.js';
import { Offer } from '../../../src/host/continue/offer.js';
import {
  cutToBudget,
  endOfFirstSentence,
  fitContinuation,
  promptOf,
  splitsWord,
} from '../../../src/host/continue/prompt.js';
import { settingTable, type SettingKey, type SettingValue } from '../../../src/host/settingTable.js';
import { paramSchemas, type Token } from '../../../src/protocol/index.js';
import * as v from 'valibot';

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
  (changes: Partial<Record<SettingKey, unknown>> = {}): Get =>
  <K extends SettingKey>(key: K) =>
    (key in changes ? changes[key] : settingTable[key].fallback) as SettingValue<K>;

describe('the prompt of a continuation', () => {
  it('does not end with a space', () => {
    expect(promptOf('Once upon a ')).toEqual({ text: 'Once upon a', trailing: ' ' });
    expect(promptOf('A line.\n')).toEqual({ text: 'A line.\n', trailing: '' });
  });

  it('begins a text where nothing stands', () => {
    expect(promptOf('')).toEqual({ text: '<|endoftext|>', trailing: '' });
    expect(promptOf('  \n ').text).toBe('<|endoftext|>');
  });

  it('is cut at a sentence when it does not fit', () => {
    const text = 'The first one is long. The second one. The third';
    const tokens = wordTokens(text);
    expect(cutToBudget(text, tokens, tokens.length)).toBe(text);
    expect(cutToBudget(text, tokens, 6)).toBe('The second one. The third'.slice(0));
    expect(cutToBudget(text, tokens, 4)).toBe('The third');
    // No sentence starts within the budget: cut within it.
    expect(cutToBudget('one two three four', wordTokens('one two three four'), 2)).toBe(' three four');
  });
});

describe('a continuation', () => {
  it('takes its leading space only where none stands', () => {
    expect(fitContinuation(' time', '', false)).toBe(' time');
    expect(fitContinuation(' time', ' ', false)).toBe('time');
    expect(fitContinuation(' Time', '', true)).toBe('Time');
    expect(fitContinuation('\nNew', ' ', false)).toBe('\nNew');
  });

  it('is noticed when it would go on within a word after a space', () => {
    expect(splitsWord('bout', ' ')).toBe(true);
    expect(splitsWord(' time', ' ')).toBe(false);
    expect(splitsWord('bout', '')).toBe(false);
  });

  it('ends after its first sentence', () => {
    expect(endOfFirstSentence(' and went home', false)).toBeNull();
    expect(endOfFirstSentence(' and went home.', false)).toBeNull();
    expect(endOfFirstSentence(' and went home. Then', false)).toBe(' and went home.'.length);
    expect(endOfFirstSentence(' and went home.', true)).toBe(' and went home.'.length);
    expect(endOfFirstSentence(' and went', true)).toBeNull();
  });
});

describe('an offer', () => {
  it('gives what is left after words were taken or typed', () => {
    const offer = new Offer(10);
    offer.grow(' a time there');
    expect(offer.remainder('')).toBe(' a time there');
    expect(offer.remainder(' a')).toBe(' time there');
    expect(offer.remainder(' a time there')).toBe('');
    expect(offer.accepted(' a')).toBe(2);
  });

  it('knows its text in a document with Windows line ends', () => {
    const offer = new Offer(10);
    offer.grow(' one\ntwo three');
    expect(offer.remainder(' one\r\ntwo')).toBe(' three');
  });

  it('gives nothing where something else stands', () => {
    const offer = new Offer(10);
    offer.grow(' a time');
    expect(offer.remainder(' b')).toBeNull();
    expect(offer.remainder(null)).toBeNull();
    expect(offer.accepted(' a time longer')).toBeNull();
  });

  it('moves with the text before it and stays when it is taken', () => {
    const offer = new Offer(10);
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
      const decoding = decodingOf(settings({ 'continueText.strategy': strategy }), 7, false);
      expect(decoding.strategy).toBe(strategy);
      expect(v.safeParse(paramSchemas.generate, { text: 'a', decoding }).issues).toBeUndefined();
    },
  );

  it('samples when a strategy without chance is asked for another', () => {
    expect(decodingOf(settings({ 'continueText.strategy': 'greedy' }), 7, true)).toMatchObject({
      strategy: 'sample',
      seed: 7,
    });
  });

  it('stops where the setting says', () => {
    expect(stopStrings('none')).toEqual([]);
    expect(stopStrings('paragraph')).toEqual(['\n\n']);
    expect(stopStrings('line')).toEqual(['\n']);
  });
});
