import { softmax } from '../../../../src/maths/softmax.js';
import type { ModelInfo, Sequence } from '../../../../src/protocol/engine/index.js';
import { BEGINNING } from '../../model/bitsBehind.js';
import type { Bench } from '../../model/experiment.js';
import { filled, sharesOf, wordsFrom, type GapText } from './gapText.js';

/** Ways to fill a gap, and to look for what fills it. */
export const WAYS = ['mask', 'left', 'prompt', 'inPlace', 'sentinel'] as const;
export type GapWay = (typeof WAYS)[number];

/** What one way found. */
export interface GapFinding {
  way: GapWay;
  model: string;
  /** highest first; of `inPlace` the shares among the candidates, of the others the model's own probabilities */
  candidates: { text: string; probability: number }[];
  /** of all that was run for it, loaded models; null where nothing was run */
  milliseconds: number | null;
  /** it has no sign for a gap */
  cannot: boolean;
}

const LISTED = 8;
const SENTINELS = ['<extra_id_0>', '<extra_id_1>'] as const;
const MOST_NEW_TOKENS = 12;

/** BERT, with a mask in the gap: words only. */
export async function byMask(bench: Bench, { id }: ModelInfo, gap: GapText): Promise<GapFinding> {
  const asked = { model: id, text: filled(gap, '[MASK]'), topK: LISTED, words: true };
  const { value, milliseconds } = await bench.timed('fillMask', asked);
  const candidates = value.masks[0]?.candidates.map(({ text, probability }) => ({ text, probability })) ?? [];
  return { way: 'mask', model: value.model, candidates, milliseconds, cannot: false };
}

/** GPT-2 behind a text: what comes next, each token by its probability. */
async function next(bench: Bench, way: 'left' | 'prompt', { id }: ModelInfo, text: string): Promise<GapFinding> {
  const { value, milliseconds } = await bench.timed('distribution', { model: id, text, topK: LISTED });
  const probabilities = softmax(value.logits);
  const candidates = value.texts.map((token, at) => ({ text: token, probability: probabilities[at] ?? 0 }));
  return { way, model: value.model, candidates, milliseconds, cannot: false };
}

/** GPT-2 with what stands before the gap only. */
export const byLeft = (bench: Bench, model: ModelInfo, { before }: GapText): Promise<GapFinding> =>
  next(bench, 'left', model, before.trimEnd() || BEGINNING);

/** GPT-2 asked in words: it reads both sides, and then says the missing word. */
export const byPrompt = (bench: Bench, model: ModelInfo, { before, behind }: GapText): Promise<GapFinding> =>
  next(bench, 'prompt', model, `${before}____${behind}\nThe missing word is "`);

/** GPT-2 with every candidate in the gap: the probability of the whole text, shared out among the candidates. */
export async function inPlace(
  bench: Bench,
  { id }: ModelInfo,
  gap: GapText,
  others: readonly GapFinding[],
): Promise<GapFinding | null> {
  const words = wordsFrom(
    ...others.filter(({ way }) => way === 'mask' || way === 'left').map(({ candidates }) => candidates),
  );
  if (words.length === 0) return null;
  const lead = gap.before.trim() === '' ? BEGINNING : '';
  const scored: { text: string; logProbability: number }[] = [];
  let milliseconds = 0;
  for (const word of words) {
    const timed = await bench.timed('score', { model: id, text: lead + filled(gap, word) });
    scored.push({ text: word, logProbability: timed.value.logProbability });
    milliseconds += timed.milliseconds;
  }
  const shares = sharesOf(scored.map(({ logProbability }) => logProbability));
  const candidates = scored
    .map(({ text }, at) => ({ text, probability: shares[at] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
  return { way: 'inPlace', model: id, candidates: candidates.slice(0, LISTED), milliseconds, cannot: false };
}

/** T5, with its sentinel in the gap: it writes what stands there, between two sentinels. */
export async function bySentinel(bench: Bench, { id }: ModelInfo, gap: GapText): Promise<GapFinding> {
  const ids: (number | undefined)[] = [];
  for (const text of SENTINELS) {
    const { tokens } = await bench.ask('tokens', { model: id, text });
    const own = tokens.filter(({ start }) => start !== null);
    ids.push(own.length === 1 ? own[0]?.id : undefined);
  }
  const [open, close] = ids;
  if (open === undefined || close === undefined) {
    return { way: 'sentinel', model: id, candidates: [], milliseconds: null, cannot: true };
  }
  const { value, milliseconds } = await bench.timed('generate', {
    model: id,
    text: filled(gap, SENTINELS[0]),
    decoding: { strategy: 'beam', numBeams: LISTED, numReturnSequences: LISTED },
    maxNewTokens: MOST_NEW_TOKENS,
    alternatives: 1,
  });
  return {
    way: 'sentinel',
    model: value.model,
    candidates: fillings(value.sequences, open, close),
    milliseconds,
    cannot: false,
  };
}

/** What stands between the sentinels of written texts, each filling once with the probability of its tokens and its end. */
export function fillings(sequences: readonly Sequence[], open: number, close: number): GapFinding['candidates'] {
  const found = new Map<string, number>();
  for (const { steps = [] } of sequences) {
    const from = steps.findIndex(({ id }) => id === open);
    const to = steps.findIndex(({ id }) => id === close);
    if (from < 0 || to <= from + 1) continue;
    const own = steps.slice(from + 1, to + 1);
    const text = own
      .slice(0, -1)
      .map((step) => step.text)
      .join('')
      .trim();
    const probability = own.reduce((product, step) => product * step.probability, 1);
    if (text !== '') found.set(text, Math.max(found.get(text) ?? 0, probability));
  }
  return [...found].map(([text, probability]) => ({ text, probability })).sort((a, b) => b.probability - a.probability);
}
