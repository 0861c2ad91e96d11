import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { context, worth, type ContextResult } from './context.js';
import { corruption } from './corruption.js';
import { ratio } from './ratio.js';
import { signal } from './signal.js';

/** What context is worth in bits, and what training takes away and asks for. */
export const information: Experiment = {
  id: 'information',
  title: () => l10n.t('Information'),
  summary: () => l10n.t('What the right side is worth in bits, and how masking makes questions of a text'),
  parts: [context, ratio, corruption, signal],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A prediction is a distribution over the vocabulary. How much the true token surprises is −log₂ of its probability; how unsure the model is before it is told is the entropy. Both are in bits: one bit halves the odds. The right side is worth what it takes off the surprise, and that may be less than nothing: what follows can point the wrong way.',
      ),
      l10n.t(
        'Two distributions can only be compared over one vocabulary. So one model is asked twice, once with all that follows hidden by the attention mask, and the divergence KL says how many bits are lost by using the one prediction in place of the other. BERT against GPT-2 would compare lists of different words. gptbert-mini has met both ways in its training; a plain BERT has hardly ever met a hidden right side, so part of its difference is the strange cut.',
      ),
      l10n.t(
        'Masked training chooses 15 % of the tokens; of these 80 % become a mask, 10 % another token, 10 % stay, so that the model cannot rely on masks to know where it is asked. Loss is on the chosen tokens only, which is why the same text is read many times; a model that reads from the left is asked at every token. The gradient at the logits is p − y: the probabilities, less 1 at the true token.',
      ),
    ],
    formulas: [
      { formula: 'surprise(x) = −log₂ p(x)', meaning: l10n.t('bits; natural logarithms divided by ln 2') },
      {
        formula: 'H(p) = −Σ p log₂ p ≤ log₂ V',
        meaning: l10n.t('V: tokens in the vocabulary; equal only where all are equally probable'),
      },
      {
        formula: 'KL(p ‖ q) = Σ p (log₂ p − log₂ q) ≥ 0',
        meaning: l10n.t('p: with both sides, q: with the left one; 0 only where they are the same'),
      },
      {
        formula: '∂loss / ∂logits = p − y',
        meaning: l10n.t('y: 1 at the true token, else 0; the sizes add up to 2 (1 − p(x))'),
      },
    ],
    sources: [
      'Shannon: A Mathematical Theory of Communication (1948)',
      'Devlin et al.: BERT (2019), sections 3.1 and A.1',
      'Wettig, Gao, Zhong, Chen: Should You Mask 15% in Masked Language Modeling? (2023)',
      'Charpentier and Samuel: GPT or BERT: why not both? (2024)',
    ],
  }),
  exercise: {
    part: 'context',
    task: () =>
      l10n.t(
        'Find a sentence with a token to which the right side is worth 8 bits or more: a blank that needs what follows.',
      ),
    check: (result, numbers) => {
      const { rows } = result as ContextResult;
      const [most] = [...rows].sort((a, b) => worth(b) - worth(a));
      if (!most) return { isMet: false, text: l10n.t('Nothing was measured.') };
      const text = l10n.t('Most is gained at “{0}”: {1} bits.', most.token, numbers.decimal(worth(most), 2));
      return { isMet: worth(most) >= 8, text };
    },
  },
};
