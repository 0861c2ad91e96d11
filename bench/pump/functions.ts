import { noRepeatNgramProcessor } from '../../src/decoding/logits/processors.js';
import { computeMetrics } from '../../src/decoding/metrics/generationMetrics.js';
import { proseOf } from '../../src/engine/languages/proseOf.js';
import { loadTokenizer, type TextTokenizer } from '../../src/engine/tokenizer/tokenizer.js';
import { alignWhole } from '../../src/engine/tokenizer/alignedText.js';
import { createUnicodeNormalizer } from '../../src/engine/tokenizer/unicodeNormalizer.js';
import { spanAround, isText } from '../../src/host/editor/chooseSpan.js';
import { truncateToBudget, endOfFirstSentence, buildPrompt } from '../../src/host/editor/promptText.js';
import { sentenceUnder } from '../../src/host/features/attention/hover/sentenceUnder.js';
import { findBlocks } from '../../src/documents/plainBlocks.js';
import { sentenceNear } from '../../src/documents/sentenceAt.js';
import { quotePrefix } from '../../src/documents/below/place.js';
import { paragraphAround } from '../../src/host/editor/paragraph.js';
import { formatCandidate } from '../../src/host/features/fillMask/formatCandidate.js';
import { findMaskNear, findWordNear } from '../../src/host/features/fillMask/maskedSentence.js';
import { groupWords } from '../../src/attention/tokenWords.js';
import * as text from '../../src/text/index.js';
import { escapeMarkup, replaceUnprintable } from '../../src/text/escape.js';
import { startsSentence } from '../../src/text/words.js';
import { splitWords } from '../../src/text/wordSpans.js';

/** A function of a text. */
export interface Pumping {
  name: string;
  /** runs in the extension host, where nothing may take 50 ms */
  host: boolean;
  run: (text: string) => unknown;
}

const host = (name: string, run: (text: string) => unknown): Pumping => ({ name, host: true, run });
const engine = (name: string, run: (text: string) => unknown): Pumping => ({ name, host: false, run });
const middle = (of: string) => Math.floor(of.length / 2);

const plain: readonly Pumping[] = [
  engine('blocks', findBlocks),
  engine('sentences', (of) => text.splitSentences(of)),
  engine('splitAtClauses', (of) => [...text.splitAtClauses(of, ({ length }) => Math.min(length, 500))]),
  engine('findMasks', text.findMasks),
  engine('wordSpans', splitWords),
  engine('sentenceAround', (of) => text.sentenceAround(of, middle(of))),
  engine('startsSentence', (of) => startsSentence(of, middle(of))),
  engine('NFKC', (of) => createUnicodeNormalizer('NFKC')(alignWhole(of))),
  engine('NFD', (of) => createUnicodeNormalizer('NFD')(alignWhole(of))),
  engine('noRepeatNgram', (of) => noRepeatNgramProcessor(3).bans?.({ ids: unitsOf(of), newTokens: 0 })),
  engine('measure', (of) => {
    const sequence = { ids: unitsOf(of), newTokens: of.length, logProbability: -1 };
    return computeMetrics([sequence, sequence, sequence], sequence.ids, 1, false);
  }),
  host('wordAt', (of) => text.wordSpanAt(of, middle(of))),
  host('sentenceUnder prose', (of) => sentenceUnder(of, middle(of), 'plain')),
  host('sentenceUnder Markdown', (of) => sentenceUnder(of, middle(of), 'markdown')),
  host('sentenceUnder code', (of) => sentenceUnder(of, middle(of), 'program:typescript')),
  host('sentenceUnder python', (of) => sentenceUnder(of, middle(of), 'program:python')),
  host('proseInCode', (of) => sentenceNear(of, of.length - 1, 'program:vue')),
  host('around paragraph', (of) => spanAround(of, middle(of), 'paragraph', 'typescript')),
  host('isText', (of) => isText(of, { start: 0, end: of.length })),
  host('paragraphAround', (of) => paragraphAround(of, middle(of))),
  host('maskNear', (of) => findMaskNear(of, middle(of))),
  host('wordNear', (of) => findWordNear(of, middle(of))),
  host('fitWord', (of) => formatCandidate(of.slice(-12_000), { start: 11_000, end: 11_001 }, '##er', false)),
  host('promptOf', (of) => buildPrompt(of.slice(-20_000))),
  host('cutToBudget', (of) => truncateToBudget(of.slice(-20_000), [], 1)),
  host('endOfFirstSentence', (of) => endOfFirstSentence(of.slice(-20_000), true)),
  engine('proseOf', proseOf),
  host('markBelow', (of) => quotePrefix(of)),
  host('unprintable', (of) => replaceUnprintable(of)),
  host('escaped', (of) => escapeMarkup(of)),
];

const unitsOf = (of: string): number[] => Array.from({ length: of.length }, (_, index) => of.charCodeAt(index));

function tokenizing(name: string, tokenizer: TextTokenizer): Pumping[] {
  return [
    engine(`${name} encode`, (of) => tokenizer.encode(of)),
    engine(`${name} decode`, (of) => tokenizer.decode(tokenizer.encode(of).map(({ id }) => id))),
    engine(`${name} words`, (of) => groupWords(tokenizer.encode(of), of)),
  ];
}

/** All functions that read a text of a user's. */
export async function functions(folderOf: (model: string) => string): Promise<Pumping[]> {
  const models = ['bert-mini', 'gpt2-mini', 't5-mini'];
  const tokenizers = await Promise.all(models.map((model) => loadTokenizer(folderOf(model))));
  return [...plain, ...models.flatMap((model, index) => tokenizing(model, tokenizers[index]!))];
}
