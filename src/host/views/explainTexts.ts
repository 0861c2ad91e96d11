import type * as vscode from 'vscode';
import type { ExplainText } from '../../protocol/index.js';

type Texts = Record<ExplainText, string>;

/** What the page of *Explain Last Result* says, in the person's language; the page puts the figures in. */
export const explainTexts = (l10n: Pick<typeof vscode.l10n, 't'>): Texts => ({
  emptyTitle: l10n.t('Nothing to explain yet'),
  emptyBody: l10n.t(
    'Run Fill Mask, Continue Text or Translate Selection in a text. What the model read, what it weighed and what it answered then stands here.',
  ),
  fillMask: l10n.t('Fill Mask'),
  generate: l10n.t('Continue Text'),
  translate: l10n.t('Translation'),
  milliseconds: l10n.t('{0} ms'),
  seconds: l10n.t('{0} s'),
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
  metrics: l10n.t('Measures'),
  warnings: l10n.t('Worth noticing'),
  ...fillTexts(l10n),
  ...tokenTexts(l10n),
  ...writtenTexts(l10n),
  ...cutTexts(l10n),
  ...strategyTexts(l10n),
  ...metricTexts(l10n),
  ...warningTexts(l10n),
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
  writtenLabel: l10n.t('{0}, probability {1}'),
  writtenNothing: l10n.t('It ended the text at once and wrote nothing.'),
  legend: l10n.t('Probability'),
  atLeast: l10n.t('from {0}'),
  below: l10n.t('below {0}'),
  stepPlace: l10n.t('token {0} of {1} · id {2}'),
  modelGave: l10n.t('model {0}'),
  drawnFrom: l10n.t('drawn from {0}'),
  bits: l10n.t('{0} bits'),
  columnToken: l10n.t('Token'),
  columnModel: l10n.t('Model'),
  columnLeft: l10n.t('After filters'),
  alternativesOf: l10n.t('Alternatives to {0}'),
  surprise: l10n.t('Surprise per token (bits)'),
  surpriseMeaning: l10n.t('One bit is a coin toss. Mean {0}, highest {1} at “{2}”.'),
  otherSequences: l10n.t('Other sequences'),
  sequenceScore: l10n.t('score {0}'),
});

const cutTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  cutTopK: l10n.t('cut: top-k'),
  cutTopP: l10n.t('cut: top-p'),
  cutMinP: l10n.t('cut: min-p'),
  cutTypicalP: l10n.t('cut: typical-p'),
  cutEpsilonCutoff: l10n.t('cut: epsilon'),
  cutEtaCutoff: l10n.t('cut: eta'),
  cutNoRepeatNgramSize: l10n.t('cut: repeats'),
  cutMinNewTokens: l10n.t('cut: too early'),
  cutPlausibility: l10n.t('cut: implausible'),
});

const strategyTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  greedy: l10n.t('Greedy: always the most probable token.'),
  beam: l10n.t('Beam search: the most probable beginnings are kept side by side, and the best whole text wins.'),
  sample: l10n.t('Sampling: each token is drawn by its probability, so another seed gives another text.'),
  contrastiveSearch: l10n.t('Contrastive search: a probable token that is unlike the text so far.'),
  contrastiveDecoding: l10n.t(
    'Contrastive decoding: tokens that this model finds more probable than a weaker one does.',
  ),
  endedByModel: l10n.t('It ended because the model ended the text.'),
  endedByLimit: l10n.t('It ended at the limit of {0} tokens.'),
  endedByStop: l10n.t('It ended where a stop string was written.'),
});

const metricTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  metricNewTokens: l10n.t('New tokens'),
  meaningNewTokens: l10n.t('Words or pieces of words that the model wrote.'),
  metricSpeed: l10n.t('Speed'),
  tokensPerSecond: l10n.t('{0} tokens/s'),
  meaningSpeed: l10n.t('Reading the prompt is included; loading the model is not.'),
  metricPerplexity: l10n.t('Perplexity'),
  meaningPerplexity: l10n.t('On average as unsure as choosing evenly among {0} tokens.'),
  metricMeanLogProbability: l10n.t('Mean ln p'),
  meaningMeanLogProbability: l10n.t('The log-probability of a token, on average; 0 would be certain.'),
  metricDistinct1: l10n.t('Distinct-1'),
  meaningDistinct1: l10n.t('Different tokens over all tokens; 1 means no token came twice.'),
  metricDistinct2: l10n.t('Distinct-2'),
  meaningDistinct2: l10n.t('The same for pairs of neighbouring tokens.'),
  metricRepeated4grams: l10n.t('Repeated 4-grams'),
  meaningRepeated4grams: l10n.t('Share of four tokens in a row that it had already written.'),
  metricPromptOverlap: l10n.t('Prompt overlap'),
  meaningPromptOverlap: l10n.t('Share of its tokens that occur in the prompt.'),
  metricSelfBleu: l10n.t('Self-BLEU'),
  meaningSelfBleu: l10n.t('How alike its sequences are; 1 means the same.'),
});

const warningTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  warnRepeats: l10n.t('repeats: {0} of its 4-grams stand in it already'),
  warnSure: l10n.t('very sure: perplexity {0} is that of text learnt by heart, or going in circles'),
  warnLongShot: l10n.t('long shot: “{0}” was chosen at a probability of {1}'),
  warnLimit: l10n.t('cut short: the limit of {0} tokens ended it, not the model'),
  warnGreedy: l10n.t('no chance: temperature 0 always takes the most probable token'),
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
