import type * as vscode from 'vscode';
import type { AttentionDataText } from '../../../protocol/webviews/index.js';
import type { ArchitecturesText, AttentionExportText } from '../../../protocol/webviews/attentionDataTexts.js';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** What the attention panel's export and its view of three architectures say, in the person's language. */
export const attentionDataTexts = (l10n: L10n): Record<AttentionDataText, string> => ({
  ...exportTexts(l10n),
  ...architecturesTexts(l10n),
});

const exportTexts = (l10n: L10n): Record<AttentionExportText, string> => ({
  export: l10n.t('Export'),
  exportSvg: l10n.t('Picture as SVG …'),
  exportPng: l10n.t('Picture as PNG …'),
  exportCsv: l10n.t('Table as CSV …'),
  exportJson: l10n.t('Data as JSON …'),
  exportCommand: l10n.t('Copy Command'),
  exportCopyCsv: l10n.t('Copy CSV'),
  exportCopyJson: l10n.t('Copy JSON'),
  exportPictureFailed: l10n.t('The picture could not be drawn as PNG. Save it as SVG instead.'),
  captionEncoder: l10n.t('encoder'),
  captionDecoder: l10n.t('decoder'),
  captionCross: l10n.t('cross-attention'),
  captionHead: l10n.t('layer {0}, head {1}'),
  captionLayer: l10n.t('layer {0}, average of its heads'),
  captionAverage: l10n.t('average of all layers and heads'),
  captionRollout: l10n.t('attention rollout over all layers'),
  captionWords: l10n.t('tokens merged to words: summed to a word, averaged from it'),
  captionTokens: l10n.t('tokens as the model reads them'),
  captionHidden: l10n.t('special tokens hidden'),
  captionRenormalised: l10n.t('special tokens hidden, rows renormalised'),
  captionThreshold: l10n.t('weights from {0} on'),
  captionText: l10n.t('Text: {0}'),
  captionTarget: l10n.t('Target: {0}'),
  captionAxes: l10n.t('row: reads · column: is read'),
});

const architecturesTexts = (l10n: L10n): Record<ArchitecturesText, string> => ({
  archEncoder: l10n.t('encoder'),
  archDecoder: l10n.t('decoder'),
  archEncoderDecoder: l10n.t('encoder-decoder'),
  archEncoderReads: l10n.t('Reads both sides: every word may read every other.'),
  archDecoderReads: l10n.t('Reads only what came before: what is struck through it never sees.'),
  archEncoderDecoderReads: l10n.t('Reads all of the source, then writes with one eye on it.'),
  archModel: l10n.t('Model of the architecture {0}'),
  archMapLabel: l10n.t('Attention between the words: {0}, {1}'),
  archOther: l10n.t('special'),
  archMissing: l10n.t('The model has no token for “{0}”.'),
  archCoarse: l10n.t('It has one token for “{0}”: that weight is shared out among the words by their length.'),
  archReads: l10n.t('What “{0}” reads most'),
  archTable: l10n.t('All values as a table'),
  archWords: l10n.t('The words; the one in focus is looked at in every map'),
  archNoWords: l10n.t('There is no word in this text to look at.'),
  archNoModel: l10n.t('No model of this architecture is installed.'),
  archWorking: l10n.t('{0} is reading …'),
  archLayer: l10n.t('layer'),
  archHead: l10n.t('head'),
  archAverage: l10n.t('average'),
  archSpecials: l10n.t('Special tokens such as [CLS]'),
  archSpecialsShow: l10n.t('with special tokens'),
  archSpecialsHide: l10n.t('special tokens hidden'),
  archSpecialsRenormalise: l10n.t('hidden, rows renormalised'),
  archPart: l10n.t('{0} of {1} words, around the cursor'),
  archSteps: l10n.t('The mask, step by step'),
  archStepsMeaning: l10n.t(
    'What decides who may read whom: scores, mask, softmax. One head at a time, token by token.',
  ),
  archStepsWait: l10n.t('It can be drawn when the model has read the words.'),
  archStepScores: l10n.t('Scores'),
  archStepMask: l10n.t('Mask'),
  archStepSoftmax: l10n.t('Softmax'),
  archWhoseMask: l10n.t('Whose mask'),
  archScores: l10n.t(
    'Each token’s query is multiplied with every key: q · k / √d. The stronger the colour, the higher the score.',
  ),
  archScoresBiased: l10n.t(
    'Each token’s query is multiplied with every key, and a learned bias for the distance is added; T5 does not divide by √d.',
  ),
  archMaskCausal: l10n.t(
    'Whatever stands to the right is set to minus infinity: a token sees itself and what came before.',
  ),
  archMaskNone: l10n.t('Nothing is masked: every token may read every other.'),
  archSoftmax: l10n.t(
    'e to the power of each score, divided by the row’s sum: weights that add up to 1. Minus infinity becomes exactly 0.',
  ),
  archSum: l10n.t(
    '“{0}” reads “{1}” most: score {2}. Relative to it, the {3} scores that it may read sum to {4} as powers of e, so softmax gives 1 / {4} = {5}; the model’s own weight is {6}.',
  ),
  archWindow: l10n.t('{0} of {1} tokens are drawn; the sums are over all of them.'),
  archNoScores: l10n.t('This model’s graph gives weights only, no scores.'),
  archRight: l10n.t('When what follows is hidden'),
  archRightLast: l10n.t('Nothing follows “{0}”: there is nothing to hide. Choose an earlier word.'),
  archRightCoarse: l10n.t('It reads “{0}” as one token: what follows the word cannot be hidden by itself.'),
  archRightSame: l10n.t('Nothing changes for “{0}”: it never read what follows.'),
  archRightChanged: l10n.t('“{0}” becomes another vector, and another prediction.'),
  archRightEncoder: l10n.t('“{0}” becomes another vector in the encoder.'),
  archCosine: l10n.t('Cosine of its vectors, with and without'),
  archKl: l10n.t('Change of the prediction (KL divergence)'),
  archBits: l10n.t('{0} bits'),
  archWith: l10n.t('with what follows'),
  archWithout: l10n.t('without'),
  archNoPrediction: l10n.t('An encoder that feeds a decoder predicts nothing itself.'),
  archNotPredicted: l10n.t('This model predicts nothing at this place.'),
  archPredictedMask: l10n.t('Predicted with [MASK] in its place:'),
  archPredictedNext: l10n.t('Predicted before it was read:'),
});
