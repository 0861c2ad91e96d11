import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { languages } from './languages.js';
import { perWord, pieces, type PiecesResult } from './pieces.js';
import { vectors } from './vectors.js';

/** What models read: pieces of words, and the vectors that stand for them. */
export const tokens: Experiment = {
  id: 'tokens',
  title: () => l10n.t('Tokens'),
  summary: () => l10n.t('Three tokenizers on one text, and what is added to a token before it is read'),
  parts: [pieces, languages, vectors],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A model reads numbers from a list of its own. WordPiece (BERT) looks for the longest piece that is in the list and marks what goes on with ##; byte-pair encoding (GPT-2) joins the pairs that were most frequent in its training, from single bytes on, so that nothing is unknown; Unigram (T5) takes the cut that is most probable as a whole, a space being a sign of its own.',
      ),
      l10n.t(
        'The list was made from texts of some languages: words of these are short, all others are spelled out. A text in another script costs more tokens, is sooner too long, and is predicted piece by piece.',
      ),
      l10n.t(
        'A token’s vector is the row of a table. Since attention by itself knows no order, BERT and GPT-2 add a vector for the position, BERT one for the segment as well; T5 adds none and puts a bias by distance into its attention.',
      ),
    ],
    formulas: [
      {
        formula: 'x = E[token] + S[segment] + P[position]',
        meaning: l10n.t('BERT’s input; GPT-2 has no S, T5 neither S nor P'),
      },
      {
        formula: 'share(p) = p·x / x·x',
        meaning: l10n.t('what a part p has in the sum x: the shares of all parts add up to 1'),
      },
    ],
    sources: [
      'Devlin, Chang, Lee, Toutanova: BERT (2019), section 3',
      'Sennrich, Haddow, Birch: Neural Machine Translation of Rare Words with Subword Units (2016)',
      'Kudo: Subword Regularization (2018)',
      'Raffel et al.: Exploring the Limits of Transfer Learning (T5, 2020), section 2.1',
    ],
  }),
  exercise: {
    part: 'pieces',
    task: () =>
      l10n.t('Write a sentence for which one tokenizer needs at least twice as many tokens a word as another.'),
    check: (result, numbers) => {
      const { readings, words } = result as PiecesResult;
      const by = readings.map((reading) => ({ model: reading.model, value: perWord(reading, words) }));
      const sorted = by.sort((a, b) => a.value - b.value);
      const [least, most] = [sorted[0], sorted.at(-1)];
      if (!least || !most) return { isMet: false, text: l10n.t('No tokenizer has read it.') };
      const text = l10n.t(
        '{0}: {1} tokens a word, {2}: {3}.',
        least.model,
        numbers.decimal(least.value, 2),
        most.model,
        numbers.decimal(most.value, 2),
      );
      return { isMet: least.value > 0 && most.value >= 2 * least.value, text };
    },
  },
};
