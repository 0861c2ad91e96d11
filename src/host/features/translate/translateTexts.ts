import * as vscode from 'vscode';
import {
  type DocumentFormat,
  GlassboxError,
  type GenerationConfigInput,
  type Progress,
  type TranslateValue,
} from '../../../protocol/engine/index.js';
import { withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { languageName } from '../../../wording/index.js';
import type { Direction } from './languages.js';

export interface Translation {
  value: TranslateValue;
  decoding: GenerationConfigInput;
  milliseconds: number;
}

/** Where texts stand. */
export interface TextPlaces {
  /** of their document */
  format: DocumentFormat;
  /** for each text the rest of its document */
  arounds: readonly { before: string; after: string }[];
}

/** Tells how far the texts are, from the engine's reports of the one at work. */
function teller(progress: vscode.Progress<{ message?: string; increment?: number }>, texts: readonly string[]) {
  const all = texts.reduce((sum, text) => sum + text.length, 0);
  let told = 0;
  let before = 0;
  return {
    /** @returns a listener for the reports of a text */
    text(index: number) {
      const { length } = texts[index] ?? '';
      const start = before;
      before += length;
      return (report: Progress) => {
        if (report.kind === 'load') {
          const share = Math.round(report.fraction * 100);
          progress.report({ message: vscode.l10n.t('loading {0}, {1} %', report.model, share) });
        }
        if (report.kind !== 'segment') return;
        const share = (100 * (start + (length * (report.index + 1)) / report.count)) / all;
        const sentence = vscode.l10n.t('sentence {0} of {1}', report.index + 1, report.count);
        const place =
          texts.length > 1 ? vscode.l10n.t('text {0} of {1}, {2}', index + 1, texts.length, sentence) : sentence;
        progress.report({ message: place, increment: share - told });
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
  { engine, settings }: Services,
  model: string,
  texts: readonly string[],
  way: Direction,
  { format, arounds }: TextPlaces,
): Promise<Translation[]> {
  const title = vscode.l10n.t('Translating into {0}', languageName(way.to, vscode.env.language));
  return withProgress(title, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const tell = teller(progress, texts);
    const done: Translation[] = [];
    const decoding = { strategy: 'beam' as const, numBeams: settings.get('translate.numBeams') };
    for (const [index, text] of texts.entries()) {
      const started = performance.now();
      const around = arounds[index];
      const params = { model, text, ...way, decoding, format, ...(around && { around }) };
      const value = await engine.call('translate', params, { onProgress: tell.text(index) }, abort.signal);
      done.push({ value, decoding, milliseconds: performance.now() - started });
    }
    if (abort.signal.aborted) throw new GlassboxError('cancelled', 'The run was cancelled.');
    return done;
  });
}
