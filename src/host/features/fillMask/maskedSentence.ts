import type { DocumentFormat, Span } from '../../../protocol/engine/index.js';
import { readingOf, sentenceAt, type ReadSentence } from '../../../documents/sentenceAt.js';
import { documentSpan } from '../../../documents/wordReading.js';
import { findMasks, hasFinalStop, sentenceAround, startsSentence, wordSpanAt } from '../../../text/index.js';
import { segments } from '../../../text/segments.js';
import { distanceTo, nearbyWords } from '../../../text/span.js';
import { formatCandidate, withArticle, type FormattedCandidate } from './formatCandidate.js';

/** What the engine reads for a gap, whatever the user wrote. */
export const MASK_PLACEHOLDER = '[MASK]';

/** A sentence with fewer words gets the one before it as company. */
const FEW_WORDS = 4;

/** A gap of a sentence, in UTF-16 units of the sentence. */
export interface SentenceGap extends Span {
  /** the gap in the sentence as it is read */
  read: Span;
  /** whether it is the sentence's first word */
  starts: boolean;
  /** the word that stands there now; absent when it is a mask */
  present?: string;
}

/** A sentence with gaps, cut out of a document. */
export interface MaskedSentence {
  /** where the sentence is, in UTF-16 units of the text it was cut from */
  span: Span;
  sentence: string;
  /** the sentence as a person reads it: without the signs of its format */
  read: string;
  gaps: SentenceGap[];
  /** the sentence before, for the engine only; empty when the sentence is long enough */
  before: string;
}

function hasFewWords(text: string): boolean {
  let count = 0;
  for (const { isWordLike } of segments(text, 'word')) {
    if (isWordLike) count += 1;
    if (count >= FEW_WORDS) return false;
  }
  return true;
}

/** The sentence before, when the sentence is short and the one before stands in the same paragraph and has no gaps. */
function contextBefore(run: string, { start, end }: Span): string {
  if (!hasFewWords(run.slice(start, end))) return '';
  const last = run.slice(0, start).trimEnd().length;
  if (last === 0) return '';
  const previous = sentenceAround(run, last - 1);
  const before = run.slice(previous.start, previous.end);
  return findMasks(before).length > 0 || previous.end > start ? '' : before;
}

/** A task whose sentence is somewhere in a longer text, and which of its gaps is meant. */
export interface FoundGap {
  task: MaskedSentence;
  gap: number;
}

/**
 * The sentence around the mask that is under or nearest to `at`; null without a mask.
 * @param reach how much of the sentence is taken on each side, in UTF-16 units
 */
export function findMaskNear(
  text: string,
  at: number,
  reach?: number,
  format: DocumentFormat = 'plain',
): FoundGap | null {
  const masks = findMasks(text);
  const [first] = masks;
  if (first === undefined) return null;
  const nearest = masks.reduce<Span>(
    (best, mask) => (distanceTo(mask, at) < distanceTo(best, at) ? mask : best),
    first,
  );
  return foundAt(text, nearest, masks, { reach, format });
}

/** The sentence around the word at `at` or the given word, with a gap in the word's place; null when there is no word. */
export function findWordNear(
  text: string,
  at: number,
  chosen?: Span,
  reach?: number,
  format: DocumentFormat = 'plain',
): FoundGap | null {
  const found = chosen ?? wordSpanAt(text, at);
  if (found === null) return null;
  return foundAt(text, found, findMasks(text), { reach, format, present: text.slice(found.start, found.end) });
}

interface Asked {
  reach: number | undefined;
  format: DocumentFormat;
  /** the word that stands in the gap that is meant */
  present?: string;
}

/** The task of a sentence with the gap that is meant and the masks beside it. */
function foundAt(
  text: string,
  meant: Span,
  masks: readonly Span[],
  { reach, format, present }: Asked,
): FoundGap | null {
  const found = sentenceAt(text, meant, format);
  const own = found && readingOf(found.run, meant);
  if (found === null || own === null) return null;
  const { run } = found;
  const inRun = nearbyWords(run.text, found.inRun, own, reach);
  const span = documentSpan(run, inRun);
  const read = run.text.slice(inRun.start, inRun.end);
  const gapOf = (place: Span, inReading: Span): SentenceGap => ({
    start: place.start - span.start,
    end: place.end - span.start,
    read: { start: inReading.start - inRun.start, end: inReading.end - inRun.start },
    starts: false,
  });
  const gap = gapOf(meant, own);
  const gaps = [gap, ...gapsBeside(found, masks, meant, inRun).map(([mask, place]) => gapOf(mask, place))];
  gaps.sort((one, other) => one.start - other.start);
  // What comes behind a first gap is no beginning.
  for (const one of gaps) one.starts = startsSentence(read, one.read.start);
  if (present !== undefined) gap.present = present;
  const before = contextBefore(run.text, inRun);
  const task = { span, sentence: text.slice(span.start, span.end), read, gaps, before };
  return { task, gap: gaps.indexOf(gap) };
}

