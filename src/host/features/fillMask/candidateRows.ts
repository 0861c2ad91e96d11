import type { FillMaskValue, MaskCandidate } from '../../../protocol/engine/index.js';
import { stripContinuationMark, isContinuation } from './formatCandidate.js';
import type { EngineInput } from './maskedSentence.js';

/** A line of the list: words for one gap or for all, and how probable they are. */
export interface CandidateChoice {
  kind: 'choice';
  /** unique in its list */
  key: string;
  label: string;
  /** null while the engine has not answered, and when it has no answer */
  probability: number | null;
  /** the words, by the gap's index */
  words: ReadonlyMap<number, string>;
  /** which gap it is for, where the list does not tell */
  note?: string;
  /** typed by the user, not found by the model: never narrowed away */
  typed?: true;
}

export interface HeadingRow {
  kind: 'heading';
  label: string;
}

/** Asks again, with so many words in the gap. */
export interface WidthRow {
  kind: 'width';
  label: string;
  width: number;
}

export type CandidateRow = CandidateChoice | HeadingRow | WidthRow;

/** How words would be written into the sentence, by their gap. */
export type WriteWords = (words: ReadonlyMap<number, string>) => ReadonlyMap<number, string>;

/** Texts of the list's headings, in the user's language. */
export interface RowHeadings {
  together: string;
  /** of one gap among several, counted from 1 */
  gap(number: number): string;
  now: string;
  punctuation: string;
}

// [UNK], [PAD], [unused12]: answers of the model that are no words.
const SPECIAL = /^\[[^\]]+\]$|^<[^>]+>$/;

const isWord = ({ text }: MaskCandidate) => !SPECIAL.test(text) && text.trim() !== '';

/** What a user reads in the list: a continuation shows that something comes before it. */
function displayText(text: string): string {
  return isContinuation(text) ? `…${stripContinuationMark(text)}` : text;
}

const asTheyAre: WriteWords = (words) => words;

function candidateChoice(gap: number, { text, probability }: MaskCandidate, write = asTheyAre): CandidateChoice {
  const words = new Map([[gap, text]]);
  return { kind: 'choice', key: `${gap}:${text}`, label: labelOf(text, gap, write(words)), probability, words };
}

/** What would stand in the text; a piece of a word as such. */
function labelOf(text: string, gap: number, written: ReadonlyMap<number, string>): string {
  return isContinuation(text) ? displayText(text) : (written.get(gap) ?? text).trim();
}

function together(value: FillMaskValue, { gapOf }: EngineInput, write: WriteWords): CandidateChoice[] {
  return (value.joint ?? [])
    .filter(({ texts }) => !texts.some((text) => SPECIAL.test(text)))
    .map(({ texts, logProbability }) => {
      const words = new Map(texts.map((text, mask) => [gapOf[mask] ?? 0, text]));
      const written = write(words);
      return {
        kind: 'choice' as const,
        key: `joint:${texts.join(' ')}`,
        label: texts.map((text, mask) => labelOf(text, gapOf[mask] ?? 0, written)).join(' · '),
        probability: Math.exp(logProbability),
        words,
      };
    });
}

/** Less is not worth a row of its own. */
const LEAST_PUNCTUATION = 0.005;

/** Punctuation that the lists of words have left out, of all masks. */
function punctuationRows(value: FillMaskValue, { gapOf }: EngineInput, headings: RowHeadings): CandidateRow[] {
  const rows = value.masks.flatMap(({ leftOut }, mask) =>
    (leftOut?.candidates ?? [])
      .filter(({ probability }) => probability >= LEAST_PUNCTUATION)
      .map((candidate) => ({
        ...candidateChoice(gapOf[mask] ?? 0, candidate),
        ...(value.masks.length > 1 && { note: headings.gap(mask + 1) }),
      })),
  );
  return rows.length === 0 ? [] : [{ kind: 'heading', label: headings.punctuation }, ...rows];
}

/**
 * The rows for a sentence with masks: all masks together first when there are several, then each by itself, punctuation at
 * last.
 */
