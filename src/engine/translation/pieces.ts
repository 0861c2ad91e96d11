import {
  byStart,
  firstFrom,
  type Inert,
  OBJECT,
  type ProseUnit,
  readUnit,
  type Reading,
  type ReadMark,
} from '../../documents/index.js';
import { splitAtClauses, splitNearLength, splitSentences, type TextSpan, trimSpan } from '../../text/index.js';
import { cutAtLabels } from './labels.js';

/** A sentence, or as much of one as is translated at once. The span is of the reading; no sign's words cross its ends. */
export interface Piece extends TextSpan {
  /** a name or a label before a colon */
  isLabel?: true | undefined;
  unit: ProseUnit;
  reading: Reading;
}

export interface PieceOptions {
  /** of the source text */
  language: string;
  /** the sentences that the model is good at have no more words than this */
  words: number;
  /** how many UTF-16 units from the beginning of a stretch the model takes */
  fitting: (stretch: string) => number;
  /** whether the model has a token for a sign, or for a word in another script */
  isKnown: (text: string) => boolean;
}

/** Of inert things a noun is read as a letter without case, a mark as one that belongs to the sentence before it. */
const SPLIT_AS = { noun: '\u05D0', number: '5', percentage: '5', mark: '\u00B9' } as const;

/** A letter by itself names something: a column, a variable. */
const LONE_LETTER =
  /^[^\p{L}\p{N}\uFFFC]*(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hangul}])\p{L}[^\p{L}\p{N}\uFFFC]*$/u;

/** The pieces of a run of prose, in order. What is inert at their ends is not part of them. */
export function* piecesOf(document: string, unit: ProseUnit, options: PieceOptions): Generator<Piece> {
  const reading = holdUnknown(readUnit(document, unit), options.isKnown);
  const { text } = reading;
  const forSplitting = text.replaceAll(OBJECT, (_, at: number) => SPLIT_AS[reading.inert.get(at)?.role ?? 'noun']);
  for (const sentence of sentencesOf(forSplitting, options.language)) {
    const isCutThrough = (at: number) =>
      marksTouching(reading, sentence).some(
        ({ start, end }) => start < at && at < end && (start > sentence.start || end < sentence.end),
      );
    for (const { isLabel, ...part } of cutAtLabels(document, reading, sentence, options.language, isCutThrough)) {
      for (const uncrossed of cutAtCrossings(reading, part)) {
        const clauses = isLabel ? [uncrossed] : clausesOf(forSplitting, uncrossed, options);
        for (const clause of clauses) {
          // Signs around words that a cut goes through are cut with them.
          for (const span of cutAtCrossings(reading, clause)) {
            const peeled = peel(reading, span);
            if (peeled === null || (!isLabel && LONE_LETTER.test(text.slice(peeled.start, peeled.end)))) continue;
            yield { unit, reading, ...peeled, ...(isLabel && { isLabel }) };
          }
        }
      }
    }
  }
}

/** The sentences of a text. A line's end that an author made goes over none: the signs around its words may. */
function* sentencesOf(text: string, language: string): Generator<TextSpan> {
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    for (const { start, end } of splitSentences(line, language)) yield { start: index + start, end: index + end };
  }
}

/** The clauses of a sentence that is longer than the model is good at, cut on where it takes no more. */
function* clausesOf(text: string, sentence: TextSpan, { words, fitting }: PieceOptions): Generator<TextSpan> {
  const shift = (by: number, { start, end }: TextSpan) => ({ start: start + by, end: end + by });
  const whole = text.slice(sentence.start, sentence.end);
  for (const near of splitNearLength(whole, words, countWords)) {
    for (const piece of splitAtClauses(whole.slice(near.start, near.end), fitting)) {
      yield shift(sentence.start + near.start, piece);
    }
  }
}

/** Words of a text with spaces; where there are none, two characters count as one. */
export function countWords(text: string): number {
  const dense = text.match(/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/gu)?.length ?? 0;
  return (text.match(/\S+/g)?.length ?? 0) + dense / 2;
}

/** By where they end, for each list of signs that was asked about. */
const ends = new WeakMap<readonly ReadMark[], (TextSpan & { mark: ReadMark })[]>();

/** The signs that begin or end in a stretch or at its ends: only these are looked at, since a text may have thousands. */
function marksTouching({ marks }: Pick<Reading, 'marks'>, { start, end }: TextSpan): ReadMark[] {
  if (marks.length === 0) return [];
  let ending = ends.get(marks);
  if (ending === undefined) {
    ending = marks.map((mark) => ({ start: mark.end, end: mark.end, mark })).sort(byStart);
    ends.set(marks, ending);
  }
  const beginning = marks.slice(firstFrom(marks, start), firstFrom(marks, end + 1));
  const before = ending.slice(firstFrom(ending, start), firstFrom(ending, end + 1)).map(({ mark }) => mark);
  return [...before.filter((mark) => mark.start < start).sort(byStart), ...beginning];
}

/** Cuts where the words of a sign begin or end that has its other end outside. */
export function cutAtCrossings(reading: Reading, span: TextSpan): TextSpan[] {
  const cuts = marksTouching(reading, span).flatMap(({ start, end }) => {
    const [first, last] = [start > span.start && start < span.end, end > span.start && end < span.end];
    return first === last || (first && end === span.end) || (last && start === span.start) ? [] : [first ? start : end];
  });
  const places = [span.start, ...new Set(cuts.sort((one, other) => one - other)), span.end];
  return places.slice(1).flatMap((end, index) => trimSpan(reading.text, { start: places[index]!, end }) ?? []);
}

