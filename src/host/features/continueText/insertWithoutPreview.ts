import * as vscode from 'vscode';
import { withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { restOfLine, textBefore } from '../../editor/excerpt.js';
import { trackCursor } from '../../editor/trackedText.js';
import { generateContinuation, MOST_CHARACTERS } from './generateContinuation.js';

/**
 * Puts a continuation in without showing it first, for people who have inline suggestions turned off.
 * @returns what went in; empty when the model wrote nothing
 * @throws GlassboxError `cancelled` among them
 */
export async function insertContinuation(services: Services, editor: vscode.TextEditor): Promise<string> {
  const { document, selection } = editor;
  const cursor = trackCursor(editor);
  const started = performance.now();
  try {
    let text = '';
    const place = {
      before: textBefore(document, selection.active, MOST_CHARACTERS),
      after: restOfLine(document, selection.end),
      shown: false,
      again: false,
    };
    const written = await withProgress(vscode.l10n.t('Continuing the text …'), (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return generateContinuation(services, place, (draft) => (text = draft.text), abort.signal);
    });
    const milliseconds = performance.now() - started;
    if (text === '') return '';
    const outcome = await applyEditsOrOffer([{ in: cursor, place: 'end', text }]);
    services.results.set({ kind: 'generate', ...written, milliseconds, taken: outcome === 'placed' ? text : null });
    return text;
  } finally {
    cursor.dispose();
  }
}
