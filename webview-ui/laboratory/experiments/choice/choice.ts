import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { path, type PathResult } from './path.js';
import { table } from './table.js';

/** Which model for what, how it comes to a text, and the command that does it here. */
export const choice: Experiment = {
  id: 'choice',
  title: () => l10n.t('Which one for what'),
  summary: () => l10n.t('From the task to the architecture, to decoding, to a command that runs it here'),
  parts: [path, table],
  why: () => ({
    paragraphs: [
      l10n.t(
        'The question is what comes out. Where something is said about a text that is there (its class, its names, a passage of it, its vector), an encoder reads it once, both ways, and a head says it: nothing is written, so there is nothing to decode. Where a text comes out that goes on from another, a decoder writes it. Where it answers to a whole source, as a translation does, an encoder-decoder reads the source both ways and writes.',
      ),
      l10n.t(
        'How a text is written follows from how many right answers there are. Few, as in translations: beam search looks for a text that is probable as a whole. Many, as in stories: the most probable text is dull and repeats itself, so that tokens are drawn among the likely ones. Greedy decoding takes the first choice every time, which is quick and always the same.',
      ),
      l10n.t(
        'Large decoders that follow instructions do most of this when they are asked in words. What speaks for a small model that is made for a task is its cost: it runs here, offline, in milliseconds, and says how sure it is.',
      ),
    ],
    formulas: [
      { formula: 'p(w | left, right)', meaning: l10n.t('encoder: what stands in a place, by both sides') },
      { formula: 'Π p(wᵢ | w₁ … wᵢ₋₁)', meaning: l10n.t('decoder: a text token by token') },
      {
        formula: 'Π p(wᵢ | source, w₁ … wᵢ₋₁)',
        meaning: l10n.t('encoder-decoder: the same after a source that is read whole'),
      },
    ],
    sources: [
      'Devlin, Chang, Lee, Toutanova: BERT (2019)',
      'Radford et al.: Language Models are Unsupervised Multitask Learners (GPT-2, 2019)',
      'Raffel et al.: Exploring the Limits of Transfer Learning (T5, 2020)',
      'Holtzman, Buys, Du, Forbes, Choi: The Curious Case of Neural Text Degeneration (2020)',
      'Reimers and Gurevych: Sentence-BERT (2019)',
    ],
  }),
  exercise: {
    part: 'path',
    task: () =>
      l10n.t(
        'Choose “fill a gap” under Task, and write a sentence with a gap (____) that BERT fills with “river” among its first three words.',
      ),
    check: (result) => {
      const { task, tried } = result as PathResult;
      if (task !== 'gap') return { isMet: false, text: l10n.t('Another task is chosen.') };
      // Without a gap the last word is asked for, and a note says so.
      if (tried && tried.note !== '') return { isMet: false, text: l10n.t('The text has no gap (____).') };
      const answers = tried?.answers ?? [];
      return { isMet: answers.some((answer) => answer.toLowerCase() === 'river'), text: answers.join(' · ') };
    },
  },
};
