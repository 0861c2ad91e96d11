import type { DocumentFormat } from '../protocol/engine/index.js';
import { findMasks, sentenceAround, trimSpan, type TextSpan } from '../text/index.js';
import { distanceTo, lineAt } from '../text/span.js';
import { PROGRAM } from './formatOfLanguage.js';
import { unitsAt } from './index.js';
import { pairLeaves } from './inlineTags.js';
import { asItIs, type ProseUnit } from './prose.js';
import { regionAround } from './surroundings.js';
import { leavesOfText } from './textLeaves.js';
import { documentSpan, emphasisIn, placeIn, readWords, type WordReading } from './wordReading.js';

/** A sentence of a document, and the run of prose that it is in. */
export interface ReadSentence {
  run: WordReading;
  /** the sentence in the run's text */
  inRun: TextSpan;
  /** the sentence in the document */
  span: TextSpan;
}

/** A letter that is in no word and no pattern: masks are read as words of it, whatever signs they are written with. */
const MASK_LETTER = 'ℵ';

/** A text of the same length in which no sign of a mask can be taken for one of its format. */
function withMasksAsWords(text: string): string {
  let plain = '';
  let at = 0;
  for (const { start, end } of findMasks(text)) {
    plain += text.slice(at, start) + MASK_LETTER.repeat(end - start);
    at = end;
  }
  return plain + text.slice(at);
}

/** The runs of prose near a place of a document, and what was read for them. */
interface NearbyProse {
  document: string;
  start: number;
  units: readonly ProseUnit[];
}

interface ParsedRegion {
  text: string;
  format: DocumentFormat;
  /** of a program, whose units are those of a place */
  at: number | null;
  units: readonly ProseUnit[];
}

/** Those that were parsed last: a user stays for a while where they are. */
const parsed: ParsedRegion[] = [];
const KEPT = 4;

function parseRegion(text: string, format: DocumentFormat, place: number): readonly ProseUnit[] {
  const at = format.startsWith(PROGRAM) ? place : null;
  const known = parsed.find((one) => one.format === format && one.at === at && one.text === text);
  if (known !== undefined) return known.units;
  const readable = withMasksAsWords(text);
  const units = unitsAt(readable, place, format).map((unit) => withEmphasis(readable, unit, format));
  parsed.unshift({ text, format, at, units });
  parsed.length = Math.min(parsed.length, KEPT);
  return units;
}

function proseNear(text: string, at: number, format: DocumentFormat): NearbyProse {
  const { text: document, start } = regionAround(text, at, format);
  return { document, start, units: parseRegion(document, format, at - start) };
}

/** In plain text people write emphasis all the same. */
function withEmphasis(text: string, unit: ProseUnit, format: DocumentFormat): ProseUnit {
  if (format === 'markdown' || format === 'html' || format === 'latex') return unit;
  return { ...unit, marks: [...unit.marks, ...emphasisIn(text, unit)] };
}

/** The unit that holds a stretch, within something inert its own. */
function unitOf(units: readonly ProseUnit[], span: TextSpan): ProseUnit | null {
  const found = units.find(({ start, end }) => start <= span.start && span.end <= end);
  if (found === undefined) return null;
  const leaf = found.leaves.find(({ start, end }) => start <= span.start && span.end <= end);
  const inner = leaf?.kind === 'inert' && leaf.units !== undefined ? unitOf(leaf.units, span) : null;
  return inner ?? found;
}

function sentenceOf(document: string, unit: ProseUnit, at: number, by: number): ReadSentence | null {
  const read = readWords(document, unit);
  const run =
    by === 0
      ? read
      : { ...read, starts: read.starts.map((place) => place + by), ends: read.ends.map((place) => place + by) };
  const inRun = sentenceAround(run.text, Math.min(placeIn(run, at + by), Math.max(0, run.text.length - 1)));
  return inRun.end > inRun.start ? { run, inRun, span: documentSpan(run, inRun) } : null;
}

/**
 * The sentence that holds a stretch of a document's prose, as a person reads it; null where the stretch is structure or
 * is not read.
 * @param span a word or a mask, in UTF-16 units
 */
export function proseSentenceAt(text: string, span: TextSpan, format: DocumentFormat): ReadSentence | null {
  const { document, start, units } = proseNear(text, span.start, format);
  const own = { start: span.start - start, end: span.end - start };
  const unit = unitOf(units, own);
  const found = unit && sentenceOf(document, unit, own.start, start);
  const isRead = found !== null && readingOf(found.run, span) !== null;
  return isRead ? found : null;
}

/**
 * The sentence that holds a stretch, wherever it is: where there is no prose (code, front matter, a comment) the line is
 * what is read.
 */
export function sentenceAt(text: string, span: TextSpan, format: DocumentFormat): ReadSentence | null {
  return proseSentenceAt(text, span, format) ?? lineSentenceAt(text, span);
}

/**
 * The same; on a line without words the nearest sentence, and on one of pictures alone (emoji), which prose leaves out, the
 * line as it stands. Null in a text without any.
 */
