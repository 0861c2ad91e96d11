import type { Mutation } from './mutation.js';

type Call = [method: string, params: object];

const text = 'She drank a cup of [MASK] in the morning.';

/** Asked of every folder: it needs the tokenizer alone. */
export const TOKENS: Call = ['tokens', { text }];

const LOOKING: Call[] = [
  ['attention', { text }],
  ['attentionSummary', { text }],
  ['rightContext', { text, at: 1 }],
  ['hidden', { text }],
];
const LENS: Call = ['logitLens', { text }];
const MASKS: Call[] = [
  ['fillMask', { text }],
  ['occlusion', { text, at: 2 }],
  ['saliency', { text, at: 2, steps: 2 }],
  ['gradients', { text, learningRate: 0.01 }],
  LENS,
  ...LOOKING,
];
const WRITING: Call[] = [
  ['generate', { text, decoding: { strategy: 'greedy' }, maxNewTokens: 4 }],
  ['generate', { text, decoding: { strategy: 'beam', numBeams: 2 }, maxNewTokens: 4 }],
  ['generate', { text, decoding: { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 }, maxNewTokens: 3 }],
  ['distribution', { text }],
];
const DECODER: Call[] = [
  ...WRITING,
  ['occlusion', { text, at: 2 }],
  ['saliency', { text, at: 2, steps: 2 }],
  ['gradients', { text, learningRate: 0.01 }],
  LENS,
  ...LOOKING,
];
const ENCODER_DECODER: Call[] = [
  ...WRITING,
  ['occlusion', { text, at: 1 }],
  ['saliency', { text, at: 1, steps: 2 }],
  LENS,
  ...LOOKING,
];

/** By a part of a model's name; the first that is in it counts. */
const CALLS: [part: string, calls: Call[]][] = [
  [
    'squad',
    [
      ['answer', { question: 'What did she drink?', context: 'She drank a cup of tea.' }],
      ['embed', { texts: ['She drank a cup of tea.'] }],
      ['attention', { text }],
    ],
  ],
  ['sst2', [['classify', { text }], ['embed', { texts: [text] }], ...LOOKING]],
  ['bert', MASKS],
  ['marian', ENCODER_DECODER],
  ['bart', ENCODER_DECODER],
  ['t5', [['translate', { text, from: 'English', to: 'German' }], ...ENCODER_DECODER]],
];

/** What a folder is asked for: the methods that its sound model serves. Models of no other name write. */
export const callsFor = ({ model }: Mutation): Call[] => CALLS.find(([part]) => model.includes(part))?.[1] ?? DECODER;
