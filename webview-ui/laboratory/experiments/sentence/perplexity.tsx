import * as l10n from '@vscode/l10n';
import { joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { BarRows } from '../../drawing/barRows.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { CAUSAL, MASKED } from '../../model/roles.js';
import { wordsOf } from '../../model/words.js';
import { scoreText, WAYS, type SentenceScore, type Way } from './scores.js';

export interface PerplexityResult {
  words: string[];
  scores: SentenceScore[];
}

async function* measure(bench: Bench, { text, models }: LabInput): AsyncGenerator<PerplexityResult> {
  const words = wordsOf(text).map(({ start, end }) => text.slice(start, end));
  let scores: SentenceScore[] = [];
  for await (const score of scoreText(bench, text, models)) {
    scores = [...scores, score];
    bench.progress(scores.length, WAYS.length);
    yield { words, scores };
  }
}

export function wayName(way: Way): string {
  switch (way) {
    case 'causal':
      return l10n.t('from the left (GPT-2)');
    case 'pseudo':
      return l10n.t('masked in turn (BERT)');
    case 'withinWord':
      return l10n.t('masked in turn, rest of the word hidden');
  }
}

function seen({ scores }: PerplexityResult, numbers: Numbers): string {
  const decimal = (value: number) => numbers.decimal(value, 2);
  const [causal, pseudo, within] = WAYS.map((way) => scores.find((score) => score.way === way));
  const parts: string[] = [];
  if (causal) {
    parts.push(
      l10n.t(
        '{0} has a perplexity of {1} (tokens: {2}), {3} bits a byte.',
        causal.model,
        decimal(causal.perplexity),
        numbers.number(causal.tokens),
        decimal(causal.bitsPerByte),
      ),
    );
  }
  if (pseudo) {
    parts.push(
      l10n.t(
        '{0}’s pseudo-perplexity is {1} (tokens: {2}), {3} bits a byte: not comparable, since each token saw all the others.',
        pseudo.model,
        decimal(pseudo.perplexity),
        numbers.number(pseudo.tokens),
        decimal(pseudo.bitsPerByte),
      ),
    );
  }
  if (pseudo && within) {
    parts.push(
      within.bits - pseudo.bits > 0.005
        ? l10n.t(
            'With the rest of a word hidden it is {0}: pieces had told each other {1} bits.',
            decimal(within.perplexity),
            decimal(within.bits - pseudo.bits),
          )
        : l10n.t('Hiding the rest of a word adds nothing here ({0} bits).', decimal(within.bits - pseudo.bits)),
    );
  }
  return joinSentences(...parts);
}

export const perplexity: Part<PerplexityResult> = {
  id: 'perplexity',
  title: () => l10n.t('One sentence'),
  question: () => l10n.t('How probable is a sentence, and to whom?'),
  roles: [CAUSAL, MASKED],
  examples: [
    {
      language: 'en',
      text: 'The unhappy photographer walked home in the rain.',
      point: () => l10n.t('A word of several pieces: they give each other away'),
    },
    {
      language: 'en',
      text: 'The cat sat on the mat and looked out of the window.',
      point: () => l10n.t('Everyday words, each one token'),
    },
    {
      language: 'zh',
      text: '今天天气很好，我们去公园散步。',
      point: () =>
        l10n.t('Chinese: one model counts bytes, the other characters, so perplexities have nothing in common'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'A pseudo-likelihood is no probability: over all sentences it does not add up to 1. Bits a byte put different tokenizers on one scale, yet only of models that answer the same question.',
    ),
  picture: (result: PerplexityResult, drawing: Drawing) =>
    BarRows({
      ...drawing,
      rows: result.words.map((label, at) => ({
        label,
        values: WAYS.map((way) => result.scores.find((score) => score.way === way)?.words[at] ?? null),
      })),
      figure: (value) => drawing.numbers.decimal(value, 1),
      label: seen(result, drawing.numbers),
    }),
  legend: () => WAYS.map((way, series) => ({ mark: `series-${series}`, text: l10n.t('{0}, bits', wayName(way)) })),
  table: ({ words, scores }) => ({
    header: [l10n.t('what'), ...scores.map(({ way, model }) => `${model}: ${wayName(way)}`)],
    rows: [
      [l10n.t('tokens scored'), ...scores.map(({ tokens }) => tokens)],
      [l10n.t('bits in all'), ...scores.map(({ bits }) => bits)],
      [l10n.t('(pseudo-)perplexity, per token'), ...scores.map((score) => score.perplexity)],
      [l10n.t('bytes scored'), ...scores.map(({ bytes }) => bytes)],
      [l10n.t('bits a byte'), ...scores.map(({ bitsPerByte }) => bitsPerByte)],
      ...words.map((word, at) => [l10n.t('{0}, bits', word), ...scores.map((score) => score.words[at] ?? null)]),
    ],
  }),
};
