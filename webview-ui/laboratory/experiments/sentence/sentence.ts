import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { pair } from './pair.js';
import { perplexity, type PerplexityResult } from './perplexity.js';

/** How probable a sentence is, and why the figures of different models do not compare. */
export const sentence: Experiment = {
  id: 'sentence',
  title: () => l10n.t('Probability of a sentence'),
  summary: () => l10n.t('Perplexity, pseudo-likelihood, bits a byte, and two sentences that differ in a word'),
  parts: [perplexity, pair],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A model that reads from the left gives each token a probability after those before it; their product is the probability of the text (behind its first token, which nothing predicts). Perplexity is the inverse of the geometric mean: as if the model chose among so many equal tokens each time.',
      ),
      l10n.t(
        'A masked model has no such product. Each token is masked in turn and predicted from all the others, and the sum is called a pseudo-log-likelihood. It mostly surprises less than a left-to-right reading, for every token has helped to predict its neighbours and they have helped to predict it. Pieces of one word give each other away; so while a piece is masked, the later pieces of its word are masked as well.',
      ),
      l10n.t(
        'Perplexity is per token, and tokens differ from model to model: a tokenizer with short pieces has a low perplexity and many of them. Bits a byte divide by what all models share, the text. Between two sentences that differ in one word most of this cancels out: which of them is the more probable can be asked of every model.',
      ),
    ],
    formulas: [
      { formula: 'PPL = exp(−1/n Σ ln p(xᵢ | x₁ … xᵢ₋₁))', meaning: l10n.t('n: tokens that were scored') },
      {
        formula: 'PLL = Σ ln p(xᵢ | all others)',
        meaning: l10n.t('special tokens left out; pseudo-perplexity: exp(−PLL / n)'),
      },
      { formula: 'bits a byte = −Σ log₂ p / bytes', meaning: l10n.t('bytes of the scored text in UTF-8') },
    ],
    sources: [
      'Salazar, Liang, Nguyen, Kirchhoff: Masked Language Model Scoring (2020)',
      'Kauf and Ivanova: A Better Way to Do Masked Language Model Scoring (2023)',
      'Warstadt et al.: BLiMP (2020)',
      'Gao et al.: The Pile (2020), section 3.1 (bits per byte)',
    ],
  }),
  exercise: {
    part: 'perplexity',
    task: () =>
      l10n.t(
        'Write a sentence whose pieces tell each other at least 5 bits: masked in turn it costs 5 bits less than with the rest of a word hidden.',
      ),
    check: (result, numbers) => {
      const { scores } = result as PerplexityResult;
      const [pseudo, within] = (['pseudo', 'withinWord'] as const).map((way) =>
        scores.find((score) => score.way === way),
      );
      const bits = (within?.bits ?? 0) - (pseudo?.bits ?? 0);
      return { isMet: bits >= 5, text: l10n.t('Pieces told each other {0} bits.', numbers.decimal(bits, 2)) };
    },
  },
};
