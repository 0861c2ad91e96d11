import { expect, it } from 'vitest';
import { lineRemarks } from '../../../src/text/lineRemarks.js';
import { markedLines, nameProblem, readMarkedNames, taughtNames } from '../../../src/text/markedNames.js';

/** Each span as `name/LABEL`, cut out of the text. */
function read(marked: string) {
  const { text, spans } = readMarkedNames(marked);
  return { text, names: spans.map(({ start, end, label }) => `${text.slice(start, end)}/${label}`) };
}

it.each([
  ['[Anna](PERSON) lives in [Rome](PLACE).', 'Anna lives in Rome.', ['Anna/PERSON', 'Rome/PLACE']],
  ['[New York](PLACE)', 'New York', ['New York/PLACE']],
  ['[ Anna ]( PERSON ) sings', ' Anna  sings', ['Anna/PERSON']],
  ['[安娜](人物)住在[罗马](地点)。', '安娜住在罗马。', ['安娜/人物', '罗马/地点']],
  ['😀 [Zoë](first name)', '😀 Zoë', ['Zoë/first name']],
  ['[a](X)[b](X)', 'ab', ['a/X', 'b/X']],
  [
    '[the site](https://example.org) and [this](./file.md)',
    '[the site](https://example.org) and [this](./file.md)',
    [],
  ],
  ['an [open mark](PER', 'an [open mark](PER', []],
  ['a [list] (of things), x[1](2) too', 'a [list] (of things), x1 too', ['1/2']],
  ['[[Anna](PERSON)]', '[Anna]', ['Anna/PERSON']],
  ['[](PERSON) [ ](PERSON)', '[](PERSON)  ', []],
  ['', '', []],
])('marks of %s', (marked, text, names) => {
  expect(read(marked)).toEqual({ text, names });
});

it('lines that have words, with names or without', () => {
  const found = markedLines('[Anna](PERSON) sings.\r\n\n---\nIt rains.\r[Rome](PLACE)');
  expect(found.lines.map(({ text }) => text)).toEqual(['Anna sings.', 'It rains.', 'Rome']);
  expect(found.lines.map(({ spans }) => spans.length)).toEqual([1, 0, 1]);
  expect(found.numbers).toEqual([1, 4, 5]);
  expect(found.unread).toEqual([]);
});

it('lines in which something looks like a mark and is none are told', () => {
  const marked = ['[Anna](PERSON) met [Ben] (PERSON).', '[Cy](PER', '[it](https://a.b)', 'a [note], (2)', '[Di](X)'];
  expect(markedLines(marked.join('\n')).unread).toEqual([1, 2, 3]);
});

it('lines in which a mark begins or ends within a word are told, and labels that differ by capitals', () => {
  const { lines, numbers } = markedLines(
    [
      '[Anna](A)[Smith](B)',
      '[Anna](A) [Smith](B)',
      '[Anna](A)s',
      'x[1](B)',
      '[安娜](A)[王](B)',
      '([Di](a)), [Q](B).',
    ].join('\n'),
  );
  expect(lineRemarks(taughtNames(lines, numbers))).toMatchObject({ within: [1, 3, 4], alike: [['A', 'a']] });
});

it.each<[string, object | null]>([
  ['[saw](O) here', { problem: 'tagLabel', label: 'O' }],
  ['[Anna](B-PER)\n[Ben](I-PER)', { problem: 'tagLabel', label: 'B-PER' }],
  ['[Anna](P) x', { problem: 'rareLabel', label: 'P', lines: 1, needed: 2 }],
  ['[Anna](P) and [Ben](P)', { problem: 'rareLabel', label: 'P', lines: 1, needed: 2 }],
  ['[Anna](o)\n[Ben](o)', null],
  ['[Anna](BI)\n[Ben](BI)\nnone', null],
])('what the engine would refuse is told before: %j', (text, problem) => {
  expect(nameProblem(markedLines(text).lines)).toEqual(problem);
});
