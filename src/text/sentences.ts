import { type AbbreviationRules, abbreviationRules, isAbbreviation, MASKED } from './abbreviations.js';
import { findMasks } from './masks.js';
import { inlineMarkup } from './inlineMarkup.js';
import { beginsWithMark, closingEnd, openingEnd } from './sentenceMarks.js';
import { distanceTo, type TextSpan, trimSpan } from './span.js';

/** Empty lines; a single line break is a space. */
const PARAGRAPH_BREAK = /(?:(?:\r\n|\r(?!\n)|[\n\u0085\u2028])[^\S\n\r\u0085\u2028]*){2,}|\u2029/gu;

/**
 * The sentences of a text, without the white space around them. A single line break is a space; an empty line ends a
 * sentence. Any script's stops (Unicode's Sentence_Terminal) count. Quotation marks, brackets, markup, reference marks
 * and emoji behind a stop belong to the sentence before it. No sentence ends within an abbreviation, an initial, a mask, a
 * code span or a tag, or where speech goes on (`"Stop!" he said`).
 * `Intl.Segmenter` (UAX 29) knows none of these, so that most of its ends would have to be looked at again.
 * @param locale BCP 47, or T5's name of a language: whose abbreviations are known; without it English and what is safe
 */
export function splitSentences(text: string, locale?: string): TextSpan[] {
  const rules = abbreviationRules(locale);
  const paragraphs: TextSpan[] = [];
  let start = 0;
  for (const { index, 0: lineBreaks } of text.matchAll(PARAGRAPH_BREAK)) {
    paragraphs.push({ start, end: index });
    start = index + lineBreaks.length;
  }
  paragraphs.push({ start, end: text.length });
  const found = paragraphs.flatMap((span) => splitParagraph(text.slice(span.start, span.end), rules, span.start));
  return found.flatMap((span) => trimSpan(text, span) ?? []);
}

/**
 * The sentence at a place of a run of prose: what a document's headings and items are, `src/documents` knows. Between two
 * sentences the nearest one, at their common border the later; in a text without any, the empty stretch at the place.
 */
export function sentenceAround(text: string, offset: number, locale?: string): TextSpan {
  return splitSentences(text, locale).reduce<TextSpan>(
    (best, span, index) => (index > 0 && distanceTo(best, offset) < distanceTo(span, offset) ? best : span),
    { start: offset, end: offset },
  );
}

/** Whether a sentence ends with a stop, and nothing but closing marks behind it. */
export function hasFinalStop(sentence: string): boolean {
  const last = [...sentence.slice(-NEAR).matchAll(STOPS)].at(-1);
  if (last === undefined) return false;
  const from = Math.max(0, sentence.length - NEAR) + last.index + last[0].length;
  return closingEnd(sentence, from, false) >= sentence.trimEnd().length;
}

/** A stop with all that belongs to its sentence, and what follows it. */
interface Candidate {
  /** where the stop begins */
  index: number;
  stops: string;
  closing: string;
  /** where the sentence ends if it does here */
  end: number;
  /** where the next one would begin */
  next: number;
}

function splitParagraph(paragraph: string, rules: AbbreviationRules, offset: number): TextSpan[] {
  const plain = withoutInnerStops(paragraph);
  const candidates = [...findCandidates(plain)];
  const style = { lower: false, rules };
  const isLower = isSmallLettersOnly(plain, candidates, style);
  const found: TextSpan[] = [];
  let start = 0;
  for (const candidate of candidates) {
    if (!endsSentence(plain, start, candidate, { ...style, lower: isLower })) continue;
    found.push({ start: offset + start, end: offset + candidate.end });
    start = candidate.end;
  }
  return [...found, { start: offset + start, end: offset + paragraph.length }];
}