/** The other masks of a sentence, with their places in its reading. */
function gapsBeside({ run }: ReadSentence, masks: readonly Span[], meant: Span, inRun: Span): [Span, Span][] {
  const { start, end } = documentSpan(run, inRun);
  return masks.flatMap((mask): [Span, Span][] => {
    if (mask.start < start || mask.end > end || (mask.end > meant.start && mask.start < meant.end)) return [];
    const place = readingOf(run, mask);
    return place === null ? [] : [[mask, place]];
  });
}

/** Words for gaps, by the gap's index. */
export type Assignments = ReadonlyMap<number, string>;

/** The words of a filling as they go into the sentence, in reading order and without overlap. */
export function formatAssignments(
  { sentence, gaps }: Pick<MaskedSentence, 'sentence' | 'gaps'>,
  filling: Assignments,
): (FormattedCandidate & { gap: number })[] {
  const all: (FormattedCandidate & { gap: number })[] = [];
  gaps.forEach((gap, index) => {
    const word = filling.get(index);
    if (word === undefined) return;
    const one = formatCandidate(sentence, gap, word, gap.starts, gap.present);
    const free = all.at(-1)?.end ?? 0;
    const placed = { ...one, start: Math.max(one.start, free) };
    all.push({ ...(word === gap.present ? placed : withArticle(sentence, placed, free)), gap: index });
  });
  return all;
}

/** Words as they would be read in a sentence beside what was chosen for its other gaps, by their gap. */
export function writerFor(task: MaskedSentence, chosen: Assignments): (words: Assignments) => Assignments {
  const read = asRead(task);
  return (words) =>
    new Map(formatAssignments(read, new Map([...chosen, ...words])).map(({ gap, text }) => [gap, text]));
}

/** Whether a gap is among Chinese characters, where a word is one to three of them. */
export function isAmongHan({ read, gaps }: MaskedSentence, gap: number): boolean {
  const { start, end } = gaps[gap]!.read;
  const before = /[\p{L}\p{N}][^\p{L}\p{N}]*$/u.exec(read.slice(0, start))?.[0];
  const after = /^[^\p{L}\p{N}]*[\p{L}\p{N}]/u.exec(read.slice(end))?.[0];
  return [before, after].some((near) => near !== undefined && /\p{Script=Han}/u.test(near));
}

/** A text for the engine, and for each of its masks the gap it stands for. */
export interface EngineInput {
  text: string;
  gapOf: number[];
}

/** The sentence as it is read, in the same form as the one that stands in the document. */
function asRead({ read, gaps }: MaskedSentence): Pick<MaskedSentence, 'sentence' | 'gaps'> {
  return { sentence: read, gaps: gaps.map((gap) => ({ ...gap, ...gap.read })) };
}

const HAN_END = /\p{Script=Han}[^\p{L}\p{N}]*$/u;

/**
 * The stop of a sentence that has none: to a model a text without one is unfinished, and the stop is what it misses most.
 * @param words the sentence without its gaps
 */
function silentStop(sentence: string, words: string): string {
  const end = sentence.trimEnd();
  if (hasFinalStop(end) || /[,;:，、；：–—-]$/u.test(end)) return '';
  return HAN_END.test(words) ? '。' : '.';
}

/**
 * What the engine reads: what is filled is filled in, every other gap is a mask. A sentence that is not ended is given
 * its stop.
 * @param masks how many masks stand for a gap, where it is not one
 */
export function toEngineInput(
  task: MaskedSentence,
  filling: Assignments,
  masks?: ReadonlyMap<number, number>,
): EngineInput {
  const { sentence, gaps } = asRead(task);
  const done = new Map(formatAssignments({ sentence, gaps }, filling).map((one) => [one.gap, one]));
  const gapOf: number[] = [];
  let text = task.before + (task.before === '' || /[\p{Script=Han}。！？…]$/u.test(task.before) ? '' : ' ');
  const start = text.length;
  let words = '';
  let at = 0;
  const add = (stretch: string) => {
    text += stretch;
    words += stretch;
  };
  gaps.forEach((gap, index) => {
    const count = masks?.get(index) ?? 1;
    const piece = done.get(index) ?? { ...gap, text: '' };
    add(sentence.slice(at, Math.max(at, piece.start)) + piece.text);
    if (!done.has(index)) {
      text += MASK_PLACEHOLDER.repeat(count);
      gapOf.push(...Array.from({ length: count }, () => index));
    }
    at = piece.end;
  });
  add(sentence.slice(at));
  return { text: text + silentStop(text.slice(start), words), gapOf };
}
