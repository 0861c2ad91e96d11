import type { Writer } from '../prose.js';

const COMBINING: Readonly<Record<string, string>> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030A',
  H: '\u030B',
  v: '\u030C',
  d: '\u0323',
  c: '\u0327',
  k: '\u0328',
  b: '\u0331',
};
const LETTERS: Readonly<Record<string, string>> = {
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
  j: 'ȷ',
  th: 'þ',
  TH: 'Þ',
  dh: 'ð',
  DH: 'Ð',
  dj: 'đ',
  DJ: 'Đ',
  ng: 'ŋ',
  NG: 'Ŋ',
};
const SIGNS: Readonly<Record<string, string>> = {
  dots: '…',
  ldots: '…',
  textellipsis: '…',
  textendash: '–',
  textemdash: '—',
  textquotedblleft: '“',
  textquotedblright: '”',
  textquoteleft: '‘',
  textquoteright: '’',
  glqq: '„',
  grqq: '“',
  flqq: '«',
  frqq: '»',
  guillemotleft: '«',
  guillemotright: '»',
  quotedblbase: '„',
  og: '«',
  fg: '»',
  slash: '/',
  space: ' ',
  textquotedbl: '"',
};
const SHORT: Readonly<Record<string, string>> = {
  '%': '%',
  '&': '&',
  _: '_',
  '#': '#',
  $: '$',
  '{': '{',
  '}': '}',
  ' ': ' ',
  '\n': ' ',
  '\t': ' ',
  ',': '\u202F',
  ';': ' ',
  ':': ' ',
  '!': '',
  '-': '',
  '/': '',
  '@': '',
};

const ACCENT = /\\(?:([`'^~=."])|([uvHcdbrk])(?![A-Za-z]))[ \t]*(?:\{(\\[ij]|\p{L})\}|(\\[ij](?![A-Za-z])|\p{L}))/uy;
const LETTER = /\\([A-Za-z]+)(?:\{\}|([ \t]*))/y;

/** What a macro is read as that stands for a character, and where it ends. */
export function characterAt(text: string, at: number): { text: string; end: number } | null {
  ACCENT.lastIndex = at;
  const accent = ACCENT.exec(text);
  if (accent !== null) {
    const base = (accent[3] ?? accent[4]!).replace('\\', '');
    return { text: (base + COMBINING[(accent[1] ?? accent[2])!]!).normalize('NFC'), end: ACCENT.lastIndex };
  }
  LETTER.lastIndex = at;
  const [, name, gap] = LETTER.exec(text) ?? [];
  if (name !== undefined) {
    const letter = Object.hasOwn(LETTERS, name) ? LETTERS[name] : undefined;
    const sign = Object.hasOwn(SIGNS, name) ? SIGNS[name]! + (gap ? ' ' : '') : undefined;
    const read = letter ?? sign;
    return read === undefined ? null : { text: read, end: LETTER.lastIndex };
  }
  const short = SHORT[text[at + 1] ?? ''];
  return short === undefined ? null : { text: short, end: at + 2 };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '`': '\\textasciigrave{}',
  '\u00A0': '~',
  '\u202F': '\\,',
};

/** @param document whose way to write quotation marks and dashes is kept */
export function latexWriter(document: string): Writer {
  const quotes = document.includes('``');
  const dashes = /[^-]---?[^-]/.test(document);
  return (words) => {
    let written = words.replace(/[\\~^`\u00A0\u202F]|[%&_#${}]/g, (sign) => ESCAPES[sign] ?? `\\${sign}`);
    // A sign that opens in one language closes in another: LaTeX's own are written where they look the same.
    if (quotes) written = written.replace(/(?<![^\s(])“(?=\S)/g, '``').replace(/(?<=\S)”/g, "''");
    if (dashes) written = written.replaceAll('—', '---').replaceAll('–', '--');
    return written;
  };
}
