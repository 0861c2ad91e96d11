import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { GlassboxError, type Progress } from '../../protocol/engine/index.js';
import { withProgress } from './messages.js';

/** Tells how far a command is. */
export interface WorkProgress {
  /** for the engine's calls: tells how far a model is loaded */
  readonly onProgress: (report: Progress) => void;
  /** @param share of the work that is done, from 0 to 1 */
  readonly done: (share: number, message?: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Does a command's work under a notification that says how far it is and can cancel it.
 * @throws GlassboxError of the engine; `cancelled` when the user cancelled
 */
export function withWorkProgress<R>(title: string, work: (progress: WorkProgress) => Promise<R>): Thenable<R> {
  return withProgress(title, async (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let told = 0;
    const result = await work({
      signal: abort.signal,
      onProgress(report) {
        if (report.kind !== 'load') return;
        const percent = Math.round(report.fraction * 100);
        progress.report({ message: vscode.l10n.t('loading {0}, {1} %', report.model, percent) });
      },
      done(share, message) {
        const now = Math.max(told, 100 * share);
        progress.report({ message: message ?? `${Math.round(now)} %`, increment: now - told });
        told = now;
      },
    });
    if (abort.signal.aborted) throw new GlassboxError('cancelled', 'The run was cancelled.');
    return result;
  });
}

/** Work that is mostly done at once is told of when it takes longer than this, in milliseconds. */
const LATE = 400;

/** The same for work that is mostly done at once: the notification comes where it takes longer. */
export async function withLateProgress<R>(title: string, work: (progress: WorkProgress) => Promise<R>): Promise<R> {
  const abort = new AbortController();
  const told: { by: WorkProgress | null } = { by: null };
  const running = work({
    signal: abort.signal,
    onProgress: (report) => told.by?.onProgress(report),
    done: (share, message) => told.by?.done(share, message),
  });
  const settled = running.then(
    () => true,
    () => true,
  );
  if (await Promise.race([settled, sleep(LATE, false)])) return running;
  return withWorkProgress(title, (progress) => {
    told.by = progress;
    progress.signal.addEventListener('abort', () => abort.abort(), { once: true });
    return running;
  });
}
