import * as vscode from 'vscode';
import { withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { restOfLine, textBefore } from '../../editor/excerpt.js';
import { trackCursor } from '../../editor/trackedText.js';
import { withAlternatives } from './alternatives.js';
import { notifyDecoded, notifyEnd } from './decodedNotice.js';
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
    const place = {
      before: textBefore(document, selection.active, MOST_CHARACTERS),
      after: restOfLine(document, selection.end),
      shown: false,
      again: false,
    };
    const best = await withProgress(vscode.l10n.t('Continuing the text …'), async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const first = await generateContinuation(services, place, () => {}, abort.signal);
      const { decodedByServer, warningDetails = [] } = first.value;
      if (decodedByServer) notifyDecoded(warningDetails);
      else notifyEnd(warningDetails);
      // Others are of use only where one may lead on to what follows better.
      if (place.after.trim() === '') return first;
      return (await withAlternatives(services, place, first, abort.signal))[0];
    });
    const milliseconds = performance.now() - started;
    if (!best || best.text === '') return '';
    const { params, value, text } = best;
    const outcome = await applyEditsOrOffer([{ in: cursor, place: 'end', text }]);
    const taken = outcome === 'placed' ? text : null;
    services.results.set({ kind: 'generate', params, value, milliseconds, taken });
    return text;
  } finally {
    cursor.dispose();
  }
}
