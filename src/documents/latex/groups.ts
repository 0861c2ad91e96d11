import type { TextSpan } from '../../text/index.js';
import { VERBATIM } from './macros.js';

/** Which braces of a text belong together, read once, so that what is never closed costs nothing later. */
export class Groups {
  readonly #closes = new Map<number, number>();
  /** Environments without an end below here. */
  readonly #absent = new Set<string>();

  constructor(private readonly text: string) {
    const open: number[] = [];
    const sign =
      /\\(?:(?:url|href|path|nolinkurl)\*?(?=\{([^{}\n\r]*)\})|begin\{([A-Za-z0-9]+)\*?\}|(?:verb|lstinline)\*?([^\sA-Za-z0-9*{[\\])|[^])|%[^\n\r]*|[{}]/g;
    for (let match = sign.exec(text); match !== null; match = sign.exec(text)) {
      const [source, address, environment, delimiter] = match;
      if (source === '{') open.push(match.index);
      else if (source === '}') {
        const start = open.pop();
        if (start !== undefined) this.#closes.set(start, match.index);
      } else if (address !== undefined) {
        // A percent sign of an address begins no comment.
        const start = sign.lastIndex;
        sign.lastIndex += address.length + 2;
        this.#closes.set(start, sign.lastIndex - 1);
      } else if (environment !== undefined) {
        if (VERBATIM.has(environment)) sign.lastIndex = this.endOf(environment, sign.lastIndex) ?? sign.lastIndex;
      } else if (delimiter !== undefined) sign.lastIndex = this.verbEnd(delimiter, sign.lastIndex) ?? sign.lastIndex;
    }
  }

  /** Where the text of `\verb` ends that begins at `from`; it may not go over a line's end. */
  verbEnd(delimiter: string, from: number): number | null {
    const rest = /^[^\n\r]*/.exec(this.text.slice(from, from + LONGEST_OPTION))?.[0] ?? '';
    const length = rest.indexOf(delimiter);
    return length < 0 ? null : from + length + 1;
  }

  /** The end of an environment that ends with the first `\end` of its name; null where there is none. */
  endOf(name: string, from: number): number | null {
    if (this.#absent.has(name)) return null;
    const end = `\\end{${name}}`;
    const at = this.text.indexOf(end, from);
    if (at < 0) this.#absent.add(name);
    return at < 0 ? null : at + end.length;
  }

  /** Where the brace is that closes the one at a place; null when none opens there or it is never closed. */
  close(at: number): number | null {
    return this.#closes.get(at) ?? null;
  }

  /** Where the bracket is that closes the one at a place: in the same paragraph, not far away. */
  closeBracket(at: number): number | null {
    if (this.text[at] !== '[') return null;
    const limit = Math.min(this.text.length, at + LONGEST_OPTION);
    for (let place = at + 1; place < limit; place++) {
      const sign = this.text[place];
      if (sign === ']') return place;
      if (sign === '\\') place++;
      else if (sign === '{') {
        const close = this.close(place);
        if (close === null) return null;
        place = close;
      } else if (sign === '\n' && /^[ \t]*\r?\n/.test(this.text.slice(place + 1, place + 80))) return null;
    }
    return null;
  }

  /** Where arguments end that follow a place without a gap. */
  argumentsEnd(from: number): number {
    let at = from;
    for (;;) {
      const close = this.close(at) ?? this.closeBracket(at);
      if (close === null) return at;
      at = close + 1;
    }
  }

  /** Arguments from a place on that are prose: an optional one and the one after `skip` others. */
  proseArguments(from: number, skip: number): TextSpan[] {
    const gap = (at: number) => {
      const next = at + (/^[^\S\n\r]*(?:\r?\n[^\S\n\r]*)?(?=[[{])/.exec(this.text.slice(at, at + 80))?.[0].length ?? 0);
      return next;
    };
    const found: TextSpan[] = [];
    let at = gap(from);
    const bracket = this.closeBracket(at);
    if (bracket !== null) {
      found.push({ start: at + 1, end: bracket });
      at = gap(bracket + 1);
    }
    for (let count = 0; ; count++) {
      const close = this.close(at);
      if (close === null) return found;
      if (count === skip) return [...found, { start: at + 1, end: close }];
      at = gap(close + 1);
    }
  }

  /** At most so many arguments that follow a place without a gap, as what stands in them. */
  argumentsAt(from: number, most: number): TextSpan[] {
    const found: TextSpan[] = [];
    for (let at = from; found.length < most;) {
      const close = this.close(at) ?? this.closeBracket(at);
      if (close === null) break;
      found.push({ start: at + 1, end: close });
      at = close + 1;
    }
    return found;
  }
}

/** Options of macros have fewer UTF-16 units than this. */
const LONGEST_OPTION = 2000;
