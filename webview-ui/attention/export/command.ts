import type { AttentionMethod, AttentionSubject, AttentionView, Params } from '../../../src/protocol/index.js';
import { shellQuoted } from '../../../src/text/shell.js';
import { attentionParams, baseParams } from '../../../src/protocol/views/attentionQuestion.js';
import type { Shown } from '../shown.js';

/** One question to the engine. */
export type Call = { [M in AttentionMethod]: { method: M; params: Params<M> } }[AttentionMethod];

const CONSOLE = 'npm run --silent engine --';

/** The console's command that asks the engine the same; several questions go to one engine, a line each. */
export function commandOf(calls: readonly Call[]): string {
  const [first] = calls;
  if (first && calls.length === 1) return `${CONSOLE} ${first.method} ${shellQuoted(JSON.stringify(first.params))}`;
  return `printf '%s\\n' ${calls.map((call) => shellQuoted(JSON.stringify(call))).join(' ')} | ${CONSOLE} batch -`;
}

/** What the engine was asked for what is shown. */
export function callsFor(shown: Shown, view: AttentionView, subject: AttentionSubject): Call[] {
  if (shown.type === 'drawing' && shown.calls) return [...shown.calls];
  if (shown.type === 'map' && shown.what === 'rollout') {
    return [{ method: 'attentionSummary', params: baseParams(view, subject) }];
  }
  return [{ method: 'attention', params: attentionParams(view, subject) }];
}
