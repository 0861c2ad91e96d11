import { describe, expect, it } from 'vitest';
import { parseDocument, stretchesOf, windowAround } from '../../../src/documents/index.js';

const filler = (count: number) =>
  Array.from({ length: count }, (_, at) => `Paragraph ${at} of the long text (with a remark).\n\n- An item\n\n`).join(
    '',
  );
const place = 'The [dog](x) and the [cat][one] are here.';

/** The prose of a selection by its window: parsing all of such a document takes seconds. */
function proseOf(document: string, selected: string) {
  const start = document.indexOf(selected);
  const selection = { start, end: start + selected.length };
  const found = windowAround(document, selection, 'markdown');
  const prose = ({ document: text, selection: { start: from, end } }: typeof found) =>
    parseDocument(text, 'markdown').units.flatMap((unit) =>
      unit.start >= from && unit.end <= end ? [[text.slice(unit.start, unit.end), unit.marks.length]] : [],
    );
  return { found, window: found.document === document ? null : prose(found) };
}

describe('a window of a long document', () => {
  it('is read as the whole is, with definitions from elsewhere', () => {
    const document = `# Title\n\n${filler(2600)}${place}\n\n${filler(2600)}[one]: https://example.com\n`;
    const { found, window } = proseOf(document, place);
    expect(found.document.length).toBeLessThan(100_000);
    expect(window).toEqual([[place, 2]]);
  });

  it.each([
    ['a fence', `\`\`\`\n${filler(1200)}${place}\n\n${filler(1200)}\`\`\`\n\n${filler(1200)}`],
    ['a comment', `<!-- a\n${filler(1200)}${place}\n\n${filler(1200)}-->\n\n${filler(1200)}`],
    ['preformatted text', `<pre>\n${filler(1200)}${place}\n\n${filler(1200)}</pre>\n\n${filler(1200)}`],
    ['mathematics', `$$\n${filler(1200)}${place}\n\n${filler(1200)}$$\n\n${filler(1200)}`],
  ])('knows %s that has begun far before', (_, text) => {
    const document = `${filler(2000)}${text}`;
    const { window } = proseOf(document, place);
    expect(window).toEqual([]);
  });

  it('keeps what a comment before a block says', () => {
    const ignored = `<!-- i18n:ignore -->\n\n${place}\n\n`;
    const document = `${filler(1500)}${ignored.repeat(2000)}${filler(1500)}`;
    const { window } = proseOf(document, place);
    expect(window).toEqual([]);
  });

  it('is all of a document where a comment has begun to keep what follows', () => {
    const document = `${filler(2000)}<!-- i18n:ignore-start -->\n\n${filler(2000)}${place}\n\n${filler(2000)}`;
    expect(proseOf(document, place).window).toBeNull();
  });

  it.each([
    ['a row of a long table', `| A | B |\n| - | - |\n`, '| The *cat* | is here |\n', `| ${place} | b |\n`],
    [
      'a row behind Windows line ends',
      `| A | B |\r\n| - | - |\r\n`,
      '| The *cat* | is here |\r\n',
      `| ${place} | b |\r\n`,
    ],
    ['a long line', '', 'The *cat* is `here. And` there. ', `${place} `],
    ['a paragraph of many lines', '', 'The *cat* is here and\n', `${place}\n`],
  ])('is a part of a block: %s', (_, head, before, own) => {
    const many = before.repeat(170_000 / before.length);
    const document = `${filler(100)}${head}${many}${own}${many}\n\n${filler(100)}[one]: x\n`;
    const { found, window } = proseOf(document, place);
    expect(found.document.length).toBeLessThan(110_000);
    expect(found.document.slice(found.selection.start, found.selection.end)).toBe(place);
    const near = parseDocument(found.document, 'markdown').units.find(
      ({ start, end }) => start <= found.selection.start && end >= found.selection.end,
    );
    expect(
      near?.marks.filter(({ start }) => start >= found.selection.start && start < found.selection.end),
    ).toHaveLength(2);
    if (own.includes('|')) expect(window).toEqual([[place, 2]]);
    const { units } = parseDocument(found.document, 'markdown');
    const text = units.map(({ start, end }) => found.document.slice(start, end)).join(' ');
    expect(text).not.toContain('|');
    expect(units.every(({ leaves }) => leaves.every(({ end, start }) => end - start < 20))).toBe(true);
  });

  it('is no part of a block that something is open in', () => {
    const many = 'The cat is here and\n'.repeat(8500);
    const document = `The dog\n<b\n${many}${place}\n${many}\n\nA dog.\n${many}`;
    const start = document.indexOf(place);
    const found = windowAround(document, { start, end: start + place.length }, 'markdown');
    expect(found.document.length).toBeGreaterThan(300_000);
  });

  it('is all of a short document, and of another format', () => {
    const document = filler(5000);
    const selection = { start: 100_000, end: 100_010 };
    expect(windowAround(document, selection, 'html').document).toBe(document);
    expect(windowAround(document.slice(0, 200_000), selection, 'markdown').document).toHaveLength(200_000);
  });
});

describe('a long selection', () => {
  const fence = `\`\`\`\n${filler(2600)}\`\`\`\n\n`;
  const document = `# Title\n\n${filler(2600)}${fence}${filler(2600)}${place}\n`;
  const selection = { start: 50, end: document.length - 10 };

  it('is read in parts that make it up, and begin outside of code', () => {
    const stretches = stretchesOf(document, selection, 'markdown');
    expect(stretches.length).toBeGreaterThan(3);
    expect(stretches[0]!.start).toBe(selection.start);
    expect(stretches.at(-1)!.end).toBe(selection.end);
    for (const [at, { start }] of stretches.slice(1).entries()) {
      expect(start).toBe(stretches[at]!.end);
      expect(document.slice(start, start + 10)).toBe('Paragraph ');
      expect(start > document.indexOf('```') && start < document.lastIndexOf('```')).toBe(false);
    }
  });

  it('is one part in a short document, in another format, and where a comment has begun to keep what follows', () => {
    const short = document.slice(0, 200_000);
    const whole = { start: 0, end: short.length };
    expect(stretchesOf(short, whole, 'markdown')).toEqual([whole]);
    expect(stretchesOf(document, selection, 'html')).toEqual([selection]);
    expect(stretchesOf(`<!-- i18n:ignore-start -->\n\n${document}`, selection, 'markdown')).toEqual([selection]);
  });
});
