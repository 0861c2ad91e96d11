import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { accuracy, sharesOf, type AccuracyResult } from './accuracy.js';
import { curve } from './curve.js';
import { wayShort } from './features.js';

/** Lines, all different, and selectivity that the exercise asks for. */
const LEAST_LINES = 20;
const WANTED = 0.3;

/** What can be read off frozen vectors by a straight line, and what the probe has learnt itself. */
export const probes: Experiment = {
  id: 'probes',
  title: () => l10n.t('Probes'),
  summary: () => l10n.t('What can be read off a model’s vectors by a straight line, with a control of shuffled labels'),
  parts: [accuracy, curve],
  why: () => ({
    paragraphs: [
      l10n.t(
        'The model stays as it is: each line becomes one vector, and a logistic regression learns labels from some vectors and tells those of others. It can only draw a plane between them. What it tells rightly was in the vectors in a form that a plane can find.',
      ),
      l10n.t(
        'Which vector? [CLS] of a BERT that was trained on masks alone was never asked to sum a sentence up; where next-sentence prediction was trained, it was asked one question. The mean of all tokens leaves no word out. GPT-2’s last token is the only one that has read the whole line, and what it holds is made for telling the next word.',
      ),
      l10n.t(
        'With more numbers in a vector than lines to learn from, a plane can part any labels, shuffled ones too: on the lines that it has learnt from a probe proves nothing. So lines are held out: five parts, each told by a probe that has learnt from the other four.',
      ),
      l10n.t(
        'Twins show what a probe goes by. Where each line of praise has one of blame that differs in a word, the nearest line that was learnt has the other label, and the probe is wrong more often than a guess: the vectors hold what a line is about before they hold what it thinks of that.',
      ),
      l10n.t(
        'The control learns shuffled labels by the same recipe. Hewitt and Liang give every word a label by chance, so that a strong probe can know it by heart when the word comes again; lines do not come again, so that here the control falls back to guessing, and what it has by heart is told apart. Selectivity is the accuracy above the control.',
      ),
    ],
    formulas: [
      {
        formula: 'p(label | x) = softmax(W·(x − μ)/σ + b)',
        meaning: l10n.t('μ, σ: mean and deviation of each number, over the lines that are learnt from'),
      },
      {
        formula: 'Σ −ln p(label | x) + λ/2 · Σ W²',
        meaning: l10n.t(
          'what is made least; λ is scikit-learn’s 1/C. Of two labels there is one row of weights, w, and p = 1/(1 + e^−(w·(x − μ)/σ + b))',
        ),
      },
      { formula: 'selectivity = accuracy − accuracy of the control', meaning: l10n.t('both on held-out lines') },
      {
        formula: '(k/n + z²/2n ± z·√(k/n·(1 − k/n)/n + z²/4n²)) / (1 + z²/n)',
        meaning: l10n.t('95 % interval of k right of n, with z = 1.96'),
      },
    ],
    sources: [
      'Alain and Bengio: Understanding intermediate layers using linear classifier probes (2016)',
      'Hewitt and Liang: Designing and Interpreting Probes with Control Tasks (2019)',
      'Belinkov: Probing Classifiers: Promises, Shortcomings, and Advances (2022)',
      'Wilson: Probable Inference, the Law of Succession, and Statistical Inference (1927)',
    ],
  }),
  exercise: {
    part: 'accuracy',
    task: () =>
      l10n.t(
        'Write 20 or more lines, all different, with two labels of your own whose probe has a selectivity of 30 percentage points or more, in whichever vector.',
      ),
    check: (result, numbers) => {
      const { found, lines, different, labels } = result as AccuracyResult;
      const best = found
        .map((one) => ({ ...one, selectivity: sharesOf(one).selectivity ?? 0 }))
        .sort((one, other) => other.selectivity - one.selectivity)[0];
      if (!best) return { isMet: false, text: l10n.t('Nothing was measured.') };
      const text = l10n.t(
        'Lines: {0} (different: {1}), labels: {2}; the best vector is {3} of {4}, with a selectivity of {5} percentage points.',
        numbers.number(lines),
        numbers.number(different),
        numbers.number(labels.length),
        wayShort(best.way),
        best.model,
        numbers.decimal(100 * best.selectivity, 1),
      );
      // A line that comes again may be learnt in one part and told in another.
      const isOwn = different >= LEAST_LINES && different === lines && labels.length === 2;
      return { isMet: isOwn && best.selectivity >= WANTED, text };
    },
  },
};
