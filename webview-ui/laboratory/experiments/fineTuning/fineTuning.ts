import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import type { TuningResult } from './run.js';
import { bestWay, judgedWays, wayName } from './tuned.js';
import { tuning } from './tuning.js';

/** Lines, all different, that the exercise asks for. */
const LEAST_LINES = 24;

/** What a classifier gains when the layers below its head learn, too. */
export const fineTuning: Experiment = {
  id: 'fineTuning',
  title: () => l10n.t('Fine-tuning'),
  summary: () => l10n.t('A classifier of your own lines: its head alone, the upper layers, or all of them'),
  parts: [tuning],
  why: () => ({
    paragraphs: [
      l10n.t(
        'A classifier is a model with a head: a matrix that makes a number for each label of one vector a line. In the first way only that matrix learns, as in *Probes*; the vectors are what the model makes of the lines as it is. BERT’s head reads [CLS] through the pooler, a layer more; where a model’s file has none, as bert-mini’s, it is drawn by chance, and then the head reads a random mixture of [CLS] until the pooler may learn as well.',
      ),
      l10n.t(
        'In the other ways the layers learn with it, beginning at that head: the gradient of the loss goes back through the head into the layers, and what they make of a line moves to where its label can be told. A head by chance would send them the gradients of its own mistakes first; Kumar and others found that beginning with a fitted one keeps what the model knew better.',
      ),
      l10n.t(
        'So there are two rates. The layers know something already, and a rate that is too high wipes it out; the head knows nothing at first. Devlin and others took one rate for all, 2·10⁻⁵ to 5·10⁻⁵ for a model of 110 million numbers, over 2 to 4 epochs of thousands of lines; small models and few lines want more. Both rates rise over a tenth of the steps and fall to 0 along a line.',
      ),
      l10n.t(
        'More numbers that learn are more ways to have the lines by heart. The loss on what is learnt from falls nearly always; whether other lines are told better is another question. So each line is told once, by a classifier that learnt from the other three quarters; all ways have the same quarters. Of forty lines chance alone shifts the answer by some, and so each share has its interval.',
      ),
      l10n.t(
        'What is usually told, that all layers are best, was found with thousands of lines. With tens of them it may be so or not, and which layers are worth it depends on how far the task is from what the model was trained on (Peters, Ruder and Smith). Choose other draws before you believe one.',
      ),
    ],
    formulas: [
      {
        formula: 'p(label | line) = softmax(W·h + b)',
        meaning: l10n.t('h: the vector of the line; W, b: the head'),
      },
      {
        formula: 'L = −1/n · Σ ln p(labelᵢ | lineᵢ)',
        meaning: l10n.t('the loss of a step’s n lines, in nats; a guess among K labels costs ln K'),
      },
      {
        formula: 'w ← w − η·(m̂/(√v̂ + ε) + λ·w)',
        meaning: l10n.t(
          'AdamW: η is the rate of the head or that of the layers, m̂ and v̂ the running means of the gradient and of its square, λ = 0.01 for matrices',
        ),
      },
      {
        formula: '(k/n + z²/2n ± z·√(k/n·(1 − k/n)/n + z²/4n²)) / (1 + z²/n)',
        meaning: l10n.t('95 % interval of k right of n, with z = 1.96'),
      },
    ],
    sources: [
      'Howard and Ruder: Universal Language Model Fine-tuning for Text Classification (2018)',
      'Devlin, Chang, Lee and Toutanova: BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding (2019)',
      'Peters, Ruder and Smith: To Tune or Not to Tune? Adapting Pretrained Representations to Diverse Tasks (2019)',
      'Loshchilov and Hutter: Decoupled Weight Decay Regularization (2019)',
      'Kumar, Raghunathan, Jones, Ma and Liang: Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution (2022)',
      'Wilson: Probable Inference, the Law of Succession, and Statistical Inference (1927)',
    ],
  }),
  exercise: {
    part: 'tuning',
    task: () =>
      l10n.t(
        'Write {0} or more lines, all different, with two labels, of which a classifier tells more lines rightly when layers learn, too, than by its head alone.',
        LEAST_LINES,
      ),
    check: (result, numbers) => {
      const { ways, lines, different, labels } = result as TuningResult;
      const judged = judgedWays({ ways });
      const head = judged.find(({ layers }) => layers === 'head');
      const best = bestWay(judged.filter((way) => way !== head));
      if (!head || !best) return { isMet: false, text: l10n.t('Nothing was measured.') };
      const text = l10n.t(
        'Lines: {0} (different: {1}), labels: {2}. Told rightly: {4} where {3} learn; {5} where the head alone does.',
        numbers.number(lines),
        numbers.number(different),
        numbers.number(labels.length),
        wayName(best.layers),
        numbers.number(best.outcome.right),
        numbers.number(head.outcome.right),
      );
      // A line that comes again may be learnt from and judged by.
      const isOwn = lines >= LEAST_LINES && different === lines && labels.length === 2;
      return { isMet: isOwn && best.outcome.right > head.outcome.right, text };
    },
  },
};
