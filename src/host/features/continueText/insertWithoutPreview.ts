import * as vscode from 'vscode';
import { withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { TrackedText } from '../../editor/trackedText.js';
import { generateContinuation } from './generateContinuation.js';
import { textBefore } from './ghostTextSession.js';

/** So much text before the cursor tells where the continuation goes when the document changes meanwhile. */
const MARK = 200;

/**
 * Puts a continuation in without showing it first, for people who have inline suggestions turned off.
 * @returns what went in; empty when the model wrote nothing
 * @throws GlassboxError `cancelled` among them
 */
export async function insertContinuation(services: Services, editor: vscode.TextEditor): Promise<string> {
  const { document, selection } = editor;
  const end = document.offsetAt(selection.active);
  const mark = new TrackedText(document, { start: Math.max(0, end - MARK), end });
  const started = performance.now();
  try {
    let text = '';
    const before = textBefore(document, selection.active);
    const written = await withProgress(vscode.l10n.t('Continuing the text …'), (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return generateContinuation(services, { before, again: false }, (draft) => (text = draft.text), abort.signal);
    });
    const milliseconds = performance.now() - started;
    if (text === '') return '';
    const at = mark.text.length;
    const outcome = await applyEditsOrOffer([{ in: mark, place: { start: at, end: at }, text }]);
    services.results.set({ kind: 'generate', ...written, milliseconds, taken: outcome === 'placed' ? text : null });
    return text;
  } finally {
    mark.dispose();
  }
}
