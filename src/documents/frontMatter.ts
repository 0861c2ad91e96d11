import { isMap, isScalar, isSeq, parseDocument, Scalar } from 'yaml';
import type { TextSpan } from '../text/index.js';
import type { ParsedDocument, ProseUnit, Writer } from './prose.js';
import { documentOfValues, isMessage, type StringSyntax, unitsOfString } from './strings.js';

/** Keys whose values are read by people; of a compound key its last word counts (`og:title`, `seoDescription`). */
const SPOKEN =
  /(?:^|[^\p{L}])(?:(?:sub)?title|description|desc|summary|abstract|excerpt|caption|alt|tagline|slogan|headline|heading|subject|lead|intro|introduction|blurb|teaser|sidebar[_ ]?label)$/u;

const isSpokenKey = (key: unknown): boolean =>
  typeof key === 'string' && SPOKEN.test(key.replace(/(?<=\p{Ll})\p{Lu}/gu, ' $&').toLowerCase());

/** A line break within a value with the white space around it; of a double-quoted one an escape, too. */
const BREAK = String.raw`[ \t]*(?:\r\n|\n|\r)\s*`;
const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', _: '\u00A0', N: '\u0085' };

const joined = (escape: string) => (/[\n\r]/.test(escape) ? ' ' : escape);

/** A plain value may not begin a mapping or a comment; what begins it may be no sign of YAML's. */
const writePlain: Writer = (words) =>
  words
    .replace(/[\s\u00A0\u202F]*:(?=\s|$)/g, ' –')
    .replace(/\s#/g, ' ')
    .replace(/[\n\r]+/g, ' ');

const PLAIN: StringSyntax = { escape: new RegExp(BREAK, 'g'), decode: joined, write: writePlain };

const SINGLE: StringSyntax = {
  escape: new RegExp(`''|${BREAK}`, 'g'),
  decode: (escape) => (escape === "''" ? "'" : joined(escape)),
  write: (words) => words.replaceAll("'", "''"),
};

const DOUBLE: StringSyntax = {
  escape: new RegExp(
    String.raw`\\(?:(?:\r\n|\n|\r)[ \t]*|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])|${BREAK}`,
    'g',
  ),
  decode(escape) {
    if (!escape.startsWith('\\')) return joined(escape);
    if (/^\\[\n\r]/.test(escape)) return '';
    if (/^\\[xuU]./.test(escape)) return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(escape.slice(2), 16)));
    return SIGNS[escape[1]!] ?? escape.slice(1);
  },
  write: (words) => words.replace(/["\\]/g, '\\$&'),
};

/** Prose of a Markdown file's front matter in YAML: titles, descriptions and the like. All else stays. */
export function frontMatterUnits(text: string, { start, end }: TextSpan): ParsedDocument {
  const block = text.slice(start, end);
  const lead = /^---[^\n\r]*(?:\r\n|\n|\r)/.exec(block)?.[0].length ?? block.length;
  const source = block.slice(lead).replace(/(?:\r\n|\n|\r)?---[ \t]*$/, '');
  const from = start + lead;
  const values = spokenValues(source).sort((one, other) => one.start - other.start);
  const units: ProseUnit[] = [];
  for (const { start: first, end: last, syntax } of values) {
    const value = { start: from + first, end: from + last };
    units.push(...unitsOfString(text, value, syntax));
  }
  const spans = values.map((value) => ({ start: from + value.start - start, end: from + value.end - start }));
  const { skeleton } = documentOfValues(block, spans, units);
  // A value that is no longer one, or is another kind of value, is a change of structure.
  return { units, skeleton: [`front matter ${shapeOf(source)}`, ...skeleton] };
}

interface SpokenValue extends TextSpan {
  syntax: StringSyntax;
}

/** The mapping, or null for what YAML does not read. */
function read(source: string) {
  try {
    const document = parseDocument(source, { uniqueKeys: false, logLevel: 'silent' });
    return document.errors.length > 0 ? null : document.contents;
  } catch {
    // Thousands of brackets in each other are more than its parser takes.
    return null;
  }
}

function spokenValues(source: string): SpokenValue[] {
  const found: SpokenValue[] = [];
  const open: { node: unknown; isSpoken: boolean }[] = [{ node: read(source), isSpoken: false }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, isSpoken } = next;
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        open.push({ node: value, isSpoken: isScalar(key) && isSpokenKey(key.value) });
      }
    } else if (isSeq(node)) for (const item of node.items) open.push({ node: item, isSpoken });
    else if (isSpoken && isScalar(node) && typeof node.value === 'string' && isMessage(node.value)) {
      const value = valueOf(source, node);
      if (value !== null) found.push(value);
    }
  }
  return found;
}

/** What is said in a scalar, without its signs; of a block its lines. */
function valueOf(source: string, { type, range }: Scalar): SpokenValue | null {
  if (!range) return null;
  const [start, end] = range;
  switch (type) {
    case Scalar.PLAIN:
      return { start, end, syntax: PLAIN };
    case Scalar.QUOTE_SINGLE:
      return { start: start + 1, end: end - 1, syntax: SINGLE };
    case Scalar.QUOTE_DOUBLE:
      return { start: start + 1, end: end - 1, syntax: DOUBLE };
    case Scalar.BLOCK_FOLDED:
    case Scalar.BLOCK_LITERAL: {
      const first = source.indexOf('\n', start) + 1;
      if (first === 0 || first >= end) return null;
      const lines = type === Scalar.BLOCK_FOLDED ? FOLDED : LITERAL;
      return { start: first, end, syntax: lines };
    }
    case undefined:
    default:
      return null;
  }
}

/** Lines of a folded block are one; an empty one parts paragraphs. */
const FOLDED: StringSyntax = {
  escape: /[ \t]*(?:\r\n|\n|\r)\s*/g,
  decode: (lineBreak) => ((lineBreak.match(/\n|\r(?!\n)/g)?.length ?? 0) > 1 ? '\n' : ' '),
  write: (words) => words,
};
const LITERAL: StringSyntax = { ...FOLDED, decode: () => '\n' };

/** The kinds of a mapping's values by their keys, in order. */
function shapeOf(source: string): string {
  const parts: string[] = [];
  const open: unknown[] = [read(source)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isMap(node)) {
      parts.push(`{${node.items.map(({ key }) => (isScalar(key) ? JSON.stringify(key.value) : '?')).join()}}`);
      for (const { value } of node.items) open.push(value ?? null);
    } else if (isSeq(node)) {
      parts.push(`[${node.items.length}]`);
      for (const item of node.items) open.push(item);
    } else parts.push(isScalar(node) ? typeof node.value : 'none');
  }
  return parts.join(' ');
}
