import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument, type ProseUnit, readUnit } from '../../../src/documents/index.js';
import { type DocumentFormat, FILE_FORMATS } from '../../../src/protocol/engine/index.js';
import { createRandom, standIn } from './standIn.js';

const FORMATS: readonly DocumentFormat[] = [...FILE_FORMATS, 'program:typescript', 'program:python', 'program:lua'];

/** What the formats take for signs, and what no text should have. */
const PIECES = [
  'word ',
  'Two words. ',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  ' ',
  '\t',
  '    ',
  '\uFEFF',
  '\0',
  '\uD800',
  '\uDC00',
  '中文。',
  '👍🏽',
  '*',
  '**',
  '_',
  '`',
  '```',
  '~~~',
  '[',
  ']',
  '](',
  ')',
  '![',
  '|',
  '| - |',
  '> ',
  '- ',
  '1. ',
  '# ',
  '$',
  '$$',
  '[^1]',
  '---',
  '<',
  '>',
  '</',
  '<b>',
  '</b>',
  '<div>',
  '<script>',
  '<!--',
  '-->',
  '<p title="',
  '"',
  '&amp;',
  '&',
  '<br/>',
  '<![CDATA[',
  '\\',
  '{',
  '}',
  '%',
  '~',
  '#',
  '\\begin{',
  '\\end{',
  '\\begin{verbatim}',
  '\\end{verbatim}',
  '\\begin{equation}',
  '\\begin{tabular}{l}',
  '\\emph{',
  '\\footnote{',
  '\\section{',
  '\\section[',
  '\\item[',
  '\\verb|',
  "\\'",
  '\\c',
  '\\(',
  '\\)',
  '\\[',
  '\\]',
  '\\begin{document}',
  '\\documentclass',
  '\\title{',
  '\\cite{',
  '``',
  "''",
  '\\newcommand',
  '\\def\\a#1',
  '00:01:02,000 --> 00:01:03,000\n',
  'WEBVTT\n',
  '{\\an8}',
  'msgid "',
  'msgstr "',
  '"\n"',
  '\\n',
  '\\u00e9',
  '\\u00',
  'key=',
  ': ',
  '{"a": "',
  '//',
  '/*',
  '*/',
  '"""',
  "'",
  '--[[',
  ']]',
  '@param {a} b ',
  '>>> ',
];

const flat = (units: readonly ProseUnit[]): ProseUnit[] =>
  units.flatMap((unit) => [
    unit,
    ...flat(unit.leaves.flatMap((leaf) => (leaf.kind === 'inert' ? [...(leaf.units ?? [])] : []))),
  ]);

function check(text: string, format: DocumentFormat): void {
  const { units } = parseDocument(text, format);
  let end = 0;
  for (const unit of units) {
    expect(unit.start).toBeGreaterThanOrEqual(end);
    expect(unit.end).toBeGreaterThan(unit.start);
    end = unit.end;
  }
  expect(end).toBeLessThanOrEqual(text.length);
  for (const unit of flat(units)) {
    let at = unit.start;
    for (const leaf of unit.leaves) {
      expect(leaf.start).toBeGreaterThanOrEqual(at);
      at = leaf.end;
    }
    expect(at).toBeLessThanOrEqual(unit.end);
    for (const { start, inner, end: last } of unit.marks) {
      expect([unit.start <= start, start <= inner.start, inner.start <= inner.end, inner.end <= last]).toEqual(
        Array(4).fill(true),
      );
      expect(last).toBeLessThanOrEqual(unit.end);
    }
    readUnit(text, unit);
  }
  standIn(text, format, createRandom(1));
}

describe('bad input', () => {
  it.each(FORMATS)('%s: is read, whatever it is, with spans in order and apart', { timeout: 120_000 }, (format) => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (one) => check(one, format)),
      { seed: 11, numRuns: 150 },
    );
  });

  it.each<[string, DocumentFormat, string]>([
    ['inside of a link', 'markdown', 'words](https://example.org) and more. [Other](x'],
    ['inside of a cell', 'markdown', 'of a cell | another |\n| third | fourth'],
    ['inside of a fence', 'markdown', 'let x;\n```\nProse here.'],
    ['inside of a tag', 'html', 'class="note">Words here</p><p>More'],
    ['inside of an argument', 'latex', 'of a title} and \\emph{more words} here'],
    ['inside of a cue', 'subtitles', 'of a cue.\n\n2\n00:00:01,000 --> 00:00:02,000\nMore words.'],
    ['inside of a comment', 'program:c', 'of a comment */ int x; /* More words. */'],
  ])('a selection that begins %s', (_, format, text) => {
    check(text, format);
    expect(parseDocument(text, format).units.length).toBeGreaterThan(0);
  });
});
