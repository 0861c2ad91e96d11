import type { Span } from '../../../protocol/engine/index.js';
import { findMasks, sentenceAround, startsSentence, wordSpanAt } from '../../../text/index.js';
import { segments } from '../../../text/segments.js';
import { distanceTo, nearbyWords } from '../../../text/span.js';
import { surroundingsOf } from '../../editor/surroundings.js';
import { formatCandidate, type FormattedCandidate } from './formatCandidate.js';

/** What the engine reads for a gap, whatever the user wrote. */
export const MASK_PLACEHOLDER = '[MASK]';

/** A sentence with fewer words gets the one before it as company. */
const FEW_WORDS = 4;

/** A gap of a sentence, in UTF-16 units of the sentence. */
export interface SentenceGap extends Span {
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
function contextBefore(text: string, span: Span): string {
  if (!hasFewWords(text.slice(span.start, span.end))) return '';
  const paragraph = text.slice(0, span.start);
  const end = paragraph.trimEnd().length;
  if (end === 0 || /\n[^\S\n]*\n/.test(paragraph.slice(end))) return '';
  const previous = sentenceAround(text, end - 1);
  const before = text.slice(previous.start, previous.end).trim();
  return findMasks(before).length > 0 || previous.end > span.start ? '' : before;
}

function maskedSentenceOf(text: string, span: Span, gaps: SentenceGap[]): MaskedSentence {
  return { span, sentence: text.slice(span.start, span.end), gaps, before: contextBefore(text, span) };
}

function masksIn(text: string, span: Span): SentenceGap[] {
  // Most masks of a stretch are in one sentence, which takes a while to find.
  let last: Span | undefined;
  const sentenceAt = (at: number): Span =>
    last !== undefined && last.start <= at && at < last.end ? last : (last = sentenceAround(text, at));
  // Found where they stand: underscores that are all of a sentence are not alone in their line for that.
  return findMasks(text)
    .filter(({ start, end }) => start >= span.start && end <= span.end)
    .map(({ start, end }) => ({
      start: start - span.start,
      end: end - span.start,
      starts: startsSentence(text, start, sentenceAt),
    }));
}

/** A task whose sentence is somewhere in a longer text, and which of its gaps is meant. */
export interface FoundGap {
  task: MaskedSentence;
  gap: number;
}

/** The same, told from the start of the text that the neighbourhood was cut from. */
function moved({ task, gap }: FoundGap, by: number): FoundGap {
  return { task: { ...task, span: { start: task.span.start + by, end: task.span.end + by } }, gap };
}

/**
 * The sentence around the mask that is under or nearest to `at`; null without a mask.
 * @param reach how much of the sentence is taken on each side, in UTF-16 units
 */
export function findMaskNear(text: string, at: number, reach?: number): FoundGap | null {
  const masks = findMasks(text);
  const [first] = masks;
  if (first === undefined) return null;
  const nearest = masks.reduce<Span>(
    (best, mask) => (distanceTo(mask, at) < distanceTo(best, at) ? mask : best),
    first,
  );
  const near = surroundingsOf(text, nearest.start);
  const mask = { start: nearest.start - near.start, end: nearest.end - near.start };
  const span = nearbyWords(near.text, sentenceAround(near.text, mask.start), mask, reach);
  const gap: SentenceGap = {
    start: mask.start - span.start,
    end: mask.end - span.start,
    starts: startsSentence(near.text, mask.start),
  };
  return foundAt(near, span, gap);
}

/** The sentence around the word at `at` or the given word, with a gap in the word's place; null when there is no word. */
export function findWordNear(text: string, at: number, chosen?: Span, reach?: number): FoundGap | null {
  const found = chosen ?? wordSpanAt(text, at);
  if (found === null) return null;
  const near = surroundingsOf(text, found.start);
  const word = { start: found.start - near.start, end: found.end - near.start };
  const span = nearbyWords(near.text, sentenceAround(near.text, word.start), word, reach);
  const gap: SentenceGap = {
    start: word.start - span.start,
    end: word.end - span.start,
    starts: startsSentence(near.text, word.start),
    present: text.slice(found.start, found.end),
  };
  return foundAt(near, span, gap);
}

/** The task of a sentence with a gap and the masks beside it. */
function foundAt(near: { text: string; start: number }, span: Span, gap: SentenceGap): FoundGap {
  const others = masksIn(near.text, span).filter((mask) => mask.end <= gap.start || mask.start >= gap.end);
  const gaps = [...others, gap].sort((a, b) => a.start - b.start);
  return moved({ task: maskedSentenceOf(near.text, span, gaps), gap: gaps.indexOf(gap) }, near.start);
}

/** Words for gaps, by the gap's index. */
export type Assignments = ReadonlyMap<number, string>;

/** The words of a filling as they go into the sentence, in reading order and without overlap. */
export function formatAssignments(
  { sentence, gaps }: MaskedSentence,
  filling: Assignments,
): (FormattedCandidate & { gap: number })[] {
  const all: (FormattedCandidate & { gap: number })[] = [];
  gaps.forEach((gap, index) => {
    const word = filling.get(index);
    if (word === undefined) return;
    const one = formatCandidate(sentence, gap, word, gap.starts, gap.present);
    all.push({ ...one, gap: index, start: Math.max(one.start, all.at(-1)?.end ?? 0) });
  });
  return all;
}

/** A text for the engine, and for each of its masks the gap it stands for. */
export interface EngineInput {
  text: string;
  gapOf: number[];
}

/**
 * What the engine reads: what is filled is filled in, every other gap is a mask.
 * @param masks how many masks stand for a gap, where it is not one
 */
export function toEngineInput(
  task: MaskedSentence,
  filling: Assignments,
  masks?: ReadonlyMap<number, number>,
): EngineInput {
  const done = new Map(formatAssignments(task, filling).map((one) => [one.gap, one]));
  const gapOf: number[] = [];
  let text = task.before + (task.before === '' || /[\p{Script=Han}。！？…]$/u.test(task.before) ? '' : ' ');
  let at = 0;
  task.gaps.forEach((gap, index) => {
    const count = masks?.get(index) ?? 1;
    const piece = done.get(index) ?? { ...gap, text: MASK_PLACEHOLDER.repeat(count) };
    text += task.sentence.slice(at, Math.max(at, piece.start)) + piece.text;
    at = piece.end;
    if (!done.has(index)) gapOf.push(...Array.from({ length: count }, () => index));
  });
  return { text: text + task.sentence.slice(at), gapOf };
}
