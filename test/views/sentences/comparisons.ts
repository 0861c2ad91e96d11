import type { SentenceComparison } from '../../../src/protocol/webviews/index.js';

const SIX = [
  'The cat sleeps on the sofa.',
  'A cat is asleep on the couch.',
  'The bank raised its interest rates.',
  'They sat on the bank of the river.',
  'Interest rates went up.',
  'It is a sunny day.',
];

/** Cosines that are the same each time, between `least` and 1. */
function cosines(count: number, least: number, seed: number): number[][] {
  const value = (a: number, b: number) =>
    least + (1 - least) * (((Math.min(a, b) * 37 + Math.max(a, b) * seed) % 83) / 84);
  return Array.from({ length: count }, (_, a) => Array.from({ length: count }, (_, b) => (a === b ? 1 : value(a, b))));
}

const listed = (texts: readonly string[]) => texts.map((text, index) => ({ text, line: 2 * index + 1 }));

export const sixSentences: SentenceComparison = {
  model: 'bert-mini',
  sentences: listed(SIX),
  poolings: [
    { pooling: 'own', similarities: cosines(6, 0.1, 11) },
    { pooling: 'mean', similarities: cosines(6, 0.7, 13) },
    { pooling: 'cls', similarities: cosines(6, 0.9, 29) },
    { pooling: 'sep', similarities: cosines(6, 0.85, 41) },
    { pooling: 'max', similarities: cosines(6, 0.6, 53) },
  ],
  truncated: true,
};

/** One pair by several poolings. */
export const twoPooled: SentenceComparison = {
  model: 'bert-mini',
  sentences: listed(SIX.slice(2, 4)),
  poolings: [
    { pooling: 'mean', similarities: cosines(2, 0.7, 13) },
    { pooling: 'cls', similarities: cosines(2, 0.9, 29) },
  ],
  truncated: false,
};

/** One sentence three times, as 32 bits round its cosines. */
export const equalSentences: SentenceComparison = {
  model: 'bert-mini',
  sentences: listed([SIX[0]!, SIX[0]!, SIX[0]!]),
  poolings: (['mean', 'cls'] as const).map((pooling, at) => ({
    pooling,
    similarities: [0, 1, 2].map((a) => [0, 1, 2].map((b) => (a === b ? 1 : 1 - (a + b - 2 * at) * 6e-8))),
  })),
  truncated: false,
};

export const twoSentences: SentenceComparison = {
  model: 'gpt2-mini',
  sentences: listed(SIX.slice(0, 2)),
  poolings: [{ pooling: 'last', similarities: cosines(2, -0.5, 7) }],
  truncated: false,
};

export const fiftySentences: SentenceComparison = {
  ...sixSentences,
  sentences: listed(
    Array.from({ length: 50 }, (_, index) => `${SIX[index % 6]} <${index}> ${'and so on '.repeat(index % 7)}`),
  ),
  poolings: sixSentences.poolings.map(({ pooling }, index) => ({
    pooling,
    similarities: cosines(50, 0.2, 17 + index),
  })),
};
