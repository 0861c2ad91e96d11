import * as vscode from 'vscode';
import {
  GlassboxError,
  type Progress,
  type TranslatedSegment,
  type TranslateValue,
} from '../../../protocol/engine/index.js';
import { withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { languageName } from '../../../wording/index.js';
import { type TextInDocument, translateParams, type TranslationRequest } from './translationRequest.js';

export interface Translation {
  value: TranslateValue;
  milliseconds: number;
}

/** A sentence that is there. */
export interface TranslatedSentence {
  /** which of the texts it is in, and the place in it among so many; all from 0 */
  text: number;
  index: number;
  count: number;
  segment: TranslatedSegment;
}

/** Who hears of each sentence, and may end the run. */
export interface TranslationWatch {
  readonly abort: AbortController;
  translated(sentence: TranslatedSentence): void;
  /** a text is through */
  ended(text: number, translation: Translation): void;
}

/** Tells how far the texts are, from the engine's reports of the one at work. */
function teller(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
  texts: readonly TextInDocument[],
  watch: TranslationWatch,
  isThrough: boolean,
) {
  const all = texts.reduce((sum, { text }) => sum + text.length, 0);
  let told = 0;
  let before = 0;
  return {
    /** @returns a listener for the reports of a text */
    text(index: number) {
      const { length } = texts[index]?.text ?? '';
      const start = before;
      before += length;
      return (report: Progress) => {
        if (report.kind === 'load') {
          const share = Math.round(report.fraction * 100);
          progress.report({ message: vscode.l10n.t('loading {0}, {1} %', report.model, share) });
        }
        if (report.kind !== 'segment') return;
        const { segment, index: place, count } = report;
        // What goes through another language is told by its first half, too, and is whole only in the end.
        if (!isThrough) watch.translated({ text: index, index: place, count, segment });
        const share = (100 * (start + (length * (place + 1)) / count)) / all;
        const sentence = vscode.l10n.t('sentence {0} of {1}', place + 1, count);
        const message =
          texts.length > 1 ? vscode.l10n.t('text {0} of {1}, {2}', index + 1, texts.length, sentence) : sentence;
        progress.report({ message, increment: share - told });
        told = share;
      };
    },
  };
}

/**
 * Translates texts one after the other under a notification that shows how far it is and can cancel.
 * @throws GlassboxError of the engine; `cancelled` when the user cancelled
 */
export async function translateTexts(
  { engine }: Services,
  request: TranslationRequest,
  texts: readonly TextInDocument[],
  watch: TranslationWatch,
): Promise<Translation[]> {
  const title = vscode.l10n.t('Translating into {0}', languageName(request.to, vscode.env.language));
  return withProgress(title, async (progress, token) => {
    const { abort } = watch;
    token.onCancellationRequested(() => abort.abort());
    const tell = teller(progress, texts, watch, request.through !== undefined);
    const done: Translation[] = [];
    for (const [index, text] of texts.entries()) {
      const started = performance.now();
      const onProgress = tell.text(index);
      const value = await engine.call('translate', translateParams(request, text), { onProgress }, abort.signal);
      const translation = { value, milliseconds: performance.now() - started };
      watch.ended(index, translation);
      done.push(translation);
    }
    if (abort.signal.aborted) throw new GlassboxError('cancelled', 'The run was cancelled.');
    return done;
  });
}
