/** How a family of languages writes comments and strings. */
export interface Syntax {
  /** comments up to the line's end */
  line?: string[];
  /** comments with an end of their own */
  block?: [string, string][];
  /** strings that end on their line */
  quotes?: string[];
  /** strings that may go over several lines */
  long?: string[];
}

const C: Syntax = { line: ['//'], block: [['/*', '*/']], quotes: ['"', "'"] };
/** one quotation mark is a character's or a lifetime's there */
const C_STRICT: Syntax = { ...C, quotes: ['"'] };
const SCRIPT: Syntax = { ...C, long: ['`'] };
const HASH: Syntax = { line: ['#'], quotes: ['"', "'"] };
const PYTHON: Syntax = { ...HASH, long: ['"""', "'''"] };
const MARKUP: Syntax = { block: [['<!--', '-->']] };

/** By language identifier. Languages that are not here have no hover: better none than one on code. */
export const SYNTAX: Readonly<Record<string, Syntax>> = {
  javascript: SCRIPT,
  javascriptreact: SCRIPT,
  typescript: SCRIPT,
  typescriptreact: SCRIPT,
  go: { ...C_STRICT, long: ['`'] },
  c: C_STRICT,
  cpp: C_STRICT,
  'cuda-cpp': C_STRICT,
  'objective-c': C_STRICT,
  csharp: C_STRICT,
  java: { ...C_STRICT, long: ['"""'] },
  kotlin: { ...C_STRICT, long: ['"""'] },
  scala: { ...C_STRICT, long: ['"""'] },
  swift: { ...C_STRICT, long: ['"""'] },
  rust: C_STRICT,
  zig: C_STRICT,
  dart: C,
  groovy: C,
  php: { ...C, line: ['//', '#'] },
  jsonc: { ...C, quotes: ['"'] },
  css: { block: [['/*', '*/']] },
  scss: C,
  less: C,
  python: PYTHON,
  ruby: { ...HASH, block: [['=begin', '=end']] },
  perl: HASH,
  r: HASH,
  shellscript: HASH,
  powershell: { ...HASH, block: [['<#', '#>']] },
  yaml: HASH,
  toml: PYTHON,
  dockerfile: HASH,
  makefile: { line: ['#'] },
  elixir: { ...HASH, long: ['"""'] },
  julia: { line: ['#'], block: [['#=', '=#']], quotes: ['"'], long: ['"""'] },
  sql: { line: ['--'], block: [['/*', '*/']], quotes: ["'"] },
  lua: { line: ['--'], block: [['--[[', ']]']], quotes: ['"', "'"] },
  haskell: { line: ['--'], block: [['{-', '-}']], quotes: ['"'] },
  latex: { line: ['%'] },
  matlab: { line: ['%'], quotes: ['"', "'"] },
  clojure: { line: [';'], quotes: ['"'] },
  html: MARKUP,
  xml: MARKUP,
  vue: {
    ...SCRIPT,
    block: [
      ['/*', '*/'],
      ['<!--', '-->'],
    ],
  },
};

export type CommentKind = 'line' | 'block' | 'string';

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** What a comment or string of a language looks like; blocks first, since `--[[` begins like `--`. */
export function commentPattern({ line = [], block = [], quotes = [], long = [] }: Syntax): RegExp {
  const parts = [
    ...block.map(([open, close]) => `${quoted(open)}[^]*?(?:${quoted(close)}|$)`),
    ...line.map((mark) => `${quoted(mark)}[^\\n\\r]*`),
    ...long.map((mark) => `${quoted(mark)}(?:\\\\[^]|(?!${quoted(mark)})[^\\\\])*(?:${quoted(mark)}|$)`),
    ...quotes.map((mark) => `${mark}(?:\\\\[^]|[^${mark}\\\\\\n\\r])*${mark}?`),
  ];
  return new RegExp(parts.join('|'), 'g');
}

/** What a match of the pattern is, and the signs it begins and ends with. */
export function commentKind(
  piece: string,
  { line = [], block = [], quotes = [], long = [] }: Syntax,
): { kind: CommentKind; open: string; close: string } {
  const pair = block.find(([open]) => piece.startsWith(open));
  if (pair) return { kind: 'block', open: pair[0], close: pair[1] };
  const mark = line.find((one) => piece.startsWith(one));
  if (mark !== undefined) return { kind: 'line', open: mark, close: '' };
  const quote = [...long, ...quotes].find((one) => piece.startsWith(one)) ?? '';
  return { kind: 'string', open: quote, close: quote };
}
