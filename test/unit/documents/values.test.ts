import { describe, expect, it } from 'vitest';
import { formatOfLanguage, isSameStructure, parseDocument } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';
import { show } from './show.js';
import { createRandom, standIn, structureDifference } from './standIn.js';

const write = (words: string, text: string, format: DocumentFormat) =>
  parseDocument(text, format).units[0]!.write(words, '');

const SRT = `1
00:00:01,000 --> 00:00:02,500
Where have you
<i>been</i> all day?

2
00:00:03,000 --> 00:00:04,000 X1:10
{\\an8}- At home.
- I don't believe you!

3
00:00:05,000 --> 00:00:06,000
1984
`;
const VTT = `WEBVTT - A title

STYLE
::cue { color: red }

NOTE This is
no cue.

intro
00:01.000 --> 00:04.000 align:start
<v Anna>Salt &amp; pepper <00:02.000>please.</v>
`;

describe('subtitles', () => {
  it('are the texts of cues, each speaker by itself', () => {
    for (const text of [SRT, SRT.replaceAll('\n', '\r\n'), `\uFEFF${SRT}`]) {
      expect(show(text, 'subtitles')).toEqual([
        'Where have you <been> all day?',
        '⟦{\\an8}⟧- At home.',
        "I don't believe you!",
      ]);
    }
  });

  it('leave notes, styles, settings and tags of WebVTT', () => {
    expect(show(VTT, 'subtitles')).toEqual(['<Salt & pepper ⟦<00:02.000>⟧please.>']);
    expect(write('a --> <b> & c', VTT, 'subtitles')).toBe('a --&gt; &lt;b&gt; &amp; c');
    expect(write('a --> b', SRT, 'subtitles')).toBe('a -> b');
  });
});

const PO = `# A comment
msgid ""
msgstr ""
"Project-Id-Version: x\\n"
"Language: de\\n"

#: src/a.c:10
#, c-format
msgctxt "menu"
msgid "Open %s now"
msgstr "Open %s now"

msgid "One"
msgid_plural "Many"
msgstr[0] "One \\"file\\"\\n"
msgstr[1] ""
"Many "
"files are here.\\n"
"And more."

msgid "Empty"
msgstr ""

#~ msgid "Old"
#~ msgstr "Old"
`;

describe('the lines of a cue', () => {
  const read = (...lines: string[]) =>
    show(['1', '00:00:01,000 --> 00:00:02,000', ...lines, ''].join('\n'), 'subtitles');

  it.each([
    ['a sentence', ['I do not know', 'where he is.'], ['I do not know where he is.']],
    [
      'what is sung',
      ['♪ The dog is here ♪', '[door opens]', 'I am here.'],
      ['⟦♪⟧ The dog is here ⟦♪⟧', 'door opens', 'I am here.'],
    ],
    ['a song over lines', ['♪ The dog is here', 'and the cat ♪'], ['⟦♪⟧ The dog is here and the cat ⟦♪⟧']],
    ['two lines of a song', ['♪ The dog is here', '♪ and the cat'], ['⟦♪⟧ The dog is here', '⟦♪⟧ and the cat']],
    ['a remark first', ['(the door', 'opens)'], ['the door opens']],
    ['a remark behind', ['I am here.', '(laughs)'], ['I am here.', 'laughs']],
  ])('are one text but for what is apart: %s', (_, lines, expected) => expect(read(...lines)).toEqual(expected));
});

describe('gettext catalogues', () => {
  it('have prose in msgstr, over lines and in plurals', () => {
    for (const text of [PO, PO.replaceAll('\n', '\r\n')])
      expect(show(text, 'po')).toEqual(['Open ⟦%s⟧ now', 'One "file"', 'Many files are here.', 'And more.', 'Empty']);
    expect(write('a "b" \\ c', PO, 'po')).toBe('a \\"b\\" \\\\ c');
  });
});

