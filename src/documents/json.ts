import type { TextSpan } from '../text/index.js';
import type { ParsedDocument } from './prose.js';
import { documentOfValues, isMessage, type StringSyntax, unitsOfString } from './strings.js';

/** Comments (of JSON with comments), and strings that end on their line. */
const PART = /\/\/[^\n\r]*|\/\*[^]*?\*\/|"((?:[^"\\\n\r]|\\[^\n\r])*)"/g;
const IS_KEY = /\s*:/y;

const STRING: StringSyntax = {
  mnemonics: '&',
  escape: /\\(?:u[\da-fA-F]{4}|[^\n\r])/g,
  decode: (escape) => {
    try {
      return JSON.parse(`"${escape}"`) as string;
    } catch {
      return escape;
    }
  },
  write: (words) => JSON.stringify(words).slice(1, -1),
};

/** Prose of a JSON file: values that are said to a person. Keys, names and numbers stay. */
export function parseJson(text: string): ParsedDocument {
  const values: TextSpan[] = [];
  for (const { 0: source, 1: value, index } of text.matchAll(PART)) {
    if (value === undefined) continue;
    IS_KEY.lastIndex = index + source.length;
    if (!IS_KEY.test(text)) values.push({ start: index + 1, end: index + source.length - 1 });
  }
  const said = values.filter(({ start, end }) => isMessage(text.slice(start, end).replace(/\\[nrt]/g, ' ')));
  return documentOfValues(
    text,
    values,
    said.flatMap((value) => unitsOfString(text, value, STRING)),
  );
}
