import type { TextSpan } from '../text/index.js';
import { findInert } from './inertPatterns.js';
import { pairLeaves } from './inlineTags.js';
import { withMnemonic } from './mnemonics.js';
import { placeholdersOf } from './placeholders.js';
import type { Leaf, ParsedDocument, ProseUnit, Writer } from './prose.js';
import { hasWords, leavesOfText } from './textLeaves.js';

/** How a format writes strings. */
export interface StringSyntax {
  /** whatever stands for another text; global */
  escape: RegExp;
  /** what it stands for; a line break or tab ends a run */
  decode: (escape: string) => string;
  write: Writer;
  entities?: boolean;
  /** signs before the letter that a key is for: `&` of Qt and Windows, `_` of GTK */
  mnemonics?: '&' | '&_';
}

const PLAIN = { escapes: false, linePrefix: false, entities: false } as const;

/** The runs of prose of a string between its quotation marks, one for each of its lines. */
export function unitsOfString(text: string, { start, end }: TextSpan, syntax: StringSyntax): ProseUnit[] {
  const units: ProseUnit[] = [];
  let leaves: Leaf[] = [];
  let from = start;
  let at = start;
  const finish = (until: number) => {
    leaves.push(...leavesOfText(text, at, until, { ...PLAIN, entities: syntax.entities ?? false }));
    const source = text.slice(from, until);
    const run = { start: from + source.length - source.trimStart().length, end: from + source.trimEnd().length };
    const within = leaves.filter((leaf) => leaf.start >= run.start && leaf.end <= run.end);
    const inside = syntax.mnemonics === undefined ? within : withMnemonic(text, run, within, syntax.mnemonics);
    if (run.end > run.start && hasWords(text, run, silenced(inside)))
      units.push({ ...run, ...pairLeaves(text, inside), write: syntax.write });
    leaves = [];
  };
  for (const match of text.slice(start, end).matchAll(syntax.escape)) {
    const [first, last] = [start + match.index, start + match.index + match[0].length];
    const read = syntax.decode(match[0]);
    if (/[\n\r\t]/.test(read)) {
      finish(first);
      from = last;
    } else {
      leaves.push(...leavesOfText(text, at, first, { ...PLAIN, entities: syntax.entities ?? false }));
      leaves.push({ kind: 'character', start: first, end: last, text: read });
    }
    at = last;
  }
  finish(end);
  return units;
}

/** The letters of an escape are no words. */
const silenced = (leaves: readonly Leaf[]): Leaf[] =>
  leaves.map((leaf) =>
    leaf.kind === 'character' && !/\p{L}/u.test(leaf.text)
      ? { kind: 'inert', role: 'mark', start: leaf.start, end: leaf.end }
      : leaf,
  );

/** Whether a value is said to a person: words with spaces between them, or one with a capital; no name, command or code. */
export function isMessage(value: string): boolean {
  if (/&&|\|\||=>|[;{]\s*$|\s--?\w|^\s*[\w-]+\s*=|^\S+:\/\/\S+$|^[\w-]+\/[\w-]+$/.test(value)) return false;
  let words = '';
  let at = 0;
  for (const { start, end } of findInert(value)) {
    words += value.slice(at, start) + ' ';
    at = end;
  }
  words += value.slice(at);
  const found = words.match(/(?<![\p{L}\p{N}_.-])\p{L}[\p{L}\p{M}’'-]*(?![\p{L}\p{N}_]|\.\p{L})/gu) ?? [];
  return found.length > 1 || /\p{scx=Han}{2}/u.test(words) || (found.length === 1 && /^\p{Lu}\p{Ll}+$/u.test(found[0]));
}

/** A value, and where it is empty what is to be written there: it has the placeholders of that. */
export interface ValueSpan extends TextSpan {
  source?: TextSpan;
}

/** A document of values: what is around them is its structure, and which placeholders are in them. */
export function documentOfValues(text: string, values: readonly ValueSpan[], units: ProseUnit[]): ParsedDocument {
  const skeleton: string[] = [];
  let at = 0;
  for (const { start, end, source } of values) {
    skeleton.push(text.slice(at, start), ...placeholdersOf(text.slice(source?.start ?? start, source?.end ?? end)));
    at = end;
  }
  return { units, skeleton: [...skeleton, text.slice(at)] };
}
