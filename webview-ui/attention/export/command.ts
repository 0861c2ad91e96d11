import type { Params } from '../../../src/protocol/engine/index.js';
import type { AttentionMethod, AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import { attentionParams, subjectParams } from '../../../src/attention/viewState.js';
import type { Shown } from '../shown.js';

/** One question to the engine. */
export type Call = { [M in AttentionMethod]: { method: M; params: Params<M> } }[AttentionMethod];

/** What the engine was asked for what is shown. */
export function callsFor(shown: Shown, view: AttentionView, subject: AttentionSubject): Call[] {
  if (shown.type === 'drawing' && shown.calls) return [...shown.calls];
  if (shown.type === 'map' && shown.what === 'rollout') {
    return [{ method: 'attentionSummary', params: subjectParams(view, subject) }];
  }
  return [{ method: 'attention', params: attentionParams(view, subject) }];
}
