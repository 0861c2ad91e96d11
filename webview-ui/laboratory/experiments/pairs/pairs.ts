import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { following, shareAbove, type FollowingResult } from './following.js';
import { replaced } from './replaced.js';

/** What two tasks of training beside masks teach: sentences that follow each other, and words that were exchanged. */
export const pairs: Experiment = {
  id: 'pairs',
  title: () => l10n.t('Sentence pairs'),
  summary: () => l10n.t('Next sentence or same topic, and which words were replaced'),
  parts: [following, replaced],
  why: () => ({
    paragraphs: [
      l10n.t(
        'BERT was trained on two tasks at once: masked words, and whether the second of two segments follows the first. Half of the time it did, else it came from another document. Another document has another topic, mostly, and a topic is easy to see: the task could be solved without knowing an order. RoBERTa left it out and lost nothing; ALBERT swaps the two segments instead, which topic cannot tell.',
      ),
      l10n.t(
        'A pair can also be judged without such a head. GPT-2 says how many bits the second sentence costs behind the first, and how many by itself: what the first saves is the information that it gives. That knows an order, since what follows depends on what was said. A cosine is the same both ways round.',
      ),
      l10n.t(
        'ELECTRA makes of masks a task for every token: a small generator fills them, and the discriminator tells which words are not the original ones. Its loss is on all tokens of a text where BERT’s is on 15 % of them. What a masked model or GPT-2 doubts is another thing: a word is surprising where little speaks for it, be it replaced or not.',
      ),
      l10n.t(
        'Judges with different units are compared by ranks: how often something that is true has the higher figure than something that is not, over all pairs of the two. That is the area under the ROC curve; it asks for no threshold, and chance comes to one half.',
      ),
    ],
    formulas: [
      {
        formula: 'NSP: p(follows | A, B) = softmax(W·tanh(V·h[CLS]))',
        meaning: l10n.t('of two classes: follows, or is from elsewhere'),
      },
      {
        formula: 'bits saved = log₂ p(B | A) − log₂ p(B)',
        meaning: l10n.t('both by GPT-2, over the same tokens of B'),
      },
      { formula: 'RTD: p(replaced | x, i) = σ(w·g(hᵢ))', meaning: l10n.t('ELECTRA’s discriminator, for each token i') },
      {
        formula: 'AUC = P(x⁺ > x⁻) + ½ P(x⁺ = x⁻)',
        meaning: l10n.t('x⁺: figures of what is true, x⁻: of what is not'),
      },
    ],
    sources: [
      'Devlin et al.: BERT (2019), section 3.1',
      'Liu et al.: RoBERTa (2019), section 4.2',
      'Lan et al.: ALBERT (2020), section 3.1',
      'Clark et al.: ELECTRA (2020), section 2',
      'Mann and Whitney: On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other (1947)',
    ],
  }),
  exercise: {
    part: 'following',
    task: () =>
      l10n.t(
        'Write five sentences or more whose order a model can tell: each pair of sentences that follow each other is compared with each pair that was swapped, and comes first in at least 65 % of comparisons.',
      ),
    check: (result, numbers) => {
      const given = result as FollowingResult;
      const best = given.found
        .map((finding) => ({ ...finding, share: shareAbove(given, finding, 'swapped') ?? 0 }))
        .sort((one, other) => other.share - one.share)[0];
      if (!best) {
        return { isMet: false, text: l10n.t('Sentences of the text: {0}.', numbers.number(given.sentences)) };
      }
      const text = l10n.t(
        '{0} sentences; best tells {1}, in {2} of comparisons.',
        numbers.number(given.sentences),
        best.model,
        numbers.percent(Math.round(best.share * 1000) / 1000),
      );
      return { isMet: given.sentences >= 5 && best.share >= 0.65, text };
    },
  },
};
