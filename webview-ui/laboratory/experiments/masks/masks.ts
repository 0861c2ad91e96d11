import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { future, summarize, type FutureResult } from './future.js';
import { steps } from './steps.js';

/** Which positions may see which, and what happens to a word that may see no more. */
export const masks: Experiment = {
  id: 'masks',
  title: () => l10n.t('Masks'),
  summary: () => l10n.t('Who may read whom, on your words’ own scores, and the future hidden from BERT and T5'),
  parts: [steps, future],
  why: () => ({
    paragraphs: [
      l10n.t(
        'Attention compares each token with each. What tells the architectures apart is a mask: scores of what must not be read are set to minus infinity before softmax, which makes them exactly 0. BERT masks nothing, so a word is read from both sides; GPT-2 hides what follows, so that the next token is still a question, and a token may read itself.',
      ),
      l10n.t(
        'Between the two are others. A prefix may be read by all while the rest is causal: UniLM trains one model with this mask and the two plain ones, and as a matrix T5’s encoder and decoder look the same, though there three attentions with weights of their own fill it in. XLNet draws an order for each text and lets a token read those that come before it in the order, wherever they stand.',
      ),
      l10n.t(
        'For a trained model the mask is a habit. A decoder’s words are the same to the last digit when the future is hidden, since they never read it. An encoder’s words become other vectors: all of them were made from both sides.',
      ),
    ],
    formulas: [
      {
        formula: 'w = softmax(q·k / √d + m)',
        meaning: l10n.t(
          'm is 0 where it may be read, −∞ where not; T5 does not divide by √d and adds a bias by distance',
        ),
      },
      { formula: 'causal: m(i, j) = 0 if j ≤ i, else −∞', meaning: l10n.t('position i sees itself') },
      {
        formula: 'permutation: m(i, j) = 0 if z(j) ≤ z(i), else −∞',
        meaning: l10n.t('z: place in the order that was drawn'),
      },
      {
        formula: 'change = 1 − a·b / (|a| |b|)',
        meaning: l10n.t('a, b: the word’s last hidden states with and without what follows'),
      },
    ],
    sources: [
      'Vaswani et al.: Attention Is All You Need (2017), section 3.2.3',
      'Dong et al.: Unified Language Model Pre-training (UniLM, 2019), section 2',
      'Yang et al.: XLNet (2019), section 2.2',
      'Raffel et al.: Exploring the Limits of Transfer Learning (T5, 2020), section 3.2',
    ],
  }),
  exercise: {
    part: 'future',
    task: () =>
      l10n.t('Find a sentence in which hiding what follows turns a word of the masked model by more than 0.12.'),
    check: (result, numbers) => {
      const [first] = summarize(result as FutureResult);
      if (!first) return { isMet: false, text: l10n.t('Nothing follows a word here: write at least two.') };
      const { id, most } = first;
      const text = l10n.t('{0}: “{1}” changes most, by {2}.', id, most.word, numbers.decimal(most.change, 3));
      return { isMet: most.change > 0.12, text };
    },
  },
};
