import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { map } from './map.js';
import { occurrences } from './occurrences.js';
import { lead, pooling, type PoolingResult } from './pooling.js';
import { reads } from './reads.js';

/** A line without signs and capitals. */
const wordsAlone = (line: string): string =>
  line
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** What vectors of words and sentences say of meaning, beside what chance says. */
export const meaning: Experiment = {
  id: 'meaning',
  title: () => l10n.t('Meaning'),
  summary: () =>
    l10n.t('A word in two sentences, sentences near and far, and a map of words, each beside what strangers come to'),
  parts: [occurrences, reads, pooling, map],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A table of embeddings has one vector for a token, whatever it means. Each layer mixes into it what attention brings from the other words, so that “bank” by the river and “bank” with money part. How far can be followed layer by layer; what each looks at, and what the model would put in its place, shows what they were mixed with.',
      ),
      l10n.t(
        'A cosine must be read beside another. The vectors of most models fill a narrow cone rather than the whole space, so that any two words, and any two sentences, have a cosine well above 0, in upper layers often more than in lower ones. What says something is how much nearer two things are than strangers.',
      ),
      l10n.t(
        'For a sentence one vector is made of many: the one of [CLS], the mean, the maximum of each dimension. A BERT that was only trained to fill gaps has no reason to keep the meaning in any of them, and shared words count for more than what is said. Sentence encoders such as e5 are trained further, on pairs that belong together, by the pooling that they are used with.',
      ),
      l10n.t(
        'A plane of the two directions of largest variance (principal components) is the best flat picture in squares, and yet leaves out what lies in other directions. Look at the share that it shows before you believe a cluster.',
      ),
    ],
    formulas: [
      {
        formula: 'cos(a, b) = a·b / (|a| |b|)',
        meaning: l10n.t('−1 to 1; a word of several tokens has the mean of their vectors'),
      },
      {
        formula: 'baseline = mean cos(a, b)',
        meaning: l10n.t('over pairs of other words, or of unrelated sentences: what “near” begins at'),
      },
      {
        formula: 'X − mean(X) = U S Vᵀ',
        meaning: l10n.t('points: the first two columns of U S; shown share: (s₁² + s₂²) / Σ sᵢ²'),
      },
    ],
    sources: [
      'Ethayarajh: How Contextual are Contextualized Word Representations? (2019)',
      'Reimers and Gurevych: Sentence-BERT (2019)',
      'Wang et al.: Text Embeddings by Weakly-Supervised Contrastive Pre-training (E5, 2022)',
      'Jolliffe: Principal Component Analysis, second edition (2002)',
    ],
  }),
  exercise: {
    part: 'pooling',
    task: () =>
      l10n.t(
        'Write three lines – a sentence, the same in other words, and one that only shares its words – such that the mean of the tokens takes the third for the nearer one, and the second for nearer than unrelated sentences.',
      ),
    check: (result, numbers) => {
      const { rows, lines } = result as PoolingResult;
      const row = rows.find(({ pooling: name }) => name === 'mean');
      if (!row) return { isMet: false, text: l10n.t('Three lines are needed.') };
      if (new Set(lines.map(wordsAlone)).size < lines.length) {
        return { isMet: false, text: l10n.t('Some lines say the same word by word: write different ones.') };
      }
      return {
        // What is no nearer than strangers is hardly the same in other words.
        isMet: lead(row) < 0 && row.near > row.baseline,
        text: l10n.t(
          'By the mean the cosine of line 1 with line 2 is {0}, with the nearest other line {1}, and of unrelated sentences {2}.',
          numbers.decimal(row.near, 3),
          numbers.decimal(Math.max(...row.far), 3),
          numbers.decimal(row.baseline, 3),
        ),
      };
    },
  },
};
