import * as l10n from '@vscode/l10n';
import type { Architecture, MethodName, ModelInfo } from '../../../../src/protocol/engine/index.js';
import type { LaboratoryCommand } from '../../../../src/protocol/webviews/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import type { Role } from '../../model/experiment.js';
import { CAUSAL, MASKED, TEXT_TO_TEXT } from '../../model/roles.js';
import { FIGURES } from './figures.js';

/** How a text is made of predictions; `none`: nothing is written, one reading is the answer. */
export const DECODINGS = ['none', 'greedy', 'sample', 'beam'] as const;
export type ChoiceDecoding = (typeof DECODINGS)[number];

export const ARCHITECTURES = ['encoder', 'decoder', 'encoder-decoder'] as const satisfies readonly Architecture[];

export const TASKS = [
  'gap',
  'continue',
  'translate',
  'classify',
  'similar',
  'surprise',
  'names',
  'answer',
  'summarize',
] as const;
export type TaskId = (typeof TASKS)[number];

/** A task, and what is usually taken for it. */
export interface ChoiceTask {
  name(this: void): string;
  architecture: Architecture;
  why(this: void): string;
  decoding: ChoiceDecoding;
  whyDecoding(this: void): string;
  /** our opinion, from 0 (not made for it) to 3, by `ARCHITECTURES` */
  stars: readonly [number, number, number];
  /** what was measured before, of models that come along; empty where nothing was */
  measured(this: void, numbers: Numbers): string;
  /** who does it here */
  role: Role;
  command: LaboratoryCommand;
  /** as the command is called */
  commandTitle(this: void): string;
}

const serves = (method: MethodName) => (model: ModelInfo) => model.tasks.includes(method);

const role = (id: string, method: MethodName, label: () => string, prefer: readonly string[] = []): Role => ({
  ...{ id, label, prefer, can: serves(method) },
});

const percent = (value: number, numbers: Numbers) => numbers.percent(value / 100);

