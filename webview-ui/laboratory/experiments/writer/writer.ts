import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { directionGap, joint, type JointResult } from './joint.js';
import { maskPredict } from './maskPredict.js';
import { turn } from './turn.js';

/** A masked model that is made to write, and why it gives a text no probability. */
export const writer: Experiment = {
  id: 'writer',
  title: () => l10n.t('BERT as a writer'),
  summary: () =>
    l10n.t('Masks filled in turn or all at once and again, beside GPT-2, and the joint probability that is none'),
  parts: [turn, maskPredict, joint],
  why: () => ({
    paragraphs: [
      l10n.t(
        'BERT gives a distribution for each mask, and takes the masks as independent of one another: in one pass it cannot know what stands in its neighbour. That is why several masks side by side tend to say the same frequent word. To write, they have to be filled one after the other, each choice read by the next; or all at once, with the least certain masked again, which takes few passes however long the text is.',
      ),
      l10n.t(
        'GPT-2 needs no such plan. It was trained on one order, and the product of its conditionals in that order is, by the chain rule, the probability of the text behind its first token. It cannot know what follows; BERT reads the words behind the gap, and the end of the sentence, all the while.',
      ),
      l10n.t(
        'Any order gives BERT a product, too, and the products differ: its conditionals were trained each for itself, and nothing makes them parts of one joint distribution. A fixed order is a distribution of its own, from which one can draw. The pseudo-log-likelihood is not even that: every token is given all the others, so over all texts it does not add up to 1. It ranks sentences well all the same.',
      ),
    ],
    formulas: [
      {
        formula: 'p(x) = Π p(x_z(k) | x_z(1) … x_z(k−1))',
        meaning: l10n.t('z: an order; for a true joint distribution it is the same for every z'),
      },
      {
        formula: 'PLL = Σ ln p(xᵢ | all others)',
        meaning: l10n.t('special tokens left out; here as bits, −PLL / ln 2'),
      },
      {
        formula: 'n = N · (T − t) / T',
        meaning: l10n.t(
          'tokens masked again in iteration t (from 0) of T, those of the least probability; rounded down',
        ),
      },
    ],
    sources: [
      'Ghazvininejad, Levy, Liu, Zettlemoyer: Mask-Predict: Parallel Decoding of Conditional Masked Language Models (2019)',
      'Wang and Cho: BERT has a Mouth, and It Must Speak (2019)',
      'Cho: BERT has a Mouth and must Speak, but it is not an MRF (2019)',
      'Salazar, Liang, Nguyen, Kirchhoff: Masked Language Model Scoring (2020)',
      'Young and You: On the Inconsistencies of Conditionals Learned by Masked Language Models (2023)',
    ],
  }),
  exercise: {
    part: 'joint',
    task: () =>
      l10n.t(
        'Write a sentence of at least six tokens that costs nearly the same in both directions: less than 1 bit apart.',
      ),
    check: (result, numbers) => {
      const found = result as JointResult;
      const gap = directionGap(found);
      if (gap === null) return { isMet: false, text: l10n.t('Nothing was measured.') };
      const count = found.tokens.length;
      return {
        isMet: count >= 6 && gap < 1,
        text: l10n.t('Tokens: {0}; bits apart: {1}.', numbers.number(count), numbers.decimal(gap, 1)),
      };
    },
  },
};
