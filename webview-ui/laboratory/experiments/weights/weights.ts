import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { totals, type WeightsResult } from './compared.js';
import { cost } from './cost.js';
import { loss } from './loss.js';

/** The share of first choices that the exercise wants changed. */
const WANTED = 1 / 3;

/** One model with its weights in 32, 8 and 4 bit: what is lost, and what it saves. */
export const weights: Experiment = {
  id: 'weights',
  title: () => l10n.t('Small weights'),
  summary: () => l10n.t('The same model in 32, 8 and 4 bit on your text: predictions, bytes and time'),
  parts: [loss, cost],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A weight in 32 bit can be rounded to one of 255 or 16 steps. Steps of one size for a whole matrix would be spoiled by its few large numbers, so every block of a row, 16 to 128 numbers, has a scale of its own. In 8 bit the steps go evenly to both sides; in 4 bit the number farthest from 0 is eight steps from it, whatever its sign.',
      ),
      l10n.t(
        'Rounding errors of many weights partly cancel out in a product, which is why 8 bit changes predictions hardly at all. 4 bit has sixteen times fewer steps: the predictions move, and where two words were close the first choice changes. Larger models mostly suffer less from it.',
      ),
      l10n.t(
        'Bytes fall in proportion, but for the scales: one of 32 bit for 32 numbers of 4 bit is another bit for each. Time need not fall: before each product the states are rounded to 8 bit as well and multiplied in whole numbers, and 4-bit codes have to be unpacked first. What is gained in any case is memory that has to be read, which is most of the time when a large model writes token by token.',
      ),
    ],
    formulas: [
      {
        formula: 'w ≈ s · q',
        meaning: l10n.t('s: scale of the block; q: a whole number from −127 to 127, or from −8 to 7'),
      },
      {
        formula: 's = max |w| / 127',
        meaning: l10n.t('8 bit; in 4 bit s = w* / −8 with w* the number of the block farthest from 0'),
      },
      {
        formula: 'KL(P ‖ Q) = Σ P · log₂(P / Q)',
        meaning: l10n.t('P: predictions in 32 bit, Q: in fewer; over all tokens of the vocabulary'),
      },
      { formula: 'bits a weight = b + 32 / n', meaning: l10n.t('b bits, and a scale of 32 bit for n numbers') },
    ],
    sources: [
      'Jacob et al.: Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference (2018)',
      'Dettmers, Lewis, Belkada, Zettlemoyer: LLM.int8() (2022)',
      'Dettmers and Zettlemoyer: The Case for 4-bit Precision: k-bit Inference Scaling Laws (2023)',
      'ONNX Runtime, contrib operators: com.microsoft.MatMulNBits',
    ],
  }),
  exercise: {
    part: 'loss',
    task: () =>
      l10n.t('Write a text of at least six tokens on which 4 bit changes a third of the first choices or more.'),
    check: (result, numbers) => {
      const found = result as WeightsResult;
      const { changed } = totals(found, 2);
      const text = l10n.t(
        'First choices that change: {0} of {1}.',
        numbers.number(changed),
        numbers.number(found.count),
      );
      return { isMet: found.count >= 6 && changed >= WANTED * found.count, text };
    },
  },
};
