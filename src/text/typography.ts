import { factsOf } from './facts.js';
import { primaryLanguage } from './languages.js';
import { doubleQuotePairs, singleQuotePairs } from './quotePairs.js';

/** Which typographic marks a text has in place of a typewriter's. */
export interface TypographicMarks {
  /** curly or angular double quotation marks */
  doubleQuotes: boolean;
  /** curly or angular single ones */
  singleQuotes: boolean;
  /** ’, or curly quotation marks and no straight apostrophe beside them */
  apostrophes: boolean;
  /** – or — between words */
  dashes: boolean;
  /** the dash that begins a line of dialogue, with the space behind it */
  dialogue: string | null;
  /** – between numbers */
  ranges: boolean;
  ellipses: boolean;
  /** spaces that do not break, and thin ones */
  spaces: boolean;
}

/** A text as a typewriter has it, and what it was written with. */
export interface PlainText {
  text: string;
  marks: TypographicMarks;
  /** The place in the original text of a place in this one, both in UTF-16 units. */
  sourceOffset: (at: number) => number;
}

const SPACE = '[ \\t\\u00a0\\u2002-\\u200a\\u202f]';
const DASH = '[—–―‒]';

/** Parts of compounds that keep their hyphen at a line's end. */
const KEEPS_HYPHEN =
  /(?<!\p{L})(?:well|self|non|high|low|long|short|half|semi|co|ex|all|cross|mid|anti|multi|full|part|old|new|two|three|four|five|six|ten|so|able|mother|father|sister|brother)$/iu;

const MARKS = new RegExp(
  [
    '(?<gone>[\\u00ad\\u200b\\u2060\\ufeff])',
    '(?<lineEnd>(?<=\\p{Ll})[-‐\\u00ad]\\r?\\n[ \\t]*(?=\\p{L}))',
    `(?<angular>${SPACE}?[»›]|[«‹]${SPACE}?)`,
    '(?<double>[“”„‟❝❞])',
    '(?<single>[‘’‚‛ʼ])',
    `(?<dash>${SPACE}*${DASH}+${SPACE}*)`,
    '(?<minus>−)',
    '(?<ellipsis>…)',
    '(?<space>[\\u00a0\\u2002-\\u200a\\u202f])',
    '(?<hyphen>[‐‑])',
    '(?<ligature>[\\ufb00-\\ufb06])',
  ].join('|'),
  'gu',
);

/**
 * Curly and angular quotation marks, dashes, ellipses, apostrophes, unusual spaces, soft hyphens and hyphens at line ends
 * as the marks that models are mostly trained on, and which of them there were.
 */
