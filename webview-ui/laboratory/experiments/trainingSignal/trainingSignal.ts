import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { agreementOf, sideOf, type SignalResult } from './sides.js';
import { cosineText } from './signalSentence.js';
import { step } from './step.js';

/** The cosine of two draws of masks that the exercise asks for, and tokens that the text has to have. */
const WANTED = 0.5;
const LEAST_TOKENS = 12;

/** What one step of training learns from on the learner's own sentence. */
export const trainingSignal: Experiment = {
  id: 'trainingSignal',
  title: () => l10n.t('Training signal'),
  summary: () => l10n.t('What one step learns from on your sentence: BERT’s masks against GPT’s every token'),
  parts: [step],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A step of training changes every weight against the gradient of the loss. BERT hides some tokens and has loss at these alone; GPT predicts every next token from one reading, so that all but the first carry loss. *Information: 15 % and 100 %* shows the loss word by word; here it is taken back through the model to all of its weights, as a step does.',
      ),
      l10n.t(
        'What a few tokens say of a sentence depends on which they are. So masks are drawn three times, and the cosine tells how far two gradients point the same way: 1 the same way, 0 none of the other’s, below 0 against each other. For comparison GPT has loss at as few tokens as BERT, too: what is then alike is the doing of the share, and what is not of masks and models.',
      ),
      l10n.t(
        'The norm is that of the mean loss, and a mean over few tokens is mostly larger and rougher than one over many, whose parts cancel. Where loss is on nearly nothing that is new, a gradient may be short; where one word is a great surprise, long. Part by part, the table of words often has a large share, since it makes the logits, too, in models that tie the two.',
      ),
      l10n.t(
        'A step goes along the gradient by a rate. As long as the slope stays what it is, the loss falls by the rate times the norm’s square; with a rate that is too high the slope changes on the way, and the loss rises. What one draw of masks teaches is not always of use at another: compare the losses at the masks of the step and at other ones.',
      ),
      l10n.t(
        'More tokens with loss are not more learning, token for token. ELECTRA, which has loss at all tokens, learns more from as much text than BERT, and most of that comes from having loss everywhere (Clark and others, section 3.4). With larger models up to 40 % of the tokens can be hidden with gain (Wettig and others): what a prediction loses by less context, more predictions make good.',
      ),
    ],
    formulas: [
      {
        formula: 'L = −1/|M| · Σ_{i ∈ M} ln p(xᵢ | x without M)',
        meaning: l10n.t('BERT’s loss in nats: M are the hidden tokens'),
      },
      {
        formula: 'L = −1/(n−1) · Σ ln p(xᵢ | x₁ … xᵢ₋₁)',
        meaning: l10n.t('GPT’s loss in nats, over all n tokens but the first'),
      },
      { formula: 'g = ∂L/∂w, ‖g‖ = √(Σ g²)', meaning: l10n.t('the gradient by all weights w, and its norm') },
      { formula: 'cos(g, h) = Σ g·h / (‖g‖·‖h‖)', meaning: l10n.t('how far two gradients point the same way') },
      {
        formula: 'w ← w − η·g, L → L − η·‖g‖² + …',
        meaning: l10n.t('a step of rate η, and what it takes off the loss while the slope stays'),
      },
    ],
    sources: [
      'Rumelhart, Hinton and Williams: Learning representations by back-propagating errors (1986)',
      'Devlin, Chang, Lee and Toutanova: BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding (2019)',
      'Radford, Wu, Child, Luan, Amodei and Sutskever: Language Models are Unsupervised Multitask Learners (2019)',
      'Clark, Luong, Le and Manning: ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators (2020)',
      'Wettig, Gao, Zhong and Chen: Should You Mask 15% in Masked Language Modeling? (2023)',
    ],
  }),
  exercise: {
    part: 'step',
    task: () =>
      l10n.t(
        'Write a text of {0} tokens or more of which two draws of masks teach BERT much the same: a cosine of 0.5 or more. What would have to stand at the masks?',
        LEAST_TOKENS,
      ),
    check: (result, numbers) => {
      const masked = sideOf(result as SignalResult, 'masked');
      const cosine = masked ? agreementOf(masked) : null;
      if (!masked || cosine === null) return { isMet: false, text: l10n.t('Nothing was measured.') };
      const text = l10n.t(
        'Tokens: {0}; the gradients of two draws of masks have a cosine of {1}.',
        numbers.number(masked.candidates),
        cosineText(cosine, numbers),
      );
      return { isMet: masked.candidates >= LEAST_TOKENS && cosine >= WANTED, text };
    },
  },
};
