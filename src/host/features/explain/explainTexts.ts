import type * as vscode from 'vscode';
import type { ExplainText } from '../../../protocol/webviews/index.js';
import { sharedTexts } from '../../webviews/sharedTexts.js';

type Texts = Record<ExplainText, string>;

/** What the page of *Explain Last Result* says, in the person's language; the page puts the figures in. */
export const explainTexts = (l10n: Pick<typeof vscode.l10n, 't'>): Texts => ({
  ...sharedTexts(l10n),
  emptyTitle: l10n.t('Nothing to explain yet'),
  emptyBody: l10n.t(
    'Run Fill Mask, Continue Text or Translate Selection in a text. What the model read, what it weighed and what it answered then stands here.',
  ),
  fillMask: l10n.t('Fill Mask'),
  generate: l10n.t('Continue Text'),
  translate: l10n.t('Translation'),
  copyJson: l10n.t('Copy JSON'),
  copyCommand: l10n.t('Copy Command'),
  copied: l10n.t('Copied'),
  taken: l10n.t('Taken: {0}'),
  nothingTaken: l10n.t('Nothing taken so far'),
  scale: l10n.t('Scale'),
  linear: l10n.t('linear'),
  logarithmic: l10n.t('logarithmic'),
  logProbability: l10n.t('ln p {0}'),
  takenMark: l10n.t('taken'),
  chosenMark: l10n.t('chosen'),
  recipe: l10n.t('Strategy'),
  warnings: l10n.t('Worth noticing'),
  ...fillTexts(l10n),
  ...tokenTexts(l10n),
  ...writtenTexts(l10n),
  ...pairTexts(l10n),
});

const fillTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  candidates: l10n.t('Candidates'),
  maskOf: l10n.t('Mask {0} of {1}'),
  shareShown: l10n.t('Together {0} of the probability; the rest lies on the other words of the vocabulary.'),
  joint: l10n.t('All masks together'),
  jointMeaning: l10n.t(
    'Words that fit each other: each is weighed with the ones before it already in place. ln p is the sum of their log-probabilities.',
  ),
});

const tokenTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  tokensRead: l10n.t('What the model read'),
  tokensReadHint: l10n.t('{0} tokens. Arrow keys move through them.'),
  tokenPlace: l10n.t('token {0} · id {1} · characters {2} to {3} of the text'),
  tokenAdded: l10n.t('token {0} · id {1} · added for the model, stands for no text'),
  tokenLabel: l10n.t('{0}, id {1}'),
});

const writtenTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  written: l10n.t('What it wrote'),
  writtenHint: l10n.t('The prompt is dimmed. Arrow keys move through the tokens.'),
  writtenNothing: l10n.t('It ended the text at once and wrote nothing.'),
  stepPlace: l10n.t('token {0} of {1} · id {2}'),
  modelGave: l10n.t('model {0}'),
  drawnFrom: l10n.t('drawn from {0}'),
  columnToken: l10n.t('Token'),
  columnModel: l10n.t('Model'),
  columnLeft: l10n.t('After filters'),
  alternativesOf: l10n.t('Alternatives to {0}'),
  surprise: l10n.t('Surprise per token (bits)'),
  surpriseMeaning: l10n.t('One bit is a coin toss. Mean {0}, highest {1} at “{2}”.'),
  otherSequences: l10n.t('Other sequences'),
  sequenceScore: l10n.t('score {0}'),
});

const pairTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  pairs: l10n.t('Sentence by sentence'),
  pairsMeaning: l10n.t(
    'ln p is the sum over a sentence’s tokens: closer to 0 is surer, and longer sentences have lower sums. The bar grows with doubt.',
  ),
  leftAsIs: l10n.t('left as it is'),
  source: l10n.t('Source'),
  target: l10n.t('Translation'),
});