/** The tasks in the order in which they are shown. */
export const CHOICES: Readonly<Record<TaskId, ChoiceTask>> = {
  gap: {
    name: () => l10n.t('fill a gap'),
    architecture: 'encoder',
    why: () => l10n.t('An encoder reads both sides of the gap at once.'),
    decoding: 'none',
    whyDecoding: () => l10n.t('One reading gives every word of the vocabulary its probability: nothing is written.'),
    stars: [3, 1, 2],
    measured: (numbers) =>
      l10n.t(
        'Of 900 masked words the first choice is right in {0} with both sides and in {1} with the left one only (one model, gptbert-mini); bert-mini: {2}.',
        percent(FIGURES['gap.bothSides'].value, numbers),
        percent(FIGURES['gap.leftSide'].value, numbers),
        percent(FIGURES['gap.encoder'].value, numbers),
      ),
    role: MASKED,
    command: 'fillMask',
    commandTitle: () => l10n.t('Fill Mask'),
  },
  continue: {
    name: () => l10n.t('go on writing'),
    architecture: 'decoder',
    why: () => l10n.t('A decoder has learnt nothing else than the next token after those before it.'),
    decoding: 'sample',
    whyDecoding: () =>
      l10n.t(
        'A story may go on in many ways: sampling among the likely ones repeats itself less than the first choice each time.',
      ),
    stars: [0, 3, 2],
    measured: (numbers) =>
      l10n.t(
        'gpt2-mini has {0} bits a byte on tales that it has not seen, and wrote {1} tokens a second where it was measured (bench/README.md).',
        numbers.number(FIGURES['continue.bitsPerByte'].value),
        numbers.number(FIGURES['continue.tokensPerSecond'].value),
      ),
    role: CAUSAL,
    command: 'continueText',
    commandTitle: () => l10n.t('Continue Text'),
  },
  translate: {
    name: () => l10n.t('translate'),
    architecture: 'encoder-decoder',
    why: () => l10n.t('The source is read whole, both ways; the translation is written and looks back at it.'),
    decoding: 'beam',
    whyDecoding: () => l10n.t('There are few right answers: beam search looks for the most probable whole.'),
    stars: [0, 2, 3],
    measured: (numbers) =>
      l10n.t(
        't5-mini has {0} BLEU from English into German on short everyday sentences, and {1} back.',
        numbers.number(FIGURES['translate.bleu'].value),
        numbers.number(FIGURES['translate.bleuBack'].value),
      ),
    role: TEXT_TO_TEXT,
    command: 'translateSelection',
    commandTitle: () => l10n.t('Translate Selection'),
  },
  classify: {
    name: () => l10n.t('sort into classes'),
    architecture: 'encoder',
    why: () => l10n.t('A class is of the whole text: an encoder’s vector of it is all that is needed.'),
    decoding: 'none',
    whyDecoding: () => l10n.t('The classes are given: they are compared, nothing is written.'),
    stars: [3, 2, 2],
    measured: () => '',
    role: role('sentences', 'zeroShot', () => l10n.t('Sentence encoder'), ['e5-mini']),
    command: 'classify',
    commandTitle: () => l10n.t('Classify Selection or Lines'),
  },
  similar: {
    name: () => l10n.t('find by meaning'),
    architecture: 'encoder',
    why: () => l10n.t('A sentence encoder makes one vector of a text, so that thousands can be compared at once.'),
    decoding: 'none',
    whyDecoding: () => l10n.t('Vectors are compared by their cosine: nothing is written.'),
    stars: [3, 1, 2],
    measured: (numbers) =>
      l10n.t(
        'e5-mini finds a German sentence’s translation among 400 in {0}; of 200 questions the answer is among the first five in {1} by meaning, {2} by words alone and {3} by both.',
        percent(FIGURES['sentences.german'].value, numbers),
        percent(FIGURES['search.meaning'].value, numbers),
        percent(FIGURES['search.words'].value, numbers),
        percent(FIGURES['search.both'].value, numbers),
      ),
    role: role('vectors', 'embed', () => l10n.t('Sentence encoder'), ['e5-mini']),
    command: 'findSimilar',
    commandTitle: () => l10n.t('Find Similar'),
  },
  surprise: {
    name: () => l10n.t('tell what surprises'),
    architecture: 'decoder',
    why: () => l10n.t('A decoder’s probabilities multiply to that of the text; an encoder’s do not.'),
    decoding: 'none',
    whyDecoding: () => l10n.t('The text is there: its tokens are scored, nothing is written.'),
    stars: [2, 3, 1],
    measured: () => '',
    role: CAUSAL,
    command: 'showSurprise',
    commandTitle: () => l10n.t('Show Surprise'),
  },
  names: {
    name: () => l10n.t('find names'),
    architecture: 'encoder',
    why: () => l10n.t('Every token gets a class of its own, by both sides.'),
    decoding: 'none',
    whyDecoding: () => l10n.t('One reading classifies all tokens: nothing is written.'),
    stars: [3, 1, 1],
    measured: () => '',
    role: role('names', 'entities', () => l10n.t('Model for names')),
    command: 'findNames',
    commandTitle: () => l10n.t('Find Names'),
  },
  answer: {
    name: () => l10n.t('answer from a text'),
    architecture: 'encoder',
    why: () => l10n.t('The answer stands in the text: an encoder points at its beginning and its end.'),
    decoding: 'none',
    whyDecoding: () => l10n.t('A passage is pointed at: nothing is written.'),
    stars: [3, 2, 2],
    measured: () => '',
    role: role('answers', 'answer', () => l10n.t('Model for answers')),
    command: 'ask',
    commandTitle: () => l10n.t('Ask About This Text'),
  },
  summarize: {
    name: () => l10n.t('sum up'),
    architecture: 'encoder-decoder',
    why: () => l10n.t('A long text is read whole, and a short one is written that looks back at it.'),
    decoding: 'beam',
    whyDecoding: () => l10n.t('A summary is to stay with its source: beam search looks for the most probable whole.'),
    stars: [0, 2, 3],
    measured: () => '',
    role: role('summaries', 'summarize', () => l10n.t('Model for summaries')),
    command: 'summarize',
    commandTitle: () => l10n.t('Summarize Selection'),
  },
};

/** What a way of decoding is called. */
export function decodingName(decoding: ChoiceDecoding): string {
  switch (decoding) {
    case 'none':
      return l10n.t('none: one reading');
    case 'greedy':
      return l10n.t('greedy');
    case 'sample':
      return l10n.t('sampling');
    case 'beam':
      return l10n.t('beam search');
  }
}

export const starsText = (stars: number): string => (stars === 0 ? '–' : '★'.repeat(stars));
