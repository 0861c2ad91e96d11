import * as vscode from 'vscode';
import type { BetterWordsValue, Params } from '../../../protocol/engine/index.js';
import { isolate } from '../../../text/isolate.js';
import { betterRows, scoreOf, typedRows, type RowHeadings } from './candidateRows.js';
import type { PickStep, TrackedSentence } from './fillMaskFlow.js';
import { MASK_PLACEHOLDER, toEngineInput, writerFor, type EngineInput } from './maskedSentence.js';

/** Asks the engine with the model of the settings. */
export type AskBetterWords = (
  params: Omit<Params<'betterWords'>, 'model'>,
  signal: AbortSignal,
) => Promise<BetterWordsValue>;

interface Asking {
  topK: number;
  askWords: AskBetterWords;
  headings: RowHeadings;
}

/** The list for a word that stands in a gap. */
export function betterWordStep(open: TrackedSentence, gap: number, { topK, askWords, headings }: Asking): PickStep {
  const { task } = open;
  const present = task.gaps[gap]?.present ?? '';
  return {
    open,
    gap,
    placeholder: vscode.l10n.t(
      'A better word for “{0}”: type to narrow, or a word to see its probability',
      isolate(present),
    ),
    async rows(ask, chosen, signal) {
      const asked = toEngineInput(task, chosen);
      // What is explained later is how the model reads the place. It also loads the model, and tells how far that is.
      await ask({ text: asked.text, topK });
      const { model, word, inThesaurus, candidates } = await askWords(
        { ...withWord(asked, gap, present), topK },
        signal,
      );
      const group = (name: 'meaning' | 'fits') =>
        candidates
          .filter((one) => one.group === name)
          .map(({ text, probability }) => ({ id: null, text, probability }));
      const groups = [
        { heading: vscode.l10n.t('Near in meaning'), candidates: group('meaning') },
        { heading: otherHeading(inThesaurus), candidates: group('fits') },
      ];
      const now = { text: present, probability: word.probability };
      return { model, rows: betterRows(gap, now, groups, headings, writerFor(task, chosen)) };
    },
    typed: (word) => typedRows(word, [gap], () => null, headings),
    async score(ask, word, chosen) {
      const asked = toEngineInput(task, chosen);
      const value = await ask({ text: asked.text, candidates: [word], words: true });
      return typedRows(word, [gap], () => scoreOf(value, asked, gap), headings);
    },
  };
}

function otherHeading(inThesaurus: boolean): string {
  return inThesaurus
    ? vscode.l10n.t('Other words that fit')
    : vscode.l10n.t('Words that fit: the thesaurus does not have this one');
}

/** The text with the word back in its gap, and where it then stands. */
function withWord(
  { text, gapOf }: EngineInput,
  gap: number,
  word: string,
): { text: string; start: number; end: number } {
  // Each gap that is asked about is a mask, and nothing else is one.
  const masks = text.split(MASK_PLACEHOLDER);
  const start = masks.slice(0, gapOf.indexOf(gap) + 1).join(MASK_PLACEHOLDER).length;
  return {
    text: text.slice(0, start) + word + text.slice(start + MASK_PLACEHOLDER.length),
    start,
    end: start + word.length,
  };
}