export function fillRows(
  value: FillMaskValue,
  asked: EngineInput,
  headings: RowHeadings,
  write = asTheyAre,
): CandidateRow[] {
  const joint = together(value, asked, write);
  const several = value.masks.length > 1;
  const rows: CandidateRow[] = joint.length > 0 ? [{ kind: 'heading', label: headings.together }, ...joint] : [];
  value.masks.forEach(({ candidates }, mask) => {
    if (several) rows.push({ kind: 'heading', label: headings.gap(mask + 1) });
    const gap = asked.gapOf[mask] ?? 0;
    rows.push(...candidates.filter(isWord).map((candidate) => candidateChoice(gap, candidate, write)));
  });
  return [...rows, ...punctuationRows(value, asked, headings)];
}

/** The same word twice, one behind the other: what a search from the left finds where it knows nothing better. */
const TWICE = /(?<!\S)(\S+) \1(?!\S)/u;

/** The rows of a gap that is filled with several words: fillings that fit each other, without repeating one. */
export function wideRows(
  value: FillMaskValue,
  asked: EngineInput,
  gap: number,
  separator: string,
  write = asTheyAre,
): CandidateRow[] {
  const seen = new Set<string>();
  return joinedWords(value, asked, gap, separator)
    .filter(({ text }) => !TWICE.test(text))
    .map((candidate) => candidateChoice(gap, candidate, write))
    .filter(({ label }) => !seen.has(label) && seen.add(label));
}

// Neither a piece of a word nor a mark replaces a word.
const isWholeWord = ({ text }: MaskCandidate) => !isContinuation(text) && /\p{L}|\p{N}/u.test(text);

/** The probability of the only candidate that was asked for, at the mask of a gap; null when the model cannot spell it. */
export function scoreOf(value: FillMaskValue, { gapOf }: EngineInput, gap: number): number | null {
  return value.masks[gapOf.indexOf(gap)]?.candidates[0]?.probability || null;
}

/** The rows of a typed word: one for each gap, the asked one first. */
export function typedRows(
  word: string,
  gaps: readonly number[],
  score: (gap: number) => number | null,
  headings: RowHeadings,
): CandidateChoice[] {
  const inOrder = [...gaps].sort((a, b) => a - b);
  return gaps.map((gap) => ({
    kind: 'choice',
    key: `typed:${gap}`,
    label: word,
    probability: score(gap),
    words: new Map([[gap, word]]),
    typed: true,
    ...(gaps.length > 1 && { note: headings.gap(inOrder.indexOf(gap) + 1) }),
  }));
}

/**
 * Fillings of several masks that stand for one gap, joined.
 * @param separator between words; none between the characters of one
 */
export function joinedWords(
  value: FillMaskValue,
  { gapOf }: EngineInput,
  gap: number,
  separator = '',
): MaskCandidate[] {
  return (value.joint ?? []).map(({ texts, logProbability }) => ({
    id: null,
    text: texts
      .filter((_, mask) => gapOf[mask] === gap)
      .map((text, index) => (isContinuation(text) || index === 0 ? '' : separator) + stripContinuationMark(text))
      .join(''),
    probability: Math.exp(logProbability),
  }));
}

/**
 * The rows for a word that may be replaced: the present word first, then the model's, without repeating one.
 * @param present the word that stands there and its probability, null when the model gives none
 * @param groups candidates under their headings; empty groups are left out
 * @param write how they would stand in the text, with an article that changes with them
 */
export function betterRows(
  gap: number,
  present: { text: string; probability: number | null },
  groups: readonly { heading: string; candidates: readonly MaskCandidate[] }[],
  headings: RowHeadings,
  write = asTheyAre,
): CandidateRow[] {
  const seen = new Set([present.text.toLowerCase()]);
  const isNew = ({ text }: MaskCandidate) => !seen.has(text.toLowerCase()) && seen.add(text.toLowerCase());
  const now: CandidateChoice = {
    kind: 'choice',
    key: 'now',
    label: present.text,
    probability: present.probability,
    words: new Map([[gap, present.text]]),
  };
  const rows: CandidateRow[] = [{ kind: 'heading', label: headings.now }, now];
  for (const { heading, candidates } of groups) {
    const choices = candidates
      .filter((candidate) => isWord(candidate) && isWholeWord(candidate) && isNew(candidate))
      .map((candidate) => candidateChoice(gap, candidate, write));
    if (choices.length > 0) rows.push({ kind: 'heading', label: heading }, ...choices);
  }
  return rows;
}
