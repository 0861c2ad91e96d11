import * as l10n from '@vscode/l10n';
import { findModel } from '../../../decoding/config/amateurModels.js';
import type { AttentionView } from '../../../protocol/webviews/index.js';
import type { SessionState } from './sessionState.js';

/** The argument of *Show Attention* for a text of no document. */
export interface AttentionArgument {
  view: Partial<AttentionView>;
  text: { text: string; label: string };
}

/**
 * What shows the attention of a run: a decoder's prompt and what it wrote as one text; of an encoder-decoder the source,
 * with what it wrote as the decoder's text. Null where nothing was written.
 */
export function attentionRequest(
  { shown, made }: SessionState,
  id: number,
  sequence: number,
): AttentionArgument | null {
  const run = shown.runs.find((one) => one.id === id);
  const inputs = made.get(id);
  const written = run?.sequences[sequence]?.text ?? '';
  if (!run || !inputs || written === '') return null;
  const text = (run.branch?.text ?? '') + written;
  const info = findModel(shown.models, inputs.model);
  const place = shown.runs.indexOf(run) + 1;
  const label = l10n.t('Decoding, run {0}', String(place));
  // A layer and head of the text before, and what it was about, are not this one's.
  const common = { model: info?.id ?? inputs.model, view: 'matrix', layer: null, head: null, focus: null } as const;
  if (info?.architecture !== 'encoder-decoder') {
    return { view: { ...common, kind: 'decoder' }, text: { text: inputs.source + text, label } };
  }
  const prefix =
    [shown.prefix, ...(info.prefixes ?? [])].find((one) => one !== '' && inputs.source.startsWith(one)) ?? '';
  return {
    view: { ...common, kind: 'cross', prefix, target: text },
    text: { text: inputs.source.slice(prefix.length), label },
  };
}
