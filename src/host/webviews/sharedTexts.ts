import type * as vscode from 'vscode';
import type { CutText, RunText } from '../../protocol/webviews/index.js';

/** What several pages say of a run, in the person's language; the page puts the figures in. */
export const sharedTexts = (l10n: Pick<typeof vscode.l10n, 't'>): Record<CutText | RunText, string> => ({
  milliseconds: l10n.t('{0} ms'),
  seconds: l10n.t('{0} s'),
  writtenLabel: l10n.t('{0}, probability {1}'),
  legend: l10n.t('Probability'),
  atLeast: l10n.t('from {0}'),
  below: l10n.t('below {0}'),
  bits: l10n.t('{0} bits'),
  metrics: l10n.t('Measures'),
  ...cutTexts(l10n),
  ...strategyTexts(l10n),
  ...metricTexts(l10n),
  ...warningTexts(l10n),
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
