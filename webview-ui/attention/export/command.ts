import type { AttentionMethod, AttentionSubject, AttentionView, Params } from '../../../src/protocol/index.js';
import { attentionParams, baseParams } from '../../../src/protocol/views/attentionQuestion.js';
import type { Shown } from '../shown.js';

/** One question to the engine. */
export type Call = { [M in AttentionMethod]: { method: M; params: Params<M> } }[AttentionMethod];

/** What the engine was asked for what is shown. */
export function callsFor(shown: Shown, view: AttentionView, subject: AttentionSubject): Call[] {
  if (shown.type === 'drawing' && shown.calls) return [...shown.calls];
  if (shown.type === 'map' && shown.what === 'rollout') {
    return [{ method: 'attentionSummary', params: baseParams(view, subject) }];
  }
  return [{ method: 'attention', params: attentionParams(view, subject) }];
}
