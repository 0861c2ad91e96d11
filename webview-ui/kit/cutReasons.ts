import type { CutReason } from '../../src/protocol/engine/index.js';
import type { CutText } from '../../src/protocol/webviews/index.js';

/** The text that tells which processor removed a token. */
export const CUT_REASON_TEXTS: Record<CutReason, CutText> = {
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
