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

export type CandidateRow = CandidateChoice | HeadingRow;

/** Texts of the list's headings, in the user's language. */
export interface RowHeadings {
  together: string;
  /** of one gap among several, counted from 1 */
  gap(number: number): string;
  now: string;
  instead: string;
  /** of single characters, where words of several were asked for first */
  character: string;
}

// [UNK], [PAD], [unused12]: answers of the model that are no words.
const SPECIAL = /^\[[^\]]+\]$|^<[^>]+>$/;

const isWord = ({ text }: MaskCandidate) => !SPECIAL.test(text) && text.trim() !== '';

/** What a user reads in the list: a continuation shows that something comes before it. */
function displayText(text: string): string {
  return isContinuation(text) ? `…${stripContinuationMark(text)}` : text;
}

function candidateChoice(gap: number, { text, probability }: MaskCandidate): CandidateChoice {
  return {
    kind: 'choice',
    key: `${gap}:${text}`,
    label: displayText(text),
    probability,
    words: new Map([[gap, text]]),
  };
}

function together(value: FillMaskValue, { gapOf }: EngineInput): CandidateChoice[] {
  return (value.joint ?? [])
    .filter(({ texts }) => !texts.some((text) => SPECIAL.test(text)))
    .map(({ texts, logProbability }) => ({
      kind: 'choice' as const,
      key: `joint:${texts.join(' ')}`,
      label: texts.map(displayText).join(' · '),
      probability: Math.exp(logProbability),
      words: new Map(texts.map((text, mask) => [gapOf[mask] ?? 0, text])),
    }));
}

/** The rows for a sentence with masks: all masks together first when there are several, then each by itself. */
export function fillRows(value: FillMaskValue, asked: EngineInput, headings: RowHeadings): CandidateRow[] {
  const joint = together(value, asked);
  const several = value.masks.length > 1;
  const rows: CandidateRow[] = joint.length > 0 ? [{ kind: 'heading', label: headings.together }, ...joint] : [];
  value.masks.forEach(({ candidates }, mask) => {
    if (several) rows.push({ kind: 'heading', label: headings.gap(mask + 1) });
    rows.push(...candidates.filter(isWord).map((candidate) => candidateChoice(asked.gapOf[mask] ?? 0, candidate)));
  });
  return rows;
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

/** Fillings of several masks that stand for the characters of one gap, joined to words. */
export function joinedWords(value: FillMaskValue, { gapOf }: EngineInput, gap: number): MaskCandidate[] {
  return (value.joint ?? []).map(({ texts, logProbability }) => ({
    id: null,
    text: texts
      .filter((_, mask) => gapOf[mask] === gap)
      .map(stripContinuationMark)
      .join(''),
    probability: Math.exp(logProbability),
  }));
}

/**
 * The rows for a word that may be replaced: the present word first, then the model's, without repeating one.
 * @param present the word that stands there and its probability, null when the model gives none
 * @param groups candidates under their headings; empty groups are left out
 */
export function betterRows(
  gap: number,
  present: { text: string; probability: number | null },
  groups: readonly { heading: string; candidates: readonly MaskCandidate[] }[],
  headings: RowHeadings,
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
      .map((candidate) => candidateChoice(gap, candidate));
    if (choices.length > 0) rows.push({ kind: 'heading', label: heading }, ...choices);
  }
  return rows;
}
