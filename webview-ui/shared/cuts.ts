import type { CutReason, CutText } from '../../src/protocol/index.js';

/** The text that tells which processor removed a token. */
export const CUTS: Record<CutReason, CutText> = {
  topK: 'cutTopK',
  topP: 'cutTopP',
  minP: 'cutMinP',
  typicalP: 'cutTypicalP',
  epsilonCutoff: 'cutEpsilonCutoff',
  etaCutoff: 'cutEtaCutoff',
  noRepeatNgramSize: 'cutNoRepeatNgramSize',
  minNewTokens: 'cutMinNewTokens',
  plausibility: 'cutPlausibility',
};