describe('an empty msgstr', () => {
  const filled = (text: string) =>
    parseDocument(text, 'po').units.map(({ into, ...unit }) => [
      text.slice(unit.start, unit.end),
      into === undefined ? null : text.slice(into.place.start - 1, into.place.end + 1),
    ]);

  it('is filled with the translation of its msgid', () => {
    expect(filled('msgid "One file"\nmsgstr ""\n')).toEqual([['One file', '""']]);
    expect(filled('msgid ""\n"One "\n"file"\nmsgstr ""\n""\n')).toEqual([['"\n"One "\n"file', '""\n""']]);
  });

  it('of a plural is filled with that of the plural', () => {
    const text = 'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] "%d pliki"\n';
    expect(filled(text)).toEqual([
      ['%d file', '""'],
      ['%d files', '""'],
      ['%d pliki', null],
    ]);
  });

  it('of the header, and of a msgid without words, stays empty', () => {
    expect(filled('msgid ""\nmsgstr ""\n\nmsgid "%s"\nmsgstr ""\n')).toEqual([]);
  });
});

describe('placeholders of values', () => {
  it('are held out with the percent sign behind them', () => {
    const read = (text: string) => show(`a=${text}`, 'properties');
    expect(read('%d%% done, %5.2f %% left.')).toEqual(['⟦%d%%⟧ done, ⟦%5.2f %%⟧ left.']);
    expect(read('%s is 100%% old.')).toEqual(['⟦%s⟧ is ⟦100%%⟧ old.']);
    expect(read('The %(name)s has %(share)d%% of it.')).toEqual(['The ⟦%(name)s⟧ has ⟦%(share)d%%⟧ of it.']);
    expect(read('Only %i%% of %2$s%% here.')).toEqual(['Only ⟦%i%%⟧ of ⟦%2$s%%⟧ here.']);
    expect(read('Write %% twice.')).toEqual(['Write ⟦%%⟧ twice.']);
  });

  const isSame = (one: string, other: string) => {
    const skeleton = (value: string) => parseDocument(`msgid "a"\nmsgstr "${value}"\n`, 'po').skeleton;
    return isSameStructure(skeleton(one), skeleton(other));
  };

  it.each([
    ['%d%% done.', '%d %strafe tat es.'],
    ['%d%% done.', '%d%strafe'],
    ['%s is 100%% old.', '%s ist 100% alt.'],
    ['%s has %d files.', '%d Dateien hat %s.'],
    ['{0} files', 'Dateien'],
    ['{name} is here.', '{Name} ist hier.'],
    ['The house is old.', 'Das Haus ist %d alt.'],
  ])('may not become others: %s', (source, changed) => expect(isSame(source, changed)).toBe(false));

  it.each([
    ['%1$s has %2$d files.', '%2$d Dateien hat %1$s.'],
    ['%(name)s has {0} files.', '{0} Dateien hat %(name)s.'],
    ['20% of it', '20 % davon'],
    ['A 100% share', 'Ein 100%iger Anteil'],
  ])('are the same: %s', (source, changed) => expect(isSame(source, changed)).toBe(true));

  it('of an empty msgstr are those of its msgid', () => {
    const skeleton = (value: string) => parseDocument(`msgid "%d%% old"\nmsgstr "${value}"\n`, 'po').skeleton;
    expect(isSameStructure(skeleton(''), skeleton('%d%% alt'))).toBe(true);
    expect(isSameStructure(skeleton(''), skeleton('%d% alt'))).toBe(false);
  });
});

describe('the sign before the letter that a key is for', () => {
  const read = (label: string, format: DocumentFormat = 'po') =>
    show(format === 'json' ? JSON.stringify({ a: label }) : `msgid "a"\nmsgstr "${label}"\n`, format);

  it.each([
    'Open the ⟦&⟧door',
    '⟦&⟧Open the door…',
    'E⟦&⟧xit',
    'S⟦&⟧ave the house',
    '⟦_⟧Open the door',
    'Save ⟦_⟧As',
    'Salt & pepper',
    'Salt && pepper',
    'The research of ⟦R&D⟧ is here',
    'Caf&eacute; here',
    'Set ⟦max_size⟧ or ⟦_id_x⟧ now',
    'Call ⟦_open()⟧ now',
    'Read ⟦https://x.y?a=1&b=2⟧ now',
    '&One or &two',
  ])('is left out of its label: %s', (reading) => expect(read(reading.replace(/[⟦⟧]/g, ''))).toEqual([reading]));

  it('is only one in JSON', () => {
    expect(read('Open the &door', 'json')).toEqual(['Open the ⟦&⟧door']);
    expect(read('Open the _door', 'json')).toEqual(['Open the ⟦_door⟧']);
    expect(parseDocument('The &door is open.', 'markdown').units[0]!.leaves).toEqual([]);
  });
});

