import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

/** Least processor time of a few rounds, in milliseconds. */
function processorTime(run: () => unknown): number {
  let least = Infinity;
  for (let round = 0; round < 2; round++) {
    const { user } = process.cpuUsage();
    run();
    least = Math.min(least, process.cpuUsage({ user, system: 0 }).user / 1000);
  }
  return least;
}

/** Four times the text: linear work takes 4 times as long, quadratic 16 times. */
const MOST = 10;

describe('the time of a document grows with its length', () => {
  it.each<[string, DocumentFormat, string, number]>([
    ['braces that are never closed', 'latex', '{ ', 40_000],
    ['braces in braces', 'latex', '{a ', 40_000],
    ['macros with arguments that are never closed', 'latex', '\\emph{a ', 40_000],
    ['options that are never closed', 'latex', '\\section[a ', 20_000],
    ['environments that are never closed', 'latex', '\\begin{verbatim} ', 60_000],
    ['dollars and braces', 'latex', '$ { ', 20_000],
    ['verbs that are never closed', 'latex', '\\verb|a ', 20_000],
    ['paragraphs with signs', 'latex', 'A \\emph{b} c\\footnote{d e} $f$ 50\\%.\n\n', 100_000],
    ['backslashes at line ends', 'latex', '\\\n', 40_000],
    ['quotation marks', 'json', '"a b', 100_000],
    ['values', 'json', '{"a": "Some words here."},\n', 200_000],
    ['lines', 'properties', 'a = Some words here.\n', 200_000],
    ['brackets', 'markdown', 'A word (and a remark) here. ', 100_000],
    ['brackets and signs', 'markdown', '**a (b)** [c (d)](e) ', 60_000],
    ['brackets that are never closed', 'markdown', '( a [ b { ', 60_000],
    ['brackets that are never opened', 'html', '( a ] b } ', 60_000],
    ['escaped brackets', 'markdown', '\\[ a ', 40_000],
    ['macros in plain text', 'plain', '\\a[b ', 40_000],
    ['links that are none', 'markdown', '[a](b ', 20_000],
    ['keys in a line', 'markdown', 'Press <kbd>q</kbd> now. ', 60_000],
    ['lines that are apart', 'markdown', '*A line*\\\n', 40_000],
    ['tasks in a line', 'markdown', 'a - [ ] b ', 60_000],
    ['comments', 'markdown', 'A word.\n\n<!-- i18n:ignore -->\n\nA word.\n\n', 60_000],
    ['comments that are never ended', 'markdown', 'a <!-- i18n:ignore-start --> ', 60_000],
    ['brackets', 'html', 'A word (and a remark) here. ', 100_000],
    ['brackets and tags', 'html', '<b>a (b)</b> <i>c</i> ', 60_000],
    ['tags that are never closed', 'html', '<b>a ', 40_000],
    ['tags that are never opened', 'html', '<b>a </i>', 40_000],
    ['codes that are never closed', 'html', '<code>a ', 40_000],
    ['empty tags', 'html', '<b></b> a ', 60_000],
    ['comments', 'html', 'A word. <!-- i18n:ignore --> <b>A word.</b> ', 60_000],
    ['comments that are never ended', 'html', 'a <!-- i18n:ignore-start --> ', 60_000],
    ['entries', 'po', 'msgid "a"\nmsgstr "Some words here."\n\n', 200_000],
    ['empty entries', 'po', 'msgid "Some words here."\nmsgstr ""\n\n', 200_000],
    ['strings that are never closed', 'po', 'msgstr "a ', 100_000],
    ['cues', 'subtitles', '1\n00:00:01,000 --> 00:00:02,000\nSome <i>words</i> here.\n\n', 200_000],
    ['comments', 'program:typescript', '// Some words here.\nlet x = 1;\n', 100_000],
    ['a comment of many lines', 'program:typescript', '// Some words here.\n', 100_000],
    ['comments that are never closed', 'program:typescript', '/* a ', 100_000],
    ['strings that are never closed', 'program:python', '""" a ', 100_000],
    ['signs without partners', 'markdown', '~~a', 100_000],
    ['signs without partners', 'markdown', '*a', 100_000],
    ['lines with signs without partners', 'markdown', '*a\nb', 100_000],
    ['brackets that are closed only', 'markdown', '](((', 100_000],
    ['notes', 'markdown', '[^1]', 100_000],
    ['rows', 'markdown', '| a | b |\n', 100_000],
    ['lines that end with a tag', 'markdown', 'a<br>', 60_000],
    ['formulas', 'markdown', 'x^2', 100_000],
    ['highlights', 'markdown', '==a', 100_000],
    ['initials', 'plain', 'A.A.A.', 100_000],
    ['signs of addresses', 'html', 'a@', 100_000],
    ['signs of addresses', 'plain', '@', 100_000],
    ['hyphens', 'plain', '--a', 100_000],
    ['members', 'plain', 'a::', 100_000],
    ['labels with a key', 'po', 'msgid "Open the &door %d%%"\nmsgstr ""\n\n', 100_000],
    ['attributes', 'html', '<i title="a b">c</i> ', 60_000],
    ['raised signs', 'html', 'x<sup>2</sup>', 60_000],
    ['references', 'latex', 'Figure~\\ref{a} ', 60_000],
    ['settings', 'program:shellscript', '# a_b ', 100_000],
    ['spaces', 'latex', ' ', 20_000],
    ['spaces', 'plain', ' ', 20_000],
  ])('%s (%s)', { timeout: 60_000 }, (_, format, part, length) => {
    const text = (size: number) => `a${part.repeat(size / part.length)}b`;
    let growth = Infinity;
    for (let attempt = 0; attempt < 4 && growth >= MOST; attempt++) {
      const whole = processorTime(() => parseDocument(text(length), format));
      const quarter = processorTime(() => parseDocument(text(length / 4), format));
      growth = Math.min(growth, whole < 60 ? 0 : whole / Math.max(1, quarter));
    }
    expect(growth).toBeLessThan(MOST);
  });

  it.each<[DocumentFormat, string, string]>([
    ['latex', '{', '}'],
    ['latex', '\\emph{a ', '}'],
    ['latex', '\\footnote{a ', '}'],
    ['latex', '\\begin{center}', '\\end{center}'],
    ['json', '[', ']'],
    ['markdown', '(a ', ')'],
    ['markdown', '> ', ''],
    ['html', '<b>', '</b>'],
    ['html', '<b>a ', '</b>'],
    ['html', '<div>', '</div>'],
  ])('%s: 10,000 times %s in each other', { timeout: 60_000 }, (format, open, close) => {
    expect(() => parseDocument(`${open.repeat(10_000)} words ${close.repeat(10_000)}`, format)).not.toThrow();
    expect(() => parseDocument(`${open.repeat(10_000)} words`, format)).not.toThrow();
  });
});
