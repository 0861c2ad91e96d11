import type { TextSpan } from '../text/index.js';
import type { ParsedDocument } from './prose.js';
import { documentOfValues, isMessage, type StringSyntax, unitsOfString } from './strings.js';

/** A line with those that a backslash joins to it. */
const LINE = /(?:[^\n\r\\]|\\(?:\r\n|[^]|$))+/g;
const KEY = /^[ \t\f]*(?:[^\s=:#!\\]|\\[^])(?:[^\s=:\\]|\\[^])*(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+)/;

const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };

const stringSyntax = (document: string): StringSyntax => {
  // Who writes letters as codes has a program that reads Latin 1.
  const codes = /\\u[\da-f]{4}/i.test(document) && !/[^\0-\u007F]/.test(document);
  return {
    mnemonics: '&',
    escape: /\\(?:(?:\r\n|[\n\r])[ \t\f]*|u[\da-fA-F]{4}|[^])/g,
    decode: (escape) => {
      if (/^\\[\n\r]/.test(escape)) return '';
      if (/^\\u[\da-f]{4}/i.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(2), 16));
      return SIGNS[escape[1]!] ?? escape.slice(1);
    },
    write: (words) => {
      const written = words.replaceAll('\\', '\\\\');
      return codes
        ? written.replace(/[^\0-\u007F]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
        : written;
    },
  };
};

/** Prose of a Java properties file: the values that are said to a person. */
export function parseProperties(text: string): ParsedDocument {
  const values: TextSpan[] = [];
  for (const { 0: line, index } of text.matchAll(LINE)) {
    const key = KEY.exec(line)?.[0].length;
    if (key !== undefined && key < line.length) values.push({ start: index + key, end: index + line.length });
  }
  const syntax = stringSyntax(text);
  const said = values.filter(({ start, end }) =>
    isMessage(text.slice(start, end).replace(syntax.escape, (escape) => syntax.decode(escape))),
  );
  return documentOfValues(
    text,
    values,
    said.flatMap((value) => unitsOfString(text, value, syntax)),
  );
}
