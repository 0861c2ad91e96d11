import {
  doubleQuotePairs,
  type PlainText,
  plainTypography,
  quotesOf,
  singleQuotePairs,
  type TextSpan,
} from '../../text/index.js';

/** A plain text as the model reads it, and which marks its translation has. */
export interface ReadQuotes extends TargetQuotes {
  text: string;
}

/** What marks stand in a translation. */
export interface TargetQuotes {
  /** a typewriter's mark */
  straight: '"' | "'";
  /** the language's own */
  own: Readonly<Record<Role, string>>;
  /** the source has marks that are not a typewriter's */
  isTypographic: boolean;
}

/** What begins or ends with a single quotation mark whose partner is in another sentence. */
const LONE_SINGLE = /^'(?=\p{Lu}\p{L}* )|(?<=[.!?…,])'$/gu;

/**
 * Small models drop single quotation marks and carry over double ones: these stand for them where there are no others.
 * @param source the text that was made plain
 * @param language whose marks the translation has
 */
export function readableQuotes(source: string, { text, marks, sourceOffset }: PlainText, language: string): ReadQuotes {
  const [open, close] = quotesOf(language);
  const pairs = text.includes('"') ? [] : singleQuotePairs(text);
  const lone =
    text.includes('"') || pairs.length > 0 ? [] : Array.from(text.matchAll(LONE_SINGLE), ({ index }) => index);
  const singles = new Set([...pairs.flat(), ...lone]);
  if (singles.size === 0) return { text, straight: '"', own: { open, close }, isTypographic: marks.doubleQuotes };
  return {
    text: text.replace(/'/g, (mark, at: number) => (singles.has(at) ? '"' : mark)),
    straight: "'",
    own: ownSingle(language),
    isTypographic: [...singles].some((at) => source[sourceOffset(at)] !== "'"),
  };
}

/** A language's marks for a quotation that has single ones in another language. */
function ownSingle(language: string): TargetQuotes['own'] {
  const [open, close, innerOpen, innerClose] = quotesOf(language);
  return /[‘‚‹]/.test(innerOpen) ? { open: innerOpen, close: innerClose } : { open, close };
}

type Role = 'open' | 'close';

interface QuoteMark extends TextSpan {
  role: Role;
}

const MARK = /["“”„‟»]|«[ \u00a0\u202f]?|[ \u00a0\u202f]»/g;
/** What an opening mark stands behind, and a closing one before. */
const BEFORE = /^$|[\s(\[{¿¡—–:'*-]/u;
const BEHIND = /^$|[\s\p{P}]/u;
const STOPS = /^[\s.,;:!?…]*$/;

/** The double quotation marks of what was read, all straight, with what each of them does. */
function sourceMarks(text: string): QuoteMark[] {
  const opening = new Set<number>();
  const paired = new Set<number>();
  for (const [from, to] of doubleQuotePairs(text)) {
    opening.add(from);
    paired.add(from).add(to);
  }
  return Array.from(text.matchAll(/"/g)).flatMap(({ index }): QuoteMark[] => {
    if (!paired.has(index) && /\d/.test(text[index - 1] ?? '')) return [];
    // Its partner is in another sentence.
    const isOpening = paired.has(index) ? opening.has(index) : BEFORE.test(text.slice(0, index).slice(-1));
    return [{ role: isOpening ? 'open' : 'close', start: index, end: index + 1 }];
  });
}

interface WrittenMark extends TextSpan {
  mark: string;
}

const writtenMarks = (text: string, hasInches: boolean): WrittenMark[] =>
  Array.from(text.matchAll(MARK))
    .filter(({ 0: mark, index }) => !hasInches || mark !== '"' || !/\d/.test(text[index - 1] ?? ''))
    .map(({ index, 0: mark }) => ({ mark, start: index, end: index + mark.length }));

/** Whether a mark may open or close by its form and by what is beside it. */
function fits(text: string, { mark, start, end }: WrittenMark, role: Role): boolean {
  const [before, behind] = [text.slice(0, start).slice(-1), text.slice(end, end + 1)];
  if (role === 'open') return !/[”»]/.test(mark) && BEFORE.test(before) && /\S/.test(behind);
  return !/[„«‟]/.test(mark) && BEHIND.test(behind) && /\S/.test(before);
}

/**
 * A translation whose quotation marks pair like its source's: one of another kind than its partner is made like it, one
 * that is lost is put where it must have been. Null where that is not certain.
 * @param translation as the model wrote it
 * @param source as the model read it
 */
export function mendQuotes(
  translation: string,
  source: string,
  { straight, own, isTypographic }: TargetQuotes,
): string | null {
  const wanted = sourceMarks(source);
  // Those within double ones.
  if (singleQuotePairs(source).length !== singleQuotePairs(translation).length) return null;
  const hasInches = wanted.length < source.split('"').length - 1;
  const bare = withoutPartners(translation, wanted, source);
  const found = writtenMarks(bare, hasInches);
  if (wanted.length === 0) return found.length === 0 ? bare : null;
  const completed = complete(bare, found, wanted, source);
  if (completed === null) return null;
  const areStraight = completed.every(({ mark }) => mark === '"');
  const written = (mark: string, isLone: boolean, role: Role): string => {
    if (straight === "'" || isLone) return isTypographic ? own[role] : straight;
    // Straight ones are made typographic later, with what is within them.
    if (isTypographic || areStraight) return straight;
    return mark.trim() === own[role].trim() ? mark : own[role];
  };
  let text = '';
  let at = 0;
  for (const [index, { mark, start, end }] of completed.entries()) {
    const { role } = wanted[index]!;
    text += bare.slice(at, start) + written(mark, !hasPartner(wanted, index), role);
    at = end;
  }
  return text + bare.slice(at);
}

/** Whether the mark that belongs to one is there, not in another sentence. */
const hasPartner = (marks: readonly QuoteMark[], at: number): boolean =>
  marks[at]!.role === 'open' ? marks[at + 1]?.role === 'close' : marks[at - 1]?.role === 'open';

const isAtStart = (text: string, { start }: TextSpan): boolean => text.slice(0, start).trim() === '';
const isAtEnd = (text: string, { end }: TextSpan): boolean => STOPS.test(text.slice(end));

/** Without the partner that a model gives to a mark whose own is in another sentence. */
function withoutPartners(written: string, wanted: readonly QuoteMark[], source: string): string {
  const found = writtenMarks(written, false);
  const [one, ...others] = wanted;
  if (one === undefined || others.length > 0 || found.length !== 2) return written;
  const [first, last] = [found[0]!, found[1]!];
  const cut = (mark: TextSpan) => written.slice(0, mark.start) + written.slice(mark.end);
  if (one.role === 'open' && isAtStart(source, one) && isAtStart(written, first) && isAtEnd(written, last))
    return cut(last);
  if (one.role === 'close' && isAtStart(written, first)) return cut(first);
  return written;
}

/** As many marks as are wanted, each where it can do what it should; null where that is not certain. */
function complete(
  text: string,
  found: readonly WrittenMark[],
  wanted: readonly QuoteMark[],
  source: string,
): WrittenMark[] | null {
  const fit = (marks: readonly WrittenMark[]) =>
    marks.length === wanted.length &&
    marks.every((mark, at) => mark.start === mark.end || fits(text, mark, wanted[at]!.role));
  const [first, last] = [wanted[0]!, wanted.at(-1)!];
  const beginsOpen = first.role === 'open' && isAtStart(source, first);
  const endsClosed = last.role === 'close' && isAtEnd(source, last);
  const atStart = { mark: '"', start: 0, end: 0 };
  const stop = /(?<=[\p{L}\p{N}])$/u.test(source.slice(0, last.start)) ? /[.,;:!?…]*$/.exec(text)!.index : text.length;
  const atEnd = { mark: '"', start: stop, end: stop };
  const tries: WrittenMark[][] = [[...found]];
  if (beginsOpen) tries.push([atStart, ...found]);
  if (endsClosed) tries.push([...found, atEnd]);
  if (beginsOpen && endsClosed && wanted.length === 2) tries.push([atStart, atEnd]);
  return tries.find(fit) ?? null;
}

/** A part of a sentence with quotation marks; `target`: a mark as it is written, and no prose. */
export interface QuotePart extends TextSpan {
  target?: string;
}

/**
 * What stands within a text's quotation marks, what stands outside of them, and the marks, in order; a comma that ends a
 * quotation is part of neither. None where nothing can be parted.
 * @param language whose marks are written for those that are not a typewriter's
 */
export function quoteParts(text: string, language: string): QuotePart[] {
  const plain = plainTypography(text);
  const { text: read, own } = readableQuotes(text, plain, language);
  const marks = sourceMarks(read);
  if (marks.length === 0) return [];
  const parts: QuotePart[] = [];
  let [at, isInside] = [0, marks[0]!.role === 'close'];
  const add = (end: number) => {
    const stretch = text.slice(at, end).replace(isInside ? /,?\s*$/ : /\s*$/, '');
    const start = at + stretch.length - stretch.trimStart().length;
    if (start < at + stretch.length) parts.push({ start, end: at + stretch.length });
  };
  for (const { role, start, end } of marks) {
    const place = { start: plain.sourceOffset(start), end: plain.sourceOffset(end) };
    add(place.start);
    const mark = text.slice(place.start, place.end);
    parts.push({ ...place, target: /^["']$/.test(mark) ? mark : own[role] });
    [at, isInside] = [place.end, role === 'open'];
  }
  add(text.length);
  return parts;
}
