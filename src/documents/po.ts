import type { TextSpan } from '../text/index.js';
import type { ParsedDocument } from './prose.js';
import { documentOfValues, type StringSyntax, unitsOfString } from './strings.js';

/** A keyword and its string, which may go on in strings of further lines. */
const ENTRY =
  /^[ \t]*(msgid|msgstr(?:\[\d+\])?|msgctxt|msgid_plural)[ \t]+"((?:[^"\\\n\r]|\\[^\n\r]|"[ \t]*(?:\r\n|\n|\r)[ \t]*")*)"[ \t]*$/gm;

const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

const STRING: StringSyntax = {
  escape: /\\[^\n\r]|"[ \t]*(?:\r\n|\n|\r)[ \t]*"/g,
  decode: (escape) => (escape.startsWith('"') ? '' : (SIGNS[escape[1]!] ?? escape.slice(1))),
  write: (words) => words.replace(/["\\]/g, '\\$&'),
};

/**
 * Prose of a gettext catalogue: its `msgstr` texts, those of plurals too. Words are exchanged where they stand, so one that
 * is empty stays so: `msgen` fills them with the source. The header, which translates the empty text, is none.
 */
export function parsePo(text: string): ParsedDocument {
  const values: TextSpan[] = [];
  let isHeader = false;
  for (const { 0: source, 1: keyword, 2: value, index } of text.matchAll(ENTRY)) {
    if (keyword === 'msgid') isHeader = !/[^"\s]/.test(value!);
    if (!keyword!.startsWith('msgstr') || isHeader) continue;
    const start = index + source.indexOf('"') + 1;
    values.push({ start, end: start + value!.length });
  }
  return documentOfValues(
    text,
    values,
    values.flatMap((value) => unitsOfString(text, value, STRING)),
  );
}
