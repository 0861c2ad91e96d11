import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { bestLook, courseOf, type NothingResult } from './course.js';
import { learning } from './learning.js';

/** Share of what letter frequencies need that the exercise asks the GPT to come below. */
const WANTED = 0.5;

/** A GPT and a BERT that begin with weights by chance. */
export const nothing: Experiment = {
  id: 'nothing',
  title: () => l10n.t('From nothing'),
  summary: () => l10n.t('A tiny GPT and a tiny BERT learn a text of yours side by side, step by step'),
  parts: [learning],
  why: () => ({
    paragraphs: [
      l10n.t(
        'Both are transformers of two layers and of one size, with a token for each character and weights by chance. At each step both read 16 stretches of 64 tokens that begin at the same places of the text. The GPT predicts every next character; of the BERT’s characters a share is chosen (15 % as with the first BERT, or what you choose): of these eight in ten become a mask, one another character, one stays, and only they are predicted and carry loss.',
      ),
      l10n.t(
        'So a step tells the BERT less, and asks more: before a gap can be filled, it must be known which characters are the gap’s neighbours. The GPT has it easier, since the last character that it reads is always the one before.',
      ),
      l10n.t(
        'How often each letter is comes first, for that needs no context; its cost is the dashed line. A small BERT can stay there for a thousand steps and more when its positions are a table, learnt or begun as sines. With a number for each distance, far ones together (MPNet’s form, from T5), begun at the neighbours, it leaves soon. Choose the positions and see.',
      ),
      l10n.t(
        'A bit less is as if half as many characters were left to choose from. The losses of the two do not compare: both sides of a gap tell more than the left one alone. What compares is each with letter frequencies, and what each writes.',
      ),
      l10n.t(
        'Some kB teach spelling, words and phrases of that text. With more steps the loss goes on falling on what is learnt from, and sooner or later rises on what is held out: the text is learnt by heart. BERT was trained on 3.3 billion words, GPT-2 on 40 GB of text from the web.',
      ),
      l10n.t(
        'AdamW moves each weight by its gradient’s running mean over the root of its running square, and pulls matrices a little towards 0. The rate rises over 20 steps and falls to a tenth along half a cosine; a gradient whose norm is above 1 is scaled down to it.',
      ),
    ],
    formulas: [
      { formula: '−1/n · Σ log₂ p(xᵢ | x₁ … xᵢ₋₁)', meaning: l10n.t('the GPT’s loss in bits, over all n characters') },
      {
        formula: '−1/|M| · Σ_{i ∈ M} log₂ p(xᵢ | x without M)',
        meaning: l10n.t('the BERT’s loss in bits, over the hidden characters M'),
      },
      {
        formula: '−1/n · Σ log₂ (c(xᵢ) + 1)/(N + V)',
        meaning: l10n.t(
          'letter frequencies: c of N characters that are learnt from, V different ones, on the n held out that the GPT predicts',
        ),
      },
      { formula: '‖g‖ = √(Σ g²)', meaning: l10n.t('the gradient’s norm, over all weights') },
      {
        formula: 'w ← w − η·(m̂/(√v̂ + ε) + λ·w)',
        meaning: l10n.t('AdamW: η the rate, m̂ and v̂ the running means of g and g², λ the decay of matrices'),
      },
    ],
    sources: [
      'Devlin, Chang, Lee and Toutanova: BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding (2019)',
      'Radford, Wu, Child, Luan, Amodei and Sutskever: Language Models are Unsupervised Multitask Learners (2019)',
      'Loshchilov and Hutter: Decoupled Weight Decay Regularization (2019)',
      'Song, Tan, Qin, Lu and Liu: MPNet: Masked and Permuted Pre-training for Language Understanding (2020)',
      'Vaswani et al.: Attention Is All You Need (2017)',
    ],
  }),
  exercise: {
    part: 'learning',
    task: () =>
      l10n.t(
        'Write or find a text of 260 characters or more of which the GPT comes to need less than half of what letter frequencies need, on the part that it never learns from. Repeating is allowed.',
      ),
    check: (result, numbers) => {
      const measured = result as NothingResult;
      const gpt = courseOf(measured, 'decoder');
      const best = gpt && bestLook(gpt);
      const { frequencyBits } = measured;
      if (!best || frequencyBits === null) return { isMet: false, text: l10n.t('Nothing was measured.') };
      const text = l10n.t(
        'The GPT needs {0} bits a character at best, letter frequencies {1}: {2} of it.',
        numbers.figure(best.bits, 2),
        numbers.figure(frequencyBits, 2),
        numbers.percent(Math.round((1000 * best.bits) / frequencyBits) / 1000),
      );
      return { isMet: best.bits < WANTED * frequencyBits, text };
    },
  },
};
