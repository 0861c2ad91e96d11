import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { filling, type GapResult } from './filling.js';

/** One gap, filled by three architectures in their own ways. */
export const gap: Experiment = {
  id: 'gap',
  title: () => l10n.t('The gap, three ways'),
  summary: () => l10n.t('BERT’s mask, T5’s sentinel and GPT-2’s workarounds on one sentence, with times'),
  parts: [filling],
  why: () => ({
    paragraphs: [
      l10n.t(
        'BERT was trained on gaps: a mask stands in for a word, both sides are read, and one pass gives a distribution over the whole vocabulary. Its gap is one token wide unless more masks are put there.',
      ),
      l10n.t(
        'T5 was trained on gaps, too, of any width: a sentinel (<extra_id_0>) stands in the source, and the decoder writes what belongs there, up to the next sentinel. Models that were trained on a task only, such as translation, have never met one.',
      ),
      l10n.t(
        'GPT-2 reads from the left. It can ignore what follows; it can be asked in words, which small models do not understand; or every candidate can be put into the gap and the whole text scored, a pass for each. That last way uses both sides, and pays for it: what follows is more or less probable behind each candidate.',
      ),
    ],
    formulas: [
      { formula: 'BERT: p(w | left, right)', meaning: l10n.t('one pass for all words of the vocabulary') },
      {
        formula: 'GPT-2: p(w | left, right) = p(left, w, right) / Σ p(left, v, right)',
        meaning: l10n.t('one pass for each candidate v; the sum is over these candidates only'),
      },
      {
        formula: 'T5: p(w₁ … wₙ, <extra_id_1> | left <extra_id_0> right)',
        meaning: l10n.t('n tokens, one after the other'),
      },
    ],
    sources: [
      'Devlin et al.: BERT (2019), section 3.1',
      'Raffel et al.: Exploring the Limits of Transfer Learning (T5, 2020), section 3.1.4',
      'Donahue, Lee, Liang: Enabling Language Models to Fill in the Blanks (2020)',
    ],
  }),
  exercise: {
    part: 'filling',
    task: () =>
      l10n.t(
        'Find a gap that GPT-2 fills otherwise than BERT from the left only, but in the same way when every candidate is put in place.',
      ),
    check: (result) => {
      const { findings } = result as GapResult;
      const [mask, left, place] = (['mask', 'left', 'inPlace'] as const).map((way) =>
        findings
          .find((finding) => finding.way === way)
          ?.candidates[0]?.text.trim()
          .toLowerCase(),
      );
      if (mask === undefined || left === undefined || place === undefined) {
        return { isMet: false, text: l10n.t('Not all ways could be tried.') };
      }
      const text = l10n.t('BERT says “{0}”, GPT-2 from the left “{1}”, in place “{2}”.', mask, left, place);
      return { isMet: mask !== left && mask === place, text };
    },
  },
};
