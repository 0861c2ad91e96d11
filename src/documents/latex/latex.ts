import type { InertRole, ParsedDocument } from '../prose.js';
import { characterAt, latexWriter } from './characters.js';
import { Groups } from './groups.js';
import {
  AROUND,
  BREAKS,
  DEFINITIONS,
  isCitation,
  MARKS,
  MATHS,
  NOTES,
  SWITCH,
  TITLED,
  TITLED_BY_ARGUMENTS,
  TITLES,
  VERBATIM,
} from './macros.js';
import { isReferenceWord } from './referenceWords.js';
import { LatexRuns } from './runs.js';

/**
 * Prose of a LaTeX document. Read by a scanner that knows what macros do with their arguments; what it does not know stays
 * with its arguments. It takes one pass without recursion: the parsers that there are need seconds for a paper.
 */
export function parseLatex(text: string): ParsedDocument {
  const scanner = new Scanner(text);
  scanner.document();
  return scanner.result;
}

/** Whatever is no plain letter. */
const SIGN = /[\\%${}~&#]|(?:\r\n|\n|\r(?!\n))[^\S\n\r]*[\n\r]\s*|-{2,}|``?|''/g;
const MACRO = /\\(?:([A-Za-z@]+)\*?|([^]))/y;
/** A word, a gap that may be a tie, and a bracket. */
const BEFORE_REFERENCE = /(?<![\p{L}\\@])(\p{L}{1,20}\.?)(~|[ \t]{1,4}|\\[ ,]|[ \t]{0,4}\r?\n[ \t]{0,8})(\(?)$/u;
const NAME = /\{([^{}\s]+)\}/y;
/** Maths in a line is shorter than this, in UTF-16 units. */
const LONGEST_MATHS = 4000;
const CHARACTERS: Readonly<Record<string, string>> = {
  '~': '\u00A0',
  '--': '–',
  '---': '—',
  '``': '“',
  "''": '”',
  '`': '‘',
};

class Scanner {
  readonly #groups: Groups;
  readonly #runs: LatexRuns;

  constructor(private readonly text: string) {
    this.#groups = new Groups(text);
    this.#runs = new LatexRuns(text, latexWriter(text));
  }

  get result(): ParsedDocument {
    return { units: this.#runs.units, skeleton: this.#runs.skeleton };
  }

  document(): void {
    const begin = /^(?:[^%\n\r\\]|\\[^\n\r])*?\\begin\{document\}/m.exec(this.text);
    const isWhole = begin !== null || /^[^%\n\r]*\\documentclass\b/m.test(this.text);
    const body = begin === null ? (isWhole ? this.text.length : 0) : begin.index + begin[0].length;
    this.#preamble(body);
    this.#walk(body, this.text.length);
    this.#runs.finish(this.text.length);
  }

  /** Of what stands before the document, its title is prose. */
  #preamble(end: number): void {
    const title = /\\[\\%]|%[^\n\r]*|\\(?:sub)?title(?=\s*[[{])/g;
    let at = 0;
    for (let match = title.exec(this.text); match !== null && match.index < end; match = title.exec(this.text)) {
      if (!/title$/.test(match[0])) continue;
      this.#runs.breakAt(at, match.index, this.text.slice(at, match.index));
      at = this.#macro(match.index);
      const last = this.#runs.lastClose();
      if (last !== null) at = this.#walk(at, last + 1);
      title.lastIndex = at;
    }
    this.#runs.breakAt(at, end, this.text.slice(at, end));
  }

  #walk(from: number, until: number): number {
    let at = from;
    while (at < until) {
      SIGN.lastIndex = at;
      const sign = SIGN.exec(this.text);
      const next = Math.min(sign?.index ?? until, until);
      const close = this.#runs.nextClose();
      if (close !== null && close <= next && close < until) {
        const rest = this.#runs.close();
        at = rest ?? close + 1;
      } else if (sign === null || next >= until) break;
      else at = this.#sign(sign[0], sign.index);
    }
    return Math.max(at, until);
  }

  /** @returns where to go on */
  #sign(sign: string, at: number): number {
    const end = at + sign.length;
    switch (sign) {
      case '\\':
        return this.#macro(at);
      case '%':
        return this.#comment(at);
      case '$':
        return this.#maths(at);
      case '{': {
        const close = this.#groups.close(at);
        if (close === null) return this.#inert(at, end, 'mark');
        SWITCH.lastIndex = at;
        const inner = Math.min(close, at + (SWITCH.exec(this.text)?.[0].length ?? 1));
        return this.#runs.open('mark', at, { start: inner, end: close });
      }
      case '}':
        return this.#inert(at, end, 'mark');
      case '&':
        return this.#runs.breakAt(at, end, '&');
      case '#':
        return this.#inert(at, end + (/^\d/.test(this.text.slice(end, end + 1)) ? 1 : 0), 'noun');
    }
    const read = CHARACTERS[sign];
    if (read !== undefined) return this.#runs.character(at, end, read);
    return /^[\n\r]/.test(sign) ? this.#runs.breakAt(at, end, 'par') : this.#inert(at, end, 'mark');
  }

  #inert(start: number, end: number, role: InertRole): number {
    return this.#runs.inert(start, end, role, this.text.slice(start, end));
  }

  /** A comment with its line's end, as TeX reads it; not with a line's end that ends the paragraph. */
  #comment(at: number): number {
    const comment = /%[^\n\r]*/y;
    comment.lastIndex = at;
    let end = at + (comment.exec(this.text)?.[0].length ?? 1);
    const lineBreak = /(?:\r\n|\n|\r)(?![^\S\n\r]*(?:[\n\r]|$))[^\S\n\r]*/y;
    lineBreak.lastIndex = end;
    end += lineBreak.exec(this.text)?.[0].length ?? 0;
    return this.#inert(at, end, 'mark');
  }

  #maths(at: number): number {
    const { text } = this;
    if (text.startsWith('$$', at)) {
      const end = text.slice(at + 2, at + LONGEST_MATHS).indexOf('$$');
      return end < 0 ? this.#inert(at, at + 2, 'mark') : this.#block(at, at + end + 4);
    }
    let first: number | null = null;
    const limit = Math.min(text.length, at + LONGEST_MATHS);
    let depth = 0;
    for (let place = at + 1; place < limit; place++) {
      const sign = text[place];
      if (sign === '\\') place++;
      else if (sign === '{') depth++;
      else if (sign === '}') depth--;
      else if (sign === '$') {
        first ??= place;
        if (depth === 0) return this.#inert(at, place + 1, 'noun');
      } else if (sign === '\n' && /^[^\S\n]*\n/.test(text.slice(place + 1, place + 80))) break;
    }
    return first === null ? this.#inert(at, at + 1, 'mark') : this.#inert(at, first + 1, 'noun');
  }

  #block(start: number, end: number): number {
    return this.#runs.breakAt(start, end, this.text.slice(start, end));
  }

  #macro(at: number): number {
    MACRO.lastIndex = at;
    const macro = MACRO.exec(this.text);
    if (macro === null) return this.#inert(at, at + 1, 'mark');
    const end = at + macro[0].length;
    const name = macro[1] ?? macro[2]!;
    if (name === 'begin' || name === 'end') return this.#environment(name, at, end);
    if (name === '(' || name === '[') return this.#bracketMaths(name, at, end);
    if (/^(?:verb|lstinline|mintinline)$/.test(name)) return this.#verb(name, at, end);
    if (name === '_' && this.#runs.lastWord(at) !== null) return this.#name(at);
    const character = characterAt(this.text, at);
    if (character !== null) return this.#runs.character(at, character.end, character.text);
    const ends = this.#titles(name, at, end) ?? this.#around(name, at, end);
    if (ends !== null) return ends;
    const last = DEFINITIONS.has(name) ? this.#definitionEnd(end) : this.#groups.argumentsEnd(end);
    if (BREAKS.has(name)) return this.#block(at, last);
    if (MARKS.has(name)) return this.#inert(at, last, 'mark');
    if (!isCitation(name)) return this.#reference(name, at, last) ?? this.#inert(at, last, 'noun');
    const isTied = this.text[at - 1] === '~';
    const isBehind = isTied || /^\s*[.,;:!?)]/.test(this.text.slice(last, last + 20));
    return this.#inert(isTied && this.#runs.takeBack(at - 1) ? at - 1 : at, last, isBehind ? 'mark' : 'noun');
  }

  /** A reference with the word before it: a model drops the word, or the tie. */
  #reference(name: string, at: number, end: number): number | null {
    if (!/^(?:eq|page|v|sub)?ref$/.test(name)) return null;
    const [, word, gap, bracket] = BEFORE_REFERENCE.exec(this.text.slice(Math.max(0, at - 60), at)) ?? [];
    if (word === undefined || !isReferenceWord(word)) return null;
    if (bracket !== '' && this.text[end] !== ')') return null;
    const start = at - word.length - gap!.length - bracket!.length;
    return this.#runs.named(start, end + bracket!.length, word, this.text.slice(at, end));
  }

  /** A name with underscores is no word. */
  #name(at: number): number {
    const rest = /(?:\\_|[\w.:/@-])+/y;
    rest.lastIndex = at;
    const end = at + (rest.exec(this.text)?.[0].replace(/[.:]+$/, '').length ?? 2);
    return this.#inert(this.#runs.lastWord(at) ?? at, end, 'noun');
  }

  #verb(name: string, at: number, end: number): number {
    let from = name === 'verb' ? end : (this.#groups.closeBracket(end) ?? end - 1) + 1;
    if (name === 'mintinline') from = (this.#groups.close(from) ?? from - 1) + 1;
    const close = this.#groups.close(from);
    if (close !== null && name !== 'verb') return this.#inert(at, close + 1, 'noun');
    const delimiter = this.text[from] ?? '';
    const last = /[\s\\]|^$/.test(delimiter) ? null : this.#groups.verbEnd(delimiter, from + 1);
    return this.#inert(at, last ?? end, 'noun');
  }

  #bracketMaths(open: string, at: number, end: number): number {
    const close = open === '(' ? '\\)' : '\\]';
    const length = this.text.slice(end, end + LONGEST_MATHS).indexOf(close);
    if (length < 0) return this.#inert(at, end, 'mark');
    const last = end + length + close.length;
    return open === '(' ? this.#inert(at, last, 'noun') : this.#block(at, last);
  }

  #definitionEnd(from: number): number {
    const step = /[^\S\n\r]*(?:(?=[[{])|\\[A-Za-z@]+\*?|#\d|=)/y;
    let at = from;
    for (;;) {
      step.lastIndex = at;
      const match = step.exec(this.text);
      if (match === null) return at;
      const next = this.#groups.argumentsEnd(at + match[0].length);
      if (next === at || (match[0].trim() === '' && next === at + match[0].length)) return at;
      at = next;
    }
  }

  #titles(name: string, at: number, end: number): number | null {
    const skip = TITLES.get(name);
    if (skip === undefined) return null;
    this.#runs.breakAt(at, end, `\\${name}`);
    const found = this.#groups.proseArguments(end, skip);
    // The words of an item stand behind it, in no brace.
    return (
      this.#runs.openTitles(name === 'item' ? found.filter(({ start }) => this.text[start - 1] === '[') : found) ?? end
    );
  }

  #around(name: string, at: number, end: number): number | null {
    const isNote = NOTES.has(name);
    const skip = isNote ? 0 : AROUND.get(name);
    if (skip === undefined) return null;
    const inner = this.#groups.proseArguments(end, skip).find(({ start }) => this.text[start - 1] === '{');
    if (inner === undefined) return null;
    return this.#runs.open(isNote ? 'note' : 'mark', at, inner);
  }

  #environment(kind: 'begin' | 'end', at: number, end: number): number {
    NAME.lastIndex = end;
    const name = NAME.exec(this.text)?.[1];
    if (name === undefined) return this.#inert(at, end, 'mark');
    const inside = NAME.lastIndex;
    if (kind === 'end') {
      const last = this.#block(at, inside);
      return name === 'document' ? this.#block(last, this.text.length) : last;
    }
    const plain = name.replace(/\*$/, '');
    if (VERBATIM.has(plain)) return this.#block(at, this.#groups.endOf(name, inside) ?? this.text.length);
    if (MATHS.has(plain)) return this.#block(at, this.#groups.endOf(name, inside) ?? this.#paragraphEnd(inside));
    if (TITLED_BY_ARGUMENTS.has(plain) || TITLED.has(plain)) {
      this.#block(at, inside);
      const titles =
        TITLED.has(plain) || this.text[inside] === '{'
          ? this.#groups.argumentsAt(inside, TITLED.has(plain) ? 1 : 2)
          : [];
      return this.#runs.openTitles(titles) ?? this.#block(inside, this.#groups.argumentsEnd(inside));
    }
    return this.#block(at, this.#groups.argumentsEnd(inside));
  }

  #paragraphEnd(from: number): number {
    const end = /\n[^\S\n]*\n/g;
    end.lastIndex = from;
    return end.exec(this.text)?.index ?? this.text.length;
  }
}
