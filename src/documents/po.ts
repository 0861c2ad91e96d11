import type { TextSpan } from '../text/index.js';
import type { ParsedDocument, ProseUnit } from './prose.js';
import { append } from './spans.js';
import { documentOfValues, type StringSyntax, unitsOfString, type ValueSpan } from './strings.js';

/** A keyword and its string, which may go on in strings of further lines. */
const ENTRY =
  /^[ \t]*(msgid|msgstr(?:\[\d+\])?|msgctxt|msgid_plural)[ \t]+"((?:[^"\\\n\r]|\\[^\n\r]|"[ \t]*(?:\r\n|\n|\r)[ \t]*")*)"[ \t]*$/gm;

const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

const STRING: StringSyntax = {
  mnemonics: '&_',
  escape: /\\[^\n\r]|"[ \t]*(?:\r\n|\n|\r)[ \t]*"/g,
  decode: (escape) => (escape.startsWith('"') ? '' : (SIGNS[escape[1]!] ?? escape.slice(1))),
  write: (words) => words.replace(/["\\]/g, '\\$&'),
};

/**
 * Prose of a gettext catalogue: its `msgstr` texts, those of plurals too, which are exchanged where they stand; of one that
 * is empty the `msgid` that it is to translate. Where some of what is selected are empty, the others are left alone. The
 * header, which translates the empty text, is none.
 */
export function parsePo(text: string): ParsedDocument {
  const values: ValueSpan[] = [];
  const units: ProseUnit[] = [];
  const source: { one: TextSpan | null; many: TextSpan | null } = { one: null, many: null };
  for (const { 0: entry, 1: keyword, 2: value, index } of text.matchAll(ENTRY)) {
    const start = index + entry.indexOf('"') + 1;
    const span = { start, end: start + value!.length };
    const isEmpty = !/[^"\s]/.test(value!);
    if (keyword === 'msgid') {
      source.one = isEmpty ? null : span;
      source.many = null;
    } else if (keyword === 'msgid_plural') source.many = isEmpty ? null : span;
    if (!keyword!.startsWith('msgstr') || source.one === null) continue;
    if (!isEmpty) {
      values.push(span);
      append(units, unitsOfString(text, span, STRING));
    } else {
      const whole = /\[0*[1-9]/.test(keyword!) ? (source.many ?? source.one) : source.one;
      values.push({ ...span, source: whole });
      append(
        units,
        unitsOfString(text, whole, STRING).map((unit) => ({ ...unit, into: { place: span, whole } })),
      );
    }
  }
  return documentOfValues(text, values, units);
}