/** Same length: masks as one character, stops within code and tags as letters. */
function withoutInnerStops(text: string): string {
  let plain = '';
  let at = 0;
  for (const { start, end } of findMasks(text)) {
    plain += text.slice(at, start) + MASKED.repeat(end - start);
    at = end;
  }
  plain += text.slice(at);
  let result = '';
  at = 0;
  for (const { start, end } of inlineMarkup(plain)) {
    // The stop at the end of a code span or of a link's text may be the sentence's.
    const inner = plain
      .slice(start, end)
      .replace(/[\p{STerm}…](?=[^`\]>]*[\p{L}\p{N}<>])/gu, (stop) => 'x'.repeat(stop.length));
    result += plain.slice(at, start) + inner;
    at = end;
  }
  return result + plain.slice(at);
}

const STOPS = /[\p{STerm}…‥]+/gu;

function* findCandidates(plain: string): Generator<Candidate> {
  const marks = new RegExp(STOPS);
  const spaces = /\s*/uy;
  const marksLead = beginsWithMark(plain);
  for (let match = marks.exec(plain); match !== null; match = marks.exec(plain)) {
    const closed = closingEnd(plain, marks.lastIndex, marksLead);
    spaces.lastIndex = closed;
    const gap = spaces.exec(plain)?.[0] ?? '';
    const candidate = {
      index: match.index,
      stops: match[0],
      closing: plain.slice(marks.lastIndex, closed),
      end: closed,
      next: closed + gap.length,
    };
    marks.lastIndex = candidate.next;
    if (candidate.next < plain.length) yield candidate;
  }
}

interface Style {
  lower: boolean;
  rules: AbbreviationRules;
}

/** Whether a paragraph begins small and no capital follows a stop in it. */
function isSmallLettersOnly(plain: string, candidates: readonly Candidate[], style: Style): boolean {
  if (!/^[^\p{L}]*\p{Ll}/u.test(plain.slice(0, NEAR))) return false;
  let start = 0;
  for (const candidate of candidates) {
    if (!endsSentence(plain, start, candidate, style)) continue;
    if (/^\p{Lu}/u.test(plain.slice(openingEnd(plain, candidate.next), candidate.next + NEAR))) return false;
    start = candidate.end;
  }
  return true;
}

/** As far as an abbreviation and the words behind it are looked at, in UTF-16 units. */
const NEAR = 40;

/** Block-level tags and line breaks part sentences as white space does. */
const BREAKING_TAG = /<(?:br|\/(?:p|div|li|td|th|tr|dd|dt|h[1-6]|blockquote|summary|figcaption))\b[^<>]*>/iu;

/** Stops that need white space behind them to end a sentence. */
const SPACED_STOPS = /^[.!?‼⁇⁈⁉…‥]+$/u;

/** “好吗？”他问。 「はい。」と言った。 */
const SPEECH_GOES_ON = /^と|^\p{scx=Han}{1,4}?(?:说|问|喊|叫|答|嚷)道?[，。：！？]/u;

/** “Stop!” Tom said. After a full stop a sentence begins so. */
const SPEAKER =
  /^(?:I|(?!He |She |It |We |You |They |This |That |Who |The )\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?) (?:said|asked|cried|shouted|replied|answered|whispered|exclaimed|yelled|called|screamed|muttered|wondered|begged|demanded)\b/u;

/** Looks at what is near only: a sentence may be as long as its text. */
function endsSentence(plain: string, start: number, candidate: Candidate, style: Style): boolean {
  const { index, stops, closing, end, next } = candidate;
  const opened = openingEnd(plain, next);
  const after = plain.slice(opened, opened + NEAR);
  const ahead = plain.slice(next, next + NEAR);
  // A comma, a colon, a closing bracket, another stop.
  if (/^[,;:，、；：)\]}）」』%]/u.test(ahead) || /^[\p{STerm}…]+(?:[\s)\]]|$)/u.test(ahead)) return false;
  if (!SPACED_STOPS.test(stops)) return closing === '' || !SPEECH_GOES_ON.test(ahead);
  if (end === next && !BREAKING_TAG.test(closing)) return false;
  const before = plain.slice(Math.max(start, index - NEAR), index);
  if (index - start < NEAR && !hasWords(before)) return false;
  // (!), [...], "?"
  if (/[([{"“„«'‘]$/u.test(before) && closing !== '') return false;
  if (/[!?…]$/.test(stops) && /["'”’]$/u.test(closing) && SPEAKER.test(after)) return false;
  if (/^\p{Ll}/u.test(after)) return style.lower && beginsSmall(before, after, candidate, style);
  if (/^[.…‥]{2,}|…/u.test(stops)) return !/^I\b/.test(after);
  return stops !== '.' || !hidesNothing(closing) || !isAbbreviation({ before, after, lower: style.lower }, style.rules);
}

/** Whether there is more than a list's number or a heading's: letters, or a number that is none. */
function hasWords(before: string): boolean {
  const content = before.replace(/^[\s\p{P}\p{S}]+/u, '');
  return content !== '' && !/^(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}(?<!^I))$/u.test(content);
}

/** Behind markup an abbreviation is one still; behind a bracket or a quotation mark the sentence is over. */
const hidesNothing = (closing: string): boolean => /^(?:[*_~`]|<\/[^<>]*>)*$/u.test(closing);

/** In a paragraph of small letters: whether a small letter begins a sentence. */
function beginsSmall(before: string, after: string, { stops, closing }: Candidate, { lower, rules }: Style): boolean {
  // Speech and brackets go on: "stop!" he said.
  if (/["'“”’»«)\]]/u.test(closing) || /[.…‥]{2}|…/u.test(stops)) return false;
  if (stops !== '.') return true;
  return !SHORT_FORMS.test(before) && !isAbbreviation({ before, after, lower }, rules);
}

/** Short forms of labels and of colloquial writing, where small letters tell nothing. */
const SHORT_FORMS =
  /(?<![\p{L}\p{N}])(?:nos?|min|max|avg|temp|dept|misc|incl?|excl?|est|ext|qty|ref|req|approx|dist|std|etc|esp|spec|ver|vol|yrs?|hrs?|mins?|secs?|wk|wt|num|tel|fig|eq|pp?)$/iu;
