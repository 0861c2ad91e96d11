import { expect, it } from 'vitest';
import { ProseOfDocument } from '../../../../../src/host/features/surprise/proseOfDocument.js';

const REACH = { most: 200, before: 60, after: 0 };
const WORDS = ['river', 'boat', 'winter', 'letter', 'harbour', 'mother', 'bread', 'summer', 'city', 'window', 'garden'];
const paragraph = (at: number) =>
  `The ${WORDS[at % 11]} of the *${WORDS[(at * 3) % 11]}* was ${at} years old. ${'It stood there, and nobody knew why. '.repeat(8)}`;
const TEXT = Array.from({ length: 120 }, (_, at) => paragraph(at)).join('\n\n');

const passages = (prose: ProseOfDocument) => prose.parts.flatMap((_, index) => prose.passages(index, REACH));
const keys = (prose: ProseOfDocument) => passages(prose).map(({ before, text }) => `${before}|${text}`);

it.each(['markdown', 'plain'] as const)('reads %s in parts, whose passages are all of its prose', (format) => {
  const prose = new ProseOfDocument(TEXT, format);
  expect(prose.parts.length).toBeGreaterThan(5);
  const read = passages(prose).map(({ text }) => text);
  expect(read.join(' ').replace(/\s+/g, ' ')).toBe(TEXT.replaceAll('*', '').replace(/\s+/g, ' ').trim());
});

it('knows what stands before a passage, also in the part before', () => {
  const prose = new ProseOfDocument(TEXT, 'markdown');
  const [first, second] = passages(prose);
  expect(first?.before).toBe('');
  expect(second?.before).not.toBe('');
  const later = prose.passages(1, REACH)[0]!;
  expect(later.before.endsWith('\n\n')).toBe(true);
  expect(TEXT).toContain(later.before.trim());
});

it('tells the place of a word in the document', () => {
  const prose = new ProseOfDocument(TEXT, 'markdown');
  const index = 2;
  const passage = prose.passages(index, REACH).find(({ text }) => text.includes(' was '))!;
  const start = passage.at + passage.text.indexOf('was');
  const place = prose.place(index, { start, end: start + 3 });
  expect(TEXT.slice(place.start, place.end)).toBe('was');
  expect(place.start).toBeGreaterThanOrEqual(prose.parts[index]!.start);
});

it.each(['markdown', 'plain'] as const)('a change of %s touches the passages near it only', (format) => {
  const before = new ProseOfDocument(TEXT, format);
  const known = new Set(keys(before));
  const at = Math.floor(TEXT.length / 2);
  const changed = `${TEXT.slice(0, at)} changed ${TEXT.slice(at)}`;
  const fresh = keys(new ProseOfDocument(changed, format, before)).filter((key) => !known.has(key));
  expect(fresh.length).toBeGreaterThan(0);
  // A part and the beginning of the next one.
  expect(fresh.length).toBeLessThan(known.size / 4);
});

it('reads what a comment keeps, and other formats, as a whole', () => {
  expect(new ProseOfDocument(`<!-- translate off -->\n\n${TEXT}`, 'markdown').parts.length).toBe(1);
  expect(new ProseOfDocument(TEXT, 'latex').parts).toEqual([{ start: 0, end: TEXT.length }]);
  expect(new ProseOfDocument('', 'plain').parts).toEqual([]);
});

it('leaves code out of a program', () => {
  const prose = new ProseOfDocument('// The farmer opened the door.\nconst zygote = 1;\n', 'program:typescript');
  expect(passages(prose).map(({ text }) => text)).toEqual(['The farmer opened the door.']);
});
