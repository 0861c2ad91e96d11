import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMarkdown, LONGEST, plainLine, plainText } from '../../../../src/host/core/plainText.js';
import { isolate } from '../../../../src/text/isolate.js';
import { HOSTILE } from '../hostile.js';

/** What VS Code 1.139 finds links with in messages, progress and the texts of lists (`linkedText.ts`). */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** What it finds icons with in labels (`iconLabels.ts`). */
const ICON = /(\\)?\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Arbitrary texts, most of them put together from what links, icons and directions are made of. */
const pieces = [
  ...['[', ']', '(', ')', '](', '$(', '$', 'command:', 'COMMAND:', 'https://', 'file:', 'www.', 'a', ' ', '\\', '"'],
  ...['\n', '\r\n', '\t', '\0', '\u202e', '\u2066', '\u200f', '\u2028', '\u2060', '\u200b', '\ufeff', '😀', '\ud83d'],
];
const hostile = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary' })), {
    maxLength: 60,
  })
  .map((parts) => parts.join(''));
const settings = { seed: 13, numRuns: 5000 };

describe('a foreign text', () => {
  it.each(HOSTILE)('is no link, icon or direction in a message: %s', (text) => {
    // The string is what it says it is: there is something to take from it.
    expect(text).toMatch(new RegExp(`${LINK.source}|${ICON.source}|${UNSEEN.source}|.{${LONGEST}}`, 'iu'));
    const plain = plainText(text);
    expect(plain).not.toMatch(LINK);
    expect(plain).not.toMatch(ICON);
    expect(plain).not.toMatch(UNSEEN);
    expect(plain.length).toBeLessThanOrEqual(LONGEST);
  });

  it('is none of these whatever it is made of, and never cut within a character', () => {
    const check = (text: string, most: number) => {
      const plain = plainText(text, most);
      expect(plain).not.toMatch(LINK);
      expect(plain).not.toMatch(/\]\(|\$\(|command:/i);
      expect(plain).not.toMatch(ICON);
      expect(plain).not.toMatch(UNSEEN);
      expect(plain.length).toBeLessThanOrEqual(most);
      if (!/\p{Cs}/u.test(text)) expect(plain).not.toMatch(/\p{Cs}/u);
    };
    fc.assert(fc.property(hostile, fc.integer({ min: 1, max: 80 }), check), settings);
  });

  it('is none of these between the words of a message', () => {
    const check = (before: string, text: string, after: string) => {
      expect(plainText(before + text + after)).not.toMatch(LINK);
    };
    fc.assert(fc.property(hostile, hostile, hostile, check), settings);
  });

  it('reads as before', () => {
    const seen = (text: string) => plainText(text).replaceAll('\u2060', '');
    const check = (text: string) => {
      const line = text.replace(/\p{Bidi_Control}/gu, '').replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
      expect(seen(text)).toBe(line.replaceAll('\u2060', ''));
    };
    fc.assert(
      fc.property(
        hostile.filter(({ length }) => length < LONGEST / 2),
        check,
      ),
      settings,
    );
    expect(plainText('The model /users/me/models/bert-mini has no config.json.')).toBe(
      'The model /users/me/models/bert-mini has no config.json.',
    );
  });

  it('ends in an ellipsis where it is cut, before a character that does not fit', () => {
    expect(plainText('abcdef', 6)).toBe('abcdef');
    expect(plainText('abcdefg', 6)).toBe('abcde…');
    expect(plainText('abcd😀😀', 6)).toBe('abcd…');
  });
});

describe('words from the right', () => {
  const text = `${isolate('שלום עולם')} · 12 %`;

  it('stay apart from the figures behind them in a message and in Markdown', () => {
    expect(plainText(text)).toBe('\u2068שלום עולם\u2069 · 12 %');
    expect(escapeMarkdown(text)).toBe('\u2068שלום עולם\u2069 · 12 \\%');
  });

  it('stay apart from the other parts of their row', () => {
    expect(plainLine('שלום')).toBe('\u2068שלום\u2069');
    expect(plainLine('\u202eשלום')).toBe('\u2068שלום\u2069');
    expect(plainLine('Anna')).toBe('Anna');
  });

  it('do so when they are cut', () => {
    for (let most = 3; most <= text.length; most++) {
      const cut = plainText(text, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.split('\u2068').length).toBe(cut.split('\u2069').length);
    }
  });
});

describe('a foreign text in Markdown', () => {
  it('has no character that means something, and no bare address', () => {
    const check = (text: string) => {
      const escaped = escapeMarkdown(text);
      expect(escaped.replace(/\\[!-/:-@[-`{-~]/g, '')).not.toMatch(/[!-/:-@[-`{-~]/);
      expect(escaped).not.toMatch(/https?:\/\/|www\.|\w@\w/i);
      expect(escaped).not.toMatch(UNSEEN);
    };
    for (const text of [...HOSTILE, 'https://evil.example', 'www.evil.example', 'a@evil.example']) check(text);
    fc.assert(fc.property(hostile, check), settings);
  });
});