/** Without what is inert at the ends and stands by itself: a number before a heading, a reference or an emoji behind a stop. */
function peel(reading: Reading, span: TextSpan): TextSpan | null {
  const { text, inert } = reading;
  const marks = marksTouching(reading, span);
  const crosses = (at: number) =>
    marks.some(({ start, end }) => start < at && at < end && (start >= span.start || end <= span.end));
  let { start, end } = span;
  /** A picture or a code before a sentence that begins behind it. */
  const standsBefore = (at: number) =>
    inert.get(at)?.role === 'noun' && /^\s+\p{Lu}\p{Ll}/u.test(text.slice(at + 1, end));
  const isMark = (at: number) => inert.get(at)?.role === 'mark' || /[\s–—•*]/.test(text[at]!) || standsBefore(at);
  for (let at = start; at < end && (isMark(at) || /[:;,.]/.test(text[at]!));) {
    at++;
    if (!crosses(at)) start = at;
  }
  for (let at = end; at > start && (inert.get(at - 1)?.role === 'mark' || /\s/.test(text[at - 1]!));) {
    at--;
    if (!crosses(at)) end = at;
  }
  return trimSpan(text, { start, end });
}

/** What of a piece lies within a selection: all of it, or the words that do, without signs that reach out of it. */
export function piecesWithin(piece: Piece, { start, end }: TextSpan): Piece[] {
  const place = placeOf(piece);
  if (place.start >= start && place.end <= end) return [piece];
  if (place.end <= start || place.start >= end) return [];
  const { reading } = piece;
  let [first, last] = [piece.start, piece.end - 1];
  while (first < piece.end && reading.starts[first]! < start) first++;
  while (last >= first && reading.ends[last]! > end) last--;
  if (last < first) return [];
  return cutAtCrossings(reading, { start: first, end: last + 1 })
    .map((span) => ({ ...piece, ...span }))
    .filter((one) => placeOf(one).start >= start && placeOf(one).end <= end);
}

/** Where a piece stands in its document: with the signs that are around words of it alone, without those around all of it. */
export function placeOf({ reading, start, end }: Piece): TextSpan {
  const inside = innerMarks(reading, { start, end });
  return {
    start: Math.min(reading.starts[start]!, ...inside.map(({ mark }) => mark.start)),
    end: Math.max(reading.ends[end - 1]!, ...inside.map(({ mark }) => mark.end)),
  };
}

/** Whether a piece stands in its document as it is read. */
export const isPlain = (piece: Piece): boolean =>
  innerMarks(piece.reading, piece).length === 0 && inertIn(piece).length === 0;

/** What is inert in a piece, in order, and where. */
export function inertIn({ reading, start, end }: Piece): [at: number, inert: Inert][] {
  const found: [number, Inert][] = [];
  for (let at = start; at < end; at++) {
    const inert = reading.inert.get(at);
    if (inert !== undefined) found.push([at, inert]);
  }
  return found;
}

/** The signs within a piece. */
export function innerMarks(reading: Reading, { start, end }: TextSpan): ReadMark[] {
  return marksTouching(reading, { start, end }).filter(
    (mark) => mark.start >= start && mark.end <= end && !(mark.start === start && mark.end === end),
  );
}

/** Signs that are made plain before a model reads them, the space, and those of figures, which are held out with them. */
const MADE_PLAIN = /[\s&°%‰€$£¥"'“”„‟«»‘’‚‹›–—…·\u00AD\u200B-\u200F]/u;

/** Signs, and words in a script that the model cannot read, are inert as well: it would drop them without a word. */
function holdUnknown(reading: Reading, isKnown: (text: string) => boolean): Reading {
  const unknown = [...reading.text.matchAll(/[^\p{L}\p{M}\p{N}\uFFFC]|(?:(?!\p{scx=Latin})\p{L}\p{M}*)+/gu)].filter(
    ({ 0: sign }) => !MADE_PLAIN.test(sign) && !isKnown(sign),
  );
  if (unknown.length === 0) return reading;
  let text = '';
  const places: number[] = [];
  const inert = new Map<number, Inert>();
  const copy = (from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const held = reading.inert.get(at);
      if (held !== undefined) inert.set(text.length, held);
      places.push(at);
      text += reading.text[at]!;
    }
  };
  let at = 0;
  for (const { index, 0: sign } of unknown) {
    copy(at, index);
    at = index + sign.length;
    const role = /\p{L}/u.test(sign) ? 'noun' : 'mark';
    inert.set(text.length, { kind: 'inert', role, start: reading.starts[index]!, end: reading.ends[at - 1]! });
    places.push(index);
    text += OBJECT;
  }
  copy(at, reading.text.length);
  const moved = new Map(places.map((place, index) => [place, index]));
  const placeOf = (place: number) => {
    while (place < reading.text.length && !moved.has(place)) place++;
    return moved.get(place) ?? text.length;
  };
  const ends = places.map((place, index) => inert.get(index)?.end ?? reading.ends[place]!);
  return {
    text,
    starts: places.map((place) => reading.starts[place]!),
    ends,
    inert,
    marks: reading.marks.map((mark) => ({ ...mark, start: placeOf(mark.start), end: placeOf(mark.end) })),
  };
}
