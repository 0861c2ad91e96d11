import * as l10n from '@vscode/l10n';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';
import { bitsBehind } from '../../model/bitsBehind.js';
import type { Bench } from '../../model/experiment.js';
import type { SentencePair } from './sentencePairs.js';

/** Ways to say how well one sentence follows another. */
export const JUDGES = ['nextSentence', 'bits', 'cosine'] as const;
export type PairJudge = (typeof JUDGES)[number];

/** What a model says of all pairs, in their order: a probability, bits, or a cosine. */
export interface PairFinding {
  judge: PairJudge;
  model: string;
  values: number[];
}

/** Asks every judge that there is a model for, one after the other. */
export async function* judged(
  bench: Bench,
  pairs: readonly SentencePair[],
  { nextSentence, causal, embedder }: Readonly<Record<string, ModelInfo>>,
): AsyncGenerator<PairFinding> {
  const each = async (of: (pair: SentencePair) => Promise<number>) => {
    const values: number[] = [];
    for (const pair of pairs) values.push(await of(pair));
    return values;
  };
  if (nextSentence) {
    const model = nextSentence.id;
    const values = await each(async ({ first, second }) => {
      const { probability } = await bench.ask('nextSentence', { model, first, second });
      return probability;
    });
    yield { judge: 'nextSentence', model, values };
  }
  if (embedder) yield await cosines(bench, pairs, embedder.id);
  if (causal) {
    const model = causal.id;
    // The same tokens stand behind nothing and behind the first sentence.
    const alone = new Map<string, number>();
    for (const second of new Set(pairs.map((pair) => pair.second))) {
      alone.set(second, await bitsBehind(bench, model, '', gapBefore(second) + second));
    }
    const values = await each(async ({ first, second }) => {
      const behind = await bitsBehind(bench, model, first, gapBefore(second) + second);
      return (alone.get(second) ?? 0) - behind;
    });
    yield { judge: 'bits', model, values };
  }
}

async function cosines(bench: Bench, pairs: readonly SentencePair[], model: string): Promise<PairFinding> {
  const texts = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const { similarities } = await bench.ask('embed', { model, texts });
  const values = pairs.map(({ first, second }) => similarities[texts.indexOf(first)]?.[texts.indexOf(second)] ?? 0);
  return { judge: 'cosine', model, values };
}

/** Chinese has no space between sentences. */
const gapBefore = (sentence: string) => (/^\p{Script=Han}/u.test(sentence) ? '' : ' ');

export function judgeName(judge: PairJudge): string {
  switch (judge) {
    case 'nextSentence':
      return l10n.t('probability of the next sentence');
    case 'bits':
      return l10n.t('bits that the first sentence saves');
    case 'cosine':
      return l10n.t('cosine of the two');
  }
}