export function sentenceNear(text: string, at: number, format: DocumentFormat): ReadSentence | null {
  const place = { start: at, end: at };
  const { document, start, units } = proseNear(text, at, format);
  const own = at - start;
  const unit = unitOf(units, { start: own, end: own });
  const found = unit && sentenceOf(document, unit, own, start);
  if (found !== null && hasWords(found.run.text.slice(found.inRun.start, found.inRun.end))) return found;
  const line = lineAt(text, at);
  const written = text.slice(line.start, line.end);
  if (hasWords(written)) {
    if (found !== null) return found;
    const inLine = units.find((one) => one.start + start < line.end && one.end + start > line.start);
    if (inLine !== undefined) return sentenceOf(document, inLine, own, start);
    return lineSentenceAt(text, place);
  }
  if (/\p{ExtPict}/u.test(written)) return plainLine(text, at);
  const nearest = units
    .filter((one) => hasWords(document.slice(one.start, one.end)))
    .reduce<ProseUnit | undefined>(
      (best, one) => (best && distanceTo(best, own) < distanceTo(one, own) ? best : one),
      undefined,
    );
  return nearest === undefined ? null : sentenceOf(document, nearest, own, start);
}

const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) || findMasks(text).length > 0;

/** The line around a place, of which nothing is left out. */
function plainLine(text: string, at: number): ReadSentence | null {
  const { start, end } = lineAt(text, at);
  const span = trimSpan(text, {
    start: Math.max(start, at - LONGEST_LINE / 2),
    end: Math.min(end, at + LONGEST_LINE / 2),
  });
  return span && sentenceOf(text, { ...span, leaves: [], marks: [], write: asItIs }, at, 0);
}

/** Where a stretch of the document is in a reading; null when it is not read as it stands there. */
export function readingOf(run: WordReading, { start, end }: TextSpan): TextSpan | null {
  const first = placeIn(run, start);
  if (run.starts[first] !== start && end > start) return null;
  const last = end > start ? placeIn(run, end - 1) + 1 : first;
  return run.ends[last - 1] === end || end === start ? { start: first, end: last } : null;
}

/** What a line of no prose begins and ends with: signs of comments, lists, quotations and headings, a key. */
const LEAD =
  /^\s*(?:(?:>|\/\/+[!/]?|#+!?|%+|;+|--(?!-)|\/?\*+!?(?![^\s*])|<!--|"""|'''|\[\^[^\]\s]+\]:|[-+•](?=\s)|\d{1,3}[.)](?=\s)|[\w-]+:(?=\s))\s*)*/;
const TRAIL = /\s*(?:-->|\*\/|"""|''')?\s*$/;

/** Longer lines are read as far as a sentence reaches. */
const LONGEST_LINE = 16_000;

function lineSentenceAt(text: string, { start, end }: TextSpan): ReadSentence | null {
  const whole = lineAt(text, start);
  const line = {
    start: Math.max(whole.start, start - LONGEST_LINE / 2),
    end: Math.min(whole.end, start + LONGEST_LINE / 2),
  };
  const content = withMasksAsWords(text.slice(line.start, line.end));
  const lead = LEAD.exec(content)?.[0].length ?? 0;
  const trail = TRAIL.exec(content)?.[0].length ?? 0;
  const inner = {
    start: Math.min(line.start + lead, start),
    end: Math.max(line.end - trail, end),
  };
  const quoted = quotedIn(text, line, { start, end });
  const span = trimSpan(text, quoted ?? inner);
  if (span === null) return null;
  const readable = ' '.repeat(line.start) + content;
  const leaves = leavesOfText(readable, span.start, span.end, { escapes: false, linePrefix: false, entities: false });
  const paired = pairLeaves(readable, leaves);
  const marks = [...paired.marks, ...emphasisIn(readable, span)];
  const unit: ProseUnit = { ...span, leaves: paired.leaves, marks, write: asItIs };
  const found = sentenceOf(text, unit, start, 0);
  if (found === null || end === start || readingOf(found.run, { start, end }) !== null) return found;
  // Within something that is not read: then all of it is.
  return sentenceOf(text, { ...unit, leaves: [], marks: [] }, start, 0);
}

/** The string around a stretch of a line, where it holds some words. */
function quotedIn(text: string, line: TextSpan, { start, end }: TextSpan): TextSpan | null {
  for (const sign of ['"', "'", '`']) {
    const before = text.slice(line.start, start);
    const open = before.lastIndexOf(sign);
    const close = text.slice(end, line.end).indexOf(sign);
    const isOpening =
      open >= 0 && /(?:^|[\s([{=:,])$/.test(before.slice(0, open)) && !/^\s/.test(before.slice(open + 1));
    if (!isOpening || close < 0) continue;
    const span = { start: line.start + open + 1, end: end + close };
    // Speech in a sentence is part of it.
    const isSpeech = (before.slice(0, open).match(/\p{L}{2,}/gu)?.length ?? 0) > 2;
    if (!isSpeech && (text.slice(span.start, span.end).match(/\s/g)?.length ?? 0) > 1) return span;
  }
  return null;
}
