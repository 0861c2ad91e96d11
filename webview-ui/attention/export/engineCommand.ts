import type { AttentionSubject, AttentionView } from '../../../src/protocol/webviews/index.js';
import { attentionParams, subjectParams } from '../../../src/attention/viewState.js';
import type { Displayed } from '../model/displayModel.js';
import type { EngineCall } from '../model/engineProxy.js';

/** What the engine was asked for what is shown. */
export function engineCalls(shown: Displayed, view: AttentionView, subject: AttentionSubject): EngineCall[] {
  if (shown.type === 'drawing' && shown.calls) return [...shown.calls];
  if (shown.type === 'map' && shown.what === 'rollout') {
    return [{ method: 'attentionSummary', params: subjectParams(view, subject) }];
  }
  return [{ method: 'attention', params: attentionParams(view, subject) }];
}
