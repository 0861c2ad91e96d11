import type { CallOf, ReadingFeature, ReadingResult } from '../../../src/protocol/webviews/index.js';

/* Results of the commands that read texts, as the engine gives them; figures are made up, the same each time. */

const of = (feature: ReadingFeature, model: string, calls: ReadingResult['calls'], count = calls.length) =>
  ({ kind: 'reading', feature, model, calls, count, milliseconds: 412 }) satisfies ReadingResult;

const token = (id: number, text: string, start: number, bits: number | null) => ({
  ...{ id, text, start, end: start + text.length },
  logProbability: bits === null ? null : -bits * Math.LN2,
  entropy: bits === null ? null : 3,
});

const causal: CallOf<'score'> = {
  method: 'score',
  params: { model: 'gpt2-mini', text: 'The cat sat on the xylophone.', stride: true },
  value: {
    model: 'gpt2-mini',
    method: 'causal',
    tokens: [
      token(1, 'The', 0, null),
      token(2, ' cat', 3, 9.25),
      token(3, ' sat', 7, 4.5),
      token(4, ' on', 11, 1.125),
      token(5, ' the', 14, 0.75),
      token(6, ' xyl', 18, 13.5),
      token(7, 'ophone', 22, 2.25),
      token(8, '.', 28, 1),
    ],
    logProbability: -22.4,
    perplexity: 24.6,
  },
};

const pseudo: CallOf<'score'> = {
  method: 'score',
  params: { model: 'bert-mini', text: 'A cat sat.', stride: true, withinWord: true },
  value: {
    model: 'bert-mini',
    method: 'pseudo',
    tokens: [token(1, 'a', 0, 2), token(2, 'cat', 2, 8), token(3, 'sat', 6, 3), token(4, '.', 9, 0.5)],
    logProbability: -9.4,
    perplexity: 10,
  },
};

export const surprise = of('surprise', 'gpt2-mini, bert-mini', [causal, pseudo]);

export const names = of(
  'names',
  'bert-base-NER',
  [
    {
      method: 'entities',
      params: { model: 'bert-base-NER', text: 'Ada Lovelace lived in London.', aggregation: 'first' },
      value: {
        model: 'bert-base-NER',
        entities: [
          { label: 'PER', text: 'Ada Lovelace', start: 0, end: 12, probability: 0.998 },
          { label: 'LOC', text: 'London', start: 22, end: 28, probability: 0.981 },
        ],
      },
    },
  ],
  140,
);

export const answers = of('answers', 'distilbert-squad', [
  {
    method: 'answer',
    params: {
      ...{ model: 'distilbert-squad', question: 'Where did she live?', context: 'Ada Lovelace lived in London.' },
      ...{ topK: 10, alignToWords: true, noAnswer: true },
    },
    value: {
      model: 'distilbert-squad',
      answers: [
        { text: 'London', start: 22, end: 28, probability: 0.873 },
        { text: 'in London', start: 19, end: 28, probability: 0.041 },
      ],
      noAnswer: 0.012,
    },
  },
]);

export const written = of('answers', 'gpt2-mini', [
  {
    method: 'generate',
    params: {
      model: 'gpt2-mini',
      text: 'Ada Lovelace lived in London.\n\nQuestion: Where did she live?\nAnswer:',
      decoding: { strategy: 'greedy' },
      maxNewTokens: 60,
      stop: ['\n'],
    },
    value: {
      model: 'gpt2-mini',
      prompt: [],
      sequences: [{ ids: [1, 2], text: ' In London.', logProbability: -1.4, score: -1.4, finish: 'stop' }],
      metrics: {
        ...{ newTokens: 2, seconds: 0.1, tokensPerSecond: 20, meanLogProbability: -0.7, perplexity: 2 },
        ...{ distinct1: 1, distinct2: 1, repeated4grams: 0, promptOverlap: 1, selfBleu: null },
      },
      warnings: [],
    },
  },
]);

const classify = (functionToApply: 'softmax' | 'sigmoid'): CallOf<'classify'> => ({
  method: 'classify',
  params: { model: 'distilbert-sst2', text: 'The film was great.' },
  value: {
    model: 'distilbert-sst2',
    functionToApply,
    labels: [
      { label: 'POSITIVE', probability: 0.9987 },
      { label: 'NEGATIVE', probability: 0.0013 },
    ],
  },
});

export const classes = of('classes', 'distilbert-sst2', [classify('softmax')]);
export const severalClasses = of('classes', 'distilbert-sst2', [classify('sigmoid')]);

export const typedLabels = of('classes', 'e5-mini', [
  {
    method: 'zeroShot',
    params: { text: 'The film was great.', labels: ['food', 'cinema'] },
    value: {
      model: 'e5-mini',
      method: 'similarity',
      labels: [
        { label: 'cinema', probability: 0.8 },
        { label: 'food', probability: 0.2 },
      ],
    },
  },
]);

export const byExamples = of('classes', 'gpt2-mini', [
  {
    method: 'zeroShot',
    params: {
      model: 'gpt2-mini',
      text: 'I liked the children.',
      labels: ['good', 'bad'],
      examples: [
        { text: 'The film was great.', label: 'good' },
        { text: 'I slept.', label: 'bad' },
      ],
    },
    value: {
      model: 'gpt2-mini',
      method: 'likelihood',
      prompt:
        'The film was great.\nThis text is about good.\n\nI slept.\nThis text is about bad.\n\nI liked the children.\nThis text is about ',
      labels: [
        { label: 'good', probability: 0.61 },
        { label: 'bad', probability: 0.39 },
      ],
    },
  },
]);

export const summary = of('summary', 't5-small', [
  {
    method: 'summarize',
    params: { model: 't5-small', text: 'The children sat on the bank. The dog went home.' },
    value: {
      model: 't5-small',
      text: 'the dog went home.',
      sentences: [
        {
          start: 0,
          end: 18,
          sources: [
            { start: 30, end: 48, weight: 0.72 },
            { start: 0, end: 29, weight: 0.28 },
          ],
        },
      ],
      parts: 1,
    },
  },
]);

const TEXTS = ['The cat sleeps.', 'A cat is asleep.', 'The bank raised its rates.'];
const compared = (pooling: CallOf<'embed'>['params']['pooling']): CallOf<'embed'> => ({
  method: 'embed',
  params: { model: 'e5-mini', texts: TEXTS, ...(pooling && { pooling }) },
  value: {
    model: 'e5-mini',
    similarities: [
      [1, 0.91, 0.72],
      [0.91, 1, 0.7],
      [0.72, 0.7, 1],
    ],
  },
});

export const similarity = of('similarity', 'e5-mini', [
  compared(undefined),
  compared('mean'),
  compared('cls'),
  compared('max'),
]);

/** All of them, by the name of their scene in the gallery. */
export const readings = {
  ...{ surprise, names, answers, written, classes, severalClasses, typedLabels, byExamples, summary, similarity },
} satisfies Record<string, ReadingResult>;