export function plainTypography(text: string): PlainText {
  const marks: TypographicMarks = {
    doubleQuotes: false,
    singleQuotes: false,
    apostrophes: false,
    dashes: false,
    dialogue: null,
    ranges: false,
    ellipses: false,
    spaces: false,
  };
  const isReversed = /[«»‹›]/u.exec(text)?.[0] === '»';
  const straightQuote = createNesting(text, isReversed);
  const edits: Edit[] = [];
  const singles = new Set<number>();
  let plain = '';
  let at = 0;
  for (const { index: start, 0: mark, groups = {} } of text.matchAll(MARKS)) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined)!;
    plain += text.slice(at, start);
    const place = { text, start, end: start + mark.length, mark, marks, isReversed, straightQuote };
    const replacement = REPLACEMENTS[kind]!(place);
    const single = replacement.indexOf("'");
    if (single >= 0) singles.add(plain.length + single);
    edits.push({ start, end: place.end, plainStart: plain.length, plainEnd: plain.length + replacement.length });
    plain += replacement;
    at = place.end;
  }
  plain += text.slice(at);
  const quotes = new Set(singleQuotePairs(plain).flat());
  marks.singleQuotes = [...singles].some((place) => quotes.has(place));
  const hasStraight = Array.from(plain.matchAll(/'/g)).some(({ index }) => !quotes.has(index) && !singles.has(index));
  marks.apostrophes = [...singles].some((place) => !quotes.has(place)) || (marks.doubleQuotes && !hasStraight);
  return { text: plain, marks, sourceOffset: (place) => sourceOffset(edits, place) };
}

interface Place {
  text: string;
  start: number;
  end: number;
  mark: string;
  marks: TypographicMarks;
  /** »…« */
  isReversed: boolean;
  /** " for a mark, ' where it stands within another pair */
  straightQuote: (mark: string, at: number) => string;
}

/** Follows which double quotation marks are open; each is asked about once, in order. */
function createNesting(text: string, isReversed: boolean): Place['straightQuote'] {
  const closers: Readonly<Record<string, string>> = {
    '“': '”',
    '„': '“”',
    '‟': '”',
    '❝': '❞',
    ...(isReversed ? { '»': '«' } : { '«': '»' }),
  };
  let open: string[] = [];
  let last = 0;
  return (mark, at) => {
    if (/\n\s*\n/.test(text.slice(last, at))) open = [];
    last = at;
    if (open.at(-1)?.includes(mark) === true) open.pop();
    else if (mark in closers) return open.push(closers[mark]!) > 1 ? "'" : '"';
    return open.length > 0 ? "'" : '"';
  };
}

/** What stands for each kind of mark; notes in `marks` that it was there. */
const REPLACEMENTS: Readonly<Record<string, (place: Place) => string>> = {
  gone: () => '',
  lineEnd: ({ text, start, end }) => {
    const isKept = KEEPS_HYPHEN.test(text.slice(Math.max(0, start - 12), start)) || /^\p{Lu}/u.test(text.slice(end));
    return isKept ? '-' : '';
  },
  angular: ({ mark, marks, start, isReversed, straightQuote }) => {
    const double = /[«»]/.exec(mark)?.[0];
    if (double !== undefined) marks.doubleQuotes = true;
    const quote = double === undefined ? "'" : straightQuote(double, start);
    // The spaces of « … » go with it, those around »…« stay.
    if (!isReversed) return quote;
    return mark.replace(/[«»‹›]/u, quote).replace(/[^\S ]/gu, ' ');
  },
  double: ({ mark, marks, start, straightQuote }) => {
    marks.doubleQuotes = true;
    return straightQuote(mark, start);
  },
  single: () => "'",
  dash: plainDash,
  minus: () => '-',
  ellipsis: ({ marks }) => {
    marks.ellipses = true;
    return '...';
  },
  space: ({ marks }) => {
    marks.spaces = true;
    return ' ';
  },
  hyphen: () => '-',
  ligature: ({ mark }) => mark.normalize('NFKC'),
};

function plainDash({ text, start, end, mark, marks }: Place): string {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 1);
  if (start === 0 || /\n$/.test(before)) {
    marks.dialogue ??= mark.trimStart();
    return `${/^[ \t]*/.exec(mark)![0]}- `;
  }
  if (/^[–‒]$/.test(mark) && /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after)) {
    if (/\d$/.test(before)) marks.ranges = true;
    return '-';
  }
  marks.dashes = true;
  const left = /^$|\s$/.test(before) ? '' : ' ';
  // “I mean—”
  return /^(?:$|[\s\p{Pe}\p{Pf}".,;:!?»])/u.test(after) ? `${left}-` : `${left}- `;
}

interface Edit {
  start: number;
  end: number;
  plainStart: number;
  plainEnd: number;
}

function sourceOffset(edits: readonly Edit[], at: number): number {
  let low = 0;
  for (let high = edits.length; low < high;) {
    const middle = (low + high) >> 1;
    if (edits[middle]!.plainStart < at) low = middle + 1;
    else high = middle;
  }
  const edit = edits[low - 1];
  if (edit === undefined) return at;
  if (at >= edit.plainEnd) return edit.end + at - edit.plainEnd;
  return Math.min(edit.end, edit.start + at - edit.plainStart);
}

/** Opening and closing marks: of a quotation, and of one within it. */
export type Quotes = readonly [open: string, close: string, innerOpen: string, innerClose: string];

const QUOTES: Readonly<Record<string, Quotes>> = {
  en: ['“', '”', '‘', '’'],
  de: ['„', '“', '‚', '‘'],
  'de-ch': ['«', '»', '‹', '›'],
  fr: ['«\u00a0', '\u00a0»', '“', '”'],
  'fr-ch': ['«', '»', '‹', '›'],
  es: ['«', '»', '“', '”'],
  ro: ['„', '”', '«', '»'],
  zh: ['“', '”', '‘', '’'],
};

/** A language's marks, of a region where they are its own. */
export const quotesOf = (language: string): Quotes =>
  QUOTES[language.toLowerCase()] ?? QUOTES[primaryLanguage(language)] ?? QUOTES.en!;

const DASHES: Readonly<Record<string, string>> = { en: '—', de: ' – ', fr: ' – ', es: ' — ', ro: ' – ', zh: '——' };

/**
 * A plain text in a language's typography: its quotation marks (nested ones, too), apostrophes, dashes and ellipses,
 * each kind only where the other text had it. A dash that begins a line of dialogue is written as it was there.
 * @param like the marks of the text that this one is a translation of
 */
export function localTypography(text: string, language: string, like: TypographicMarks): string {
  const primary = primaryLanguage(language);
  const [dash, quotes] = [DASHES[primary] ?? ' – ', quotesOf(language)];
  let result = text;
  if (like.ranges) result = withRanges(result, language);
  const { dialogue } = like;
  if (dialogue !== null) result = result.replace(/^([ \t]*)-[ \t]+/gm, (_, indent: string) => indent + dialogue);
  result = withQuotes(result, quotes, like);
  if (like.dashes) result = withDashes(result, dash, primary === 'es');
  if (like.ellipses) result = result.replace(/(?<!\.)\.{3}(?!\.{2})/g, primary === 'zh' ? '……' : '…');
  if (like.spaces && primary === 'fr') result = result.replace(/(?<=\S) (?=[;:!?%»])/g, '\u00a0');
  return result;
}

function withRanges(text: string, language: string): string {
  let result = '';
  let at = 0;
  for (const { kind, start, end } of factsOf(text, language)) {
    if (kind !== 'range') continue;
    result += text.slice(at, start) + text.slice(start, end).replace(/(?<=\d)-(?=\d)/, '–');
    at = end;
  }
  return result + text.slice(at);
}

function withDashes(text: string, dash: string, inPairs: boolean): string {
  let isOpen = false;
  return text
    .split('\n')
    .map((line) => {
      const count = line.match(/(?<=\S) - (?=\S)/g)?.length ?? 0;
      isOpen = false;
      return line.replace(/(?<=\S) -(?: (?=\S)|(?=[\p{Pe}\p{Pf}".,;:!?»]|$))/gu, (mark) => {
        if (!mark.endsWith(' ')) return dash.trimEnd();
        if (!inPairs || count !== 2) return dash;
        // Ana —mi hermana— vino
        isOpen = !isOpen;
        return isOpen ? ' —' : '— ';
      });
    })
    .join('\n');
}

/** Straight quotation marks and apostrophes as curly or angular ones. */
function withQuotes(text: string, [open, close, innerOpen, innerClose]: Quotes, like: TypographicMarks): string {
  const marks = new Map<number, string>();
  const doubles = like.doubleQuotes ? doubleQuotePairs(text) : [];
  for (const [from, to] of doubles) {
    marks.set(from, open);
    marks.set(to, close);
  }
  let next = 0;
  const pairs = singleQuotePairs(text);
  for (const [from, to] of like.singleQuotes ? pairs : []) {
    while (next < doubles.length && doubles[next]![1] < from) next++;
    const isInner = (doubles[next]?.[0] ?? Infinity) < from;
    const isOwn = isInner || /[‘‚‹]/.test(innerOpen);
    marks.set(from, isOwn ? innerOpen : open);
    marks.set(to, isOwn ? innerClose : close);
  }
  const quoted = new Set(pairs.flat());
  return text.replace(/["']/g, (mark, at: number) => {
    // 5'10" are feet and inches.
    const near = text.slice(Math.max(0, at - 1), at + 2);
    const isApostrophe = mark === "'" && !quoted.has(at) && /\p{L}|^[^\d]?'\d/u.test(near);
    return marks.get(at) ?? (isApostrophe && like.apostrophes ? '’' : mark);
  });
}
