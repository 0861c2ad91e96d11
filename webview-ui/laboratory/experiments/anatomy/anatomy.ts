import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { length, ownRow, type LengthResult } from './length.js';
import { pairShare } from './operations.js';
import { parameters } from './parameters.js';
import { plan } from './plan.js';

/** How a model is built, what its parameters are for, and what a text costs it. */
export const anatomy: Experiment = {
  id: 'anatomy',
  title: () => l10n.t('Anatomy'),
  summary: () => l10n.t('A model’s plan from its own graph, its parameters part by part, and what length costs'),
  parts: [plan, parameters, length],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A Transformer repeats one layer. Attention mixes tokens: queries are compared with keys, and values are summed by the outcome. The feed-forward part then works on each token by itself. Around each of them goes a residual connection, and a norm stands either behind the sum, as in BERT, or before the part, as in GPT-2 and T5; the second trains more easily when there are many layers.',
      ),
      l10n.t(
        'Most parameters of a layer are in its feed-forward part: 8·d² beside the 4·d² of attention where it is four times as wide inside. A table of words has V·d, which is much in a small model and little in a large one. A decoder that also attends to an encoder has attention twice. (The formula 4·d² + 4·d·f + 2·d², often seen, gives 155.7 million for the layers of BERT-base, which have 85.05 million.)',
      ),
      l10n.t(
        'Each token by itself costs as many multiply-adds as the matrices have numbers, so that this part grows with the length n. Comparing all tokens with all others grows with n², but for short texts it is next to nothing: with f = 4·d it overtakes the feed-forward part only at 4·d tokens. A writer keeps keys and values of what was read, so that the next token costs one row instead of all; what it keeps grows with n.',
      ),
    ],
    formulas: [
      { formula: '4·d² + 2·d·f', meaning: l10n.t('matrices of a layer: queries, keys, values, output; up and down') },
      { formula: '8·d² + 2·d·f', meaning: l10n.t('of a decoder’s layer with cross-attention, as T5 has it') },
      {
        formula: 'n · (4·d² + 2·d·f) + 2·n²·d',
        meaning: l10n.t('multiply-adds of a layer, n tokens; a multiply-add is two operations (FLOP)'),
      },
      {
        formula: '2 · L · n · d',
        meaning: l10n.t('numbers that a writer keeps of n tokens: keys and values of L layers'),
      },
    ],
    sources: [
      'Vaswani et al.: Attention Is All You Need (2017), sections 3 and 4',
      'Xiong et al.: On Layer Normalization in the Transformer Architecture (2020)',
      'Press and Wolf: Using the Output Embedding to Improve Language Models (2017)',
      'Kaplan et al.: Scaling Laws for Neural Language Models (2020), section 2.1',
      'Pope et al.: Efficiently Scaling Transformer Inference (2022)',
    ],
  }),
  exercise: {
    part: 'length',
    task: () => l10n.t('Write a text for which at least 1 % of all multiply-adds are products between tokens.'),
    check: (result, numbers) => {
      const own = ownRow(result as LengthResult);
      if (!own) return { isMet: false, text: l10n.t('The sizes of this model are not known.') };
      const share = pairShare(own.operations);
      const text = l10n.t(
        'Tokens: {0}. Products between them: {1}.',
        numbers.number(own.tokens),
        numbers.percent(share),
      );
      return { isMet: share >= 0.01, text };
    },
  },
};
