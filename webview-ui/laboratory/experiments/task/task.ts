import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../model/experiment.js';
import { cache } from './cache.js';
import { rightOf, type LabelsResult } from './labelRun.js';
import { labels, wayName } from './labels.js';
import { questions } from './questions.js';

/** One task by a head, by text to text, and by a text that goes on: answers and what they cost. */
export const task: Experiment = {
  id: 'task',
  title: () => l10n.t('One task, three ways'),
  summary: () => l10n.t('Labels and questions by a head, by text to text and by going on, with times and costs'),
  parts: [labels, questions, cache],
  why: () => ({
    paragraphs: [
      l10n.t(
        'An encoder with a head has a number for each label and nothing else to say: one pass, and it needs lines to learn from. T5 makes every task one of text: the source says which, and the label is a word that it writes. A decoder was only ever asked what comes next, so the question is put as a text that the label ends.',
      ),
      l10n.t(
        'Words can be compared without being written: the label’s own probability behind the text, a pass for each label. Labels of several tokens are compared by the mean of their logarithms, or long ones would lose. Examples before the question (few shots) tell the form of the answer, and sometimes more than that; models are drawn to the labels that they saw most often or last.',
      ),
      l10n.t(
        'A question about a text is answered by marking a place: two numbers for each token, a beginning and an end. Such a model cannot say what does not stand there, though some have learnt to say that there is none (SQuAD 2.0). One that writes can say anything, in its own words, too, and must be checked.',
      ),
      l10n.t(
        'What one pass costs says little of a service: a head reads a text once, words read it once for each label, examples are read again with every text, and what is written costs a step for each token. There the cache counts: keys and values of what was read do not change when more is written behind them, since a decoder never looks ahead. An encoder that reads both ways can keep nothing.',
      ),
    ],
    formulas: [
      { formula: 'head: p(y | x) = softmax(W·h + b)', meaning: l10n.t('one pass for all labels') },
      {
        formula: 'words: score(y) = 1/n Σ ln p(yᵢ | x, y₁ … yᵢ₋₁)',
        meaning: l10n.t('n tokens of the label; a softmax over the labels follows'),
      },
      {
        formula: 'span: p(a, b | x) = softmax(s)ₐ · softmax(e)_b',
        meaning: l10n.t('s, e: the two numbers of each token'),
      },
      {
        formula: 'reads: P + N − 1  |  N·P + N·(N − 1)/2',
        meaning: l10n.t('tokens read with and without the cache, for N new ones behind P'),
      },
      {
        formula: 'cache: 2 · layers · width · tokens',
        meaning: l10n.t('numbers that are kept, where each head has keys and values of its own'),
      },
    ],
    sources: [
      'Devlin et al.: BERT (2019), section 4',
      'Raffel et al.: Exploring the Limits of Transfer Learning (T5, 2020), section 2.4 and appendix D',
      'Brown et al.: Language Models are Few-Shot Learners (2020)',
      'Zhao et al.: Calibrate Before Use (2021)',
      'Shazeer: Fast Transformer Decoding (2019)',
    ],
  }),
  exercise: {
    part: 'labels',
    task: () =>
      l10n.t(
        'Write 10 lines or more with labels of your own on which a way that uses words (as target, behind the text, behind examples) is right more often than the head on the examples.',
      ),
    check: (result, numbers) => {
      const given = result as LabelsResult;
      const scores = given.found.flatMap((one) => {
        const score = rightOf(given, one);
        return score ? [{ ...one, ...score }] : [];
      });
      const head = scores.find(({ way }) => way === 'trained');
      const words = scores
        .filter(({ way }) => way === 'textToText' || way === 'causal' || way === 'fewShot')
        .sort((one, other) => other.right - one.right)[0];
      if (!head || !words) return { isMet: false, text: l10n.t('Not all ways could be tried.') };
      const text = l10n.t(
        'Lines: {0}. The head is right on {1}, the best way by words ({2}) on {3}.',
        numbers.number(given.lines.length),
        numbers.number(head.right),
        l10n.t('{0}: {1}', words.model, wayName(words.way)),
        numbers.number(words.right),
      );
      const isWhole = given.lines.length + given.examples >= 10;
      return { isMet: isWhole && words.right > head.right, text };
    },
  },
};