const PROPERTIES = `# A comment with words
! Another one
greeting = Good morning, {0}!
long.one: A text that \\
    goes on.\\nA second line.
path=/usr/share/x
level=INFO
accent Caf\\u00e9 is open\\: come in
empty=
`;

describe('properties', () => {
  it('have prose in values, with escapes and continued lines', () => {
    expect(show(PROPERTIES, 'properties')).toEqual([
      'Good morning, ⟦{0}⟧!',
      'A text that goes on.',
      'A second line.',
      'Café is open: come in',
    ]);
    expect(write('C:\\é', PROPERTIES, 'properties')).toBe('C:\\\\\\u00e9');
    expect(write('é', 'a=Some words é', 'properties')).toBe('é');
  });
});

describe('JSON', () => {
  it('has prose in values that are said to a person', () => {
    const text = JSON.stringify({
      'A key with words': 'A value with "quotes" and\nline breaks\u0001.',
      name: 'some-package',
      main: './dist/index.js',
      license: 'MIT',
      build: 'node scripts/build.mjs && tsc -b',
      url: 'https://example.org/some/page',
      title: 'Cancel',
      list: ['Two words', 3, null, { deep: '你好世界' }],
      type: 'module',
    });
    expect(show(text, 'json')).toEqual([
      'A value with "quotes" and',
      'line breaks\u0001.',
      'Cancel',
      'Two words',
      '你好世界',
    ]);
    expect(JSON.parse(`"${write('a "b" \\ c', text, 'json')}"`)).toBe('a "b" \\ c');
    expect(show('{ // A comment "with words here"\n "a": "Open the "', 'json')).toEqual(['Open the']);
  });
});

const TYPESCRIPT = `#!/usr/bin/env node
// eslint-disable-next-line no-console
import x from 'a string with words';

/**
 * Adds two numbers with \`add(a, b)\`, and
 * tells {@link Sum} about it.
 *
 * @param {number} a - the first number
 * @param b the second one
 * @returns their sum, as a number.
 * @example
 * add(1, 2); // gives three here
 * @see https://example.org
 */
// This is a comment
// over two lines.
//
// const old = add(1, 2);
// return old;
const s = "no // comment here"; // TODO(anna): Remove this line soon.
/* eslint-env node */
`;
const PYTHON = `#!/usr/bin/python3
# -*- coding: utf-8 -*-
"""Reads the files of a folder."""
x = """no documentation here"""

def f(a):
    """Return the sum.

    Args:
        a (int): The number of files.
    :param b: Another number.

    >>> f(1)
    the result here
    """
    return a  # The same one.
`;

