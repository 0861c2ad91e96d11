import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { excerptAround } from '../../editor/excerpt.js';
import { TrackedText } from '../../editor/trackedText.js';
import { betterWordStep, type AskBetterWords } from './betterWordStep.js';
import { fillRows, scoreOf, typedRows, wideRows, type CandidateRow, type RowHeadings } from './candidateRows.js';
import {
  findMaskNear,
  findWordNear,
  isAmongHan,
  toEngineInput,
  writerFor,
  type MaskedSentence,
} from './maskedSentence.js';
import { formatOf } from './documentFormat.js';
import type { TrackedSentence, PickStep } from './fillMaskFlow.js';

export function headings(): RowHeadings {
  return {
    together: vscode.l10n.t('All masks together'),
    gap: (number) => vscode.l10n.t('Mask {0} by itself', number),
    now: vscode.l10n.t('Now'),
    punctuation: vscode.l10n.t('Punctuation'),
  };
}

/** Sentences of a document that are being filled; two cursors in one sentence share it. */
class TrackedSentences {
  readonly #open: (TrackedSentence & { span: Span })[] = [];

  constructor(private readonly document: vscode.TextDocument) {}

  /** The sentence of a task whose offsets count from `base`. */
  get(task: MaskedSentence, base: number): TrackedSentence {
    const span = { start: task.span.start + base, end: task.span.end + base };
    const known = this.#open.find((one) => one.span.start === span.start && one.task.gaps.length === task.gaps.length);
    if (known !== undefined) return known;
    const open = {
      task,
      span,
      tracked: new TrackedText(this.document, span),
      gaps: task.gaps.map(({ start, end }) => {
        const gap = { start: span.start + start, end: span.start + end };
        return new TrackedText(this.document, gap, { byPosition: true });
      }),
      chosen: new Map<number, string>(),
    };
    this.#open.push(open);
    return open;
  }
}

/**
 * One turn for each mask that is nearest to a cursor, in the text's order.
 * @param reach how much of a sentence is taken on each side of its mask, in UTF-16 units; all when left out
 */
export function fillMaskSteps({ document, selections }: vscode.TextEditor, topK: number, reach?: number): PickStep[] {
  const sentences = new TrackedSentences(document);
  const turns: PickStep[] = [];
  for (const selection of inOrder(selections)) {
    const { text, start } = excerptAround(document, selection);
    const format = formatOf(document, start);
    const found = findMaskNear(text, document.offsetAt(selection.active) - start, reach, format);
    if (found === null) continue;
    const open = sentences.get(found.task, start);
    if (!turns.some((turn) => turn.open === open && turn.gap === found.gap))
      turns.push(fillMaskStep(open, found.gap, topK));
  }
  return turns;
}

function fillMaskStep(open: TrackedSentence, gap: number, topK: number): PickStep {
  const { task } = open;
  const texts = headings();
  const gapsOf = (gapOf: readonly number[]) =>
    [...new Set(gapOf)].sort((a, b) => Number(b === gap) - Number(a === gap));
  return {
    open,
    gap,
    placeholder: vscode.l10n.t('Fill [MASK]: type to narrow, or a word to see its probability'),
    async rows(ask, chosen, _signal, width) {
      const asked = toEngineInput(task, chosen, new Map([[gap, width]]));
      const value = await ask({ text: asked.text, topK, words: true });
      const write = writerFor(task, chosen);
      const words = isAmongHan(task, gap) ? CHARACTERS : WORDS;
      const rows =
        width === 1 ? fillRows(value, asked, texts, write) : wideRows(value, asked, gap, words.separator, write);
      const isOnly = asked.gapOf.every((one) => one === gap);
      return { model: value.model, rows: [...rows, ...(isOnly ? widthRows(words.labels(), width) : [])] };
    },
    typed: (word, chosen) => typedRows(word, gapsOf(toEngineInput(task, chosen).gapOf), () => null, texts),
    async score(ask, word, chosen) {
      const asked = toEngineInput(task, chosen);
      const value = await ask({ text: asked.text, candidates: [word], words: true });
      return typedRows(word, gapsOf(asked.gapOf), (one) => scoreOf(value, asked, one), texts);
    },
  };
}

/** What a gap may be filled with, and what stands between them. */
const WORDS = {
  separator: ' ',
  labels: () => [vscode.l10n.t('One word'), vscode.l10n.t('Two words'), vscode.l10n.t('Three words')],
};
const CHARACTERS = {
  separator: '',
  labels: () => [vscode.l10n.t('One character'), vscode.l10n.t('Two characters'), vscode.l10n.t('Three characters')],
};

/** The other widths that a gap may have. */
function widthRows(labels: readonly string[], present: number): CandidateRow[] {
  const others = labels.flatMap((label, index) =>
    index + 1 === present ? [] : [{ kind: 'width' as const, label, width: index + 1 }],
  );
  return [{ kind: 'heading', label: vscode.l10n.t('Fill with') }, ...others];
}

/**
 * One turn for each cursor's word, in the text's order.
 * @param reach as for `fillMaskSteps`
 */
export function betterWordSteps(
  { document, selections }: vscode.TextEditor,
  topK: number,
  askWords: AskBetterWords,
  reach?: number,
): PickStep[] {
  const turns: PickStep[] = [];
  const seen = new Set<number>();
  for (const selection of inOrder(selections)) {
    const { text, start } = excerptAround(document, selection);
    const chosen = selectedWord(document, selection, start);
    const format = formatOf(document, start);
    const found = findWordNear(text, document.offsetAt(selection.active) - start, chosen, reach, format);
    if (found === null) continue;
    const at = start + found.task.span.start + found.task.gaps[found.gap]!.start;
    if (seen.has(at)) continue;
    seen.add(at);
    const sentence = new TrackedSentences(document).get(found.task, start);
    turns.push(betterWordStep(sentence, found.gap, { topK, askWords, headings: headings() }));
  }
  return turns;
}

const LONGEST_WORD = 60;

/** A selection as the word to replace, without the spaces around it; undefined when it is none. */
function selectedWord(document: vscode.TextDocument, selection: vscode.Selection, base: number): Span | undefined {
  const selected = document.getText(selection);
  const word = selected.trim();
  if (word === '' || word.length > LONGEST_WORD || !selection.isSingleLine) return undefined;
  const start = document.offsetAt(selection.start) - base + selected.indexOf(word);
  return { start, end: start + word.length };
}

function inOrder(selections: readonly vscode.Selection[]): vscode.Selection[] {
  return [...selections].sort((a, b) => a.start.compareTo(b.start));
}
