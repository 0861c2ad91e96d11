import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { lens } from './lens.js';
import { placeName } from './lensSentence.js';
import { looking } from './looking.js';
import { finalOf, mostOverturned, type LensReading } from './reading.js';
import { settling } from './settling.js';

/** What each layer would say, how sure it would be, and where it looks. */
export const layers: Experiment = {
  id: 'layers',
  title: () => l10n.t('Layers'),
  summary: () => l10n.t('What each layer would say, when the final word comes out on top, and where attention goes'),
  parts: [lens, settling, looking],
  why: () => ({
    paragraphs: [
      l10n.t(
        'Each layer adds something to the vector of a token, so that all layers write into one stream of the same width. That is why the head at the end can be put behind any of them: the layer’s state goes through the model’s own final norm and output head as if the model ended there. What comes out is called the logit lens. In T5 it is the decoder that speaks; BERT speaks at its masks.',
      ),
      l10n.t(
        'Behind the embeddings a GPT-2 mostly names the very token that it reads, since its output head is its table of words turned around. The layers then turn “what stands here” into “what comes next”. Often the final word is on top some layers before the end, and the rest only makes it surer; but the last layers may also take back what was nearly certain.',
      ),
      l10n.t(
        'The lens is a crude instrument. Lower layers may hold a word in directions that this head does not read; the tuned lens, which trains a small translation for each layer, reads more out of them. Entropy does not have to fall, either: a layer can be sure of the wrong word, or spread what was sharp.',
      ),
      l10n.t(
        'Distance and entropy of attention are means over readers and heads. In BERT-base heads of lower layers look broadly, or at the token before or behind; in layers 6 to 10 more than half of the weight goes to [SEP], which seems to mean “nothing to be found”. Compare each figure with that of an even spread over the same text: a longer text alone makes both larger.',
      ),
    ],
    formulas: [
      {
        formula: 'pₗ = softmax(head(norm(hₗ)))',
        meaning: l10n.t('hₗ: a token’s state behind layer l, 0 the embeddings; norm and head are the model’s own'),
      },
      {
        formula: 'H(pₗ) = −Σ pₗ log₂ pₗ',
        meaning: l10n.t('bits; the engine gives nats, divided by ln 2 here'),
      },
      {
        formula: 'distance = 1/n Σᵢ Σⱼ w(i, j) |i − j|',
        meaning: l10n.t(
          'tokens; evenly spread over n tokens (n² − 1) / 3n, and (n − 1) / 4 where only the left is seen',
        ),
      },
    ],
    sources: [
      'nostalgebraist: interpreting GPT: the logit lens (2020)',
      'Belrose et al.: Eliciting Latent Predictions from Transformers with the Tuned Lens (2023)',
      'Clark, Khandelwal, Levy, Manning: What Does BERT Look At? (2019)',
      'Tenney, Das, Pavlick: BERT Rediscovers the Classical NLP Pipeline (2019)',
    ],
  }),
  exercise: {
    part: 'lens',
    task: () =>
      l10n.t(
        'Find a text at which a layer before the last gives 50 % or more to a word that is not said in the end, nor is the word that it reads.',
      ),
    check: (result, numbers) => {
      const overturned = mostOverturned((result as LensReading).places);
      if (!overturned) return { isMet: false, text: l10n.t('No layer said anything that was taken back.') };
      const { place, layer, text, probability } = overturned;
      return {
        isMet: probability >= 0.5,
        text: l10n.t(
          'At “{0}” layer {1} gives “{2}” {3}; in the end it is “{4}”.',
          placeName(place),
          numbers.number(layer),
          text,
          numbers.percent(probability),
          finalOf(place)?.text.trim() ?? '',
        ),
      };
    },
  },
};