describe('programs', () => {
  it('have prose in comments, without code and tags', () => {
    for (const text of [TYPESCRIPT, TYPESCRIPT.replaceAll('\n', '\r\n')])
      expect(show(text, 'program:typescript')).toEqual([
        'Adds two numbers with ⟦`add(a, b)`⟧, and tells ⟦{@link Sum}⟧ about it.',
        'the first number',
        'the second one',
        'their sum, as a number.',
        'This is a comment over two lines.',
        'Remove this line soon.',
      ]);
    expect(show(PYTHON, 'program:python')).toEqual([
      'Reads the files of a folder.',
      'Return the sum.',
      'The number of files.',
      'Another number.',
      'The same one.',
    ]);
    expect(show('-- Counts the rows.\nSELECT 1; /* All of them. */', 'program:sql')).toEqual([
      'Counts the rows.',
      'All of them.',
    ]);
    expect(show('--[[ A long\n comment. ]] x = 1 -- A short one.', 'program:lua')).toEqual([
      'A long comment.',
      'A short one.',
    ]);
    expect(show('x', 'program:no-such-language')).toEqual([]);
  });

  it.each([
    ['shellscript', '#!/bin/bash\n# The house is old.', ['The house is old.']],
    ['shellscript', '\uFEFF#!/bin/sh\n#\n# The house is old.', ['The house is old.']],
    ['ruby', '#!/usr/bin/env ruby\n# frozen_string_literal: true\n# A dog.', ['A dog.']],
    ['ruby', '# typed: strict\n# A dog.', ['A dog.']],
    ['perl', '#!/usr/bin/perl -w\n# A dog.', ['A dog.']],
    ['javascript', '#!/usr/bin/env -S node // a b\n// A dog.', ['A dog.']],
    ['dockerfile', '# syntax=docker/dockerfile:1\n# A dog.\nFROM a', ['A dog.']],
    ['dockerfile', '# hadolint ignore=DL3008\n# A dog.\nRUN a', ['A dog.']],
    ['shellscript', '#! nix-shell -i bash\n# A dog.', ['A dog.']],
    ['lua', '--!strict\n-- A dog.', ['A dog.']],
    ['yaml', '# yaml-language-server: $schema=a.json\n# A dog.', ['A dog.']],
    ['haskell', '{-# LANGUAGE OverloadedStrings #-}\n-- A dog.', ['A dog.']],
    ['go', '//go:build linux\n// A dog.\n//export Foo', ['A dog.']],
    ['rust', '//! A dog.\n//! A cat.', ['A dog. A cat.']],
    ['python', '# non-empty: it has a dog\n# and a cat', ['non-empty: it has a dog and a cat']],
    [
      'powershell',
      '<#\n.SYNOPSIS\nA dog.\n.PARAMETER Name\nIts name.\n.EXAMPLE\nGet-Dog now\n#>\n#Requires -Version 5\n# A cat.',
      ['A dog.', 'Its name.', 'A cat.'],
    ],
  ])('keep what programs read: %s %j', (language, text, expected) => {
    expect(show(text, `program:${language}`)).toEqual(expected);
  });

  it('have links', () => {
    expect(show('/// Adds to [the list][Vec::new], [`Vec`] or [the dog](https://x.y).', 'program:rust')).toEqual([
      'Adds to <the list>, [⟦`Vec`⟧] or <the dog>.',
    ]);
  });

  it('are not ended by words', () => {
    expect(write('a */ b', '/* Some words. */', 'program:c')).toBe('a * / b');
    expect(write('a """ b \\', '"""Some words."""', 'program:python')).not.toContain('"""');
    expect(write('a --> b', '<!-- Some words. -->', 'program:xml')).not.toContain('--');
  });
});

describe('every format', () => {
  it.each<[DocumentFormat, string]>([
    ['subtitles', SRT],
    ['subtitles', VTT],
    ['po', PO],
    ['properties', PROPERTIES],
    ['json', JSON.stringify({ a: 'Some "words" here.\nAnd more.', b: ['One two three'] })],
    ['program:typescript', TYPESCRIPT],
    ['program:python', PYTHON],
  ])('is as it was when words change: %s', (format, text) => {
    const changed = Array.from({ length: 20 }, (_, seed) => standIn(text, format, createRandom(seed + 1)));
    expect(new Set([text, ...changed]).size).toBeGreaterThan(5);
    for (const one of changed) expect(structureDifference(text, one, format)).toBeNull();
  });

  it('is that of a language of the editor or of an extension', () => {
    expect(formatOfLanguage('markdown')).toBe('markdown');
    expect(formatOfLanguage('latex', 'a.tex')).toBe('latex');
    expect(formatOfLanguage('typescript', 'a.ts')).toBe('program:typescript');
    expect(formatOfLanguage('plaintext', 'a.srt')).toBe('subtitles');
    expect(formatOfLanguage('plaintext', 'a.txt')).toBe('plain');
    expect(formatOfLanguage('jsonc')).toBe('json');
    expect(formatOfLanguage('no-such-language')).toBe('plain');
    expect(formatOfLanguage('constructor')).toBe('plain');
  });
});
