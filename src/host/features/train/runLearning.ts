import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { atLineOf, toErrorValue, type Params, type Progress, type Values } from '../../../protocol/engine/index.js';
import { LearningFolders } from '../../core/learningFolders.js';
import { setStatusBarMessage, withProgress } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { installMade } from './installMade.js';

const SAID_MS = 5000;

/** The methods that make a model of another one. */
type LearningMethod = 'train' | 'trainNames' | 'adapt';

/** A model that was made, where it lies until it is installed or thrown away. */
export interface Made<V> {
  value: V;
  /** Puts it among the installed models. @returns its id, null where that failed, which was told and may have been saved elsewhere */
  install(): Promise<string | null>;
  discard(): Promise<void>;
}

/** How far learning is, of a report of the engine that tells it. */
export interface LearningProgress {
  done: number;
  count: number;
  /** steps are being made: it can be ended with what they have come to */
  isLearning: boolean;
  message: string;
}

/** What learns in this window, by its key. */
const underWay = new Set<string>();
let places: LearningFolders | undefined;

function foldersOf(context: vscode.ExtensionContext): LearningFolders {
  if (!places) {
    places = new LearningFolders(context, 'training');
    context.subscriptions.push(places);
  }
  return places;
}

/** The key of what is asked for; another where the same is being learnt already. */
const freeKey = (key: string): string => (underWay.has(key) ? `${key}-${randomUUID()}` : key);

/**
 * Has a model learn under a notification; what was broken off before it ended is gone on with. Cancelling ends it with the best that it had by then, which `value.stopped` tells.
 * @param params without its place and its job
 * @param numbers of the lines that are learnt from, by which an error names one; left out: their places
 * @throws GlassboxError
 */
export async function runLearning<M extends LearningMethod>(
  services: Services,
  context: vscode.ExtensionContext,
  {
    method,
    name,
    params,
    numbers = [],
  }: { method: M; name: string; params: Omit<Params<M>, 'folder' | 'job'>; numbers?: readonly number[] },
  progressOf: (report: Progress) => LearningProgress | null,
): Promise<Made<Values[M]>> {
  const folders = foldersOf(context);
  const key = freeKey(LearningFolders.keyOf({ method, ...params }));
  underWay.add(key);
  const discard = () => folders.remove(key);
  const job = randomUUID();
  try {
    const { folder, run } = await folders.prepare(key, undefined, underWay, 'made', name);
    const title = vscode.l10n.t('Training {0}; Cancel keeps the best so far', name);
    const value = await withProgress(title, async (progress, token) => {
      const abort = new AbortController();
      let learns = false;
      token.onCancellationRequested(() => {
        // Before the first step there is nothing to be kept, and no run that could be ended.
        if (learns) services.engine.call('endRun', { job }).catch(() => {});
        else abort.abort();
      });
      let told = 0;
      const onProgress = (report: Progress) => {
        const step = progressOf(report);
        if (step === null) return;
        learns ||= step.isLearning;
        const now = (100 * step.done) / step.count;
        // What is read first, and each part of a cross-validation, begins the bar anew.
        progress.report({ message: step.message, increment: Math.max(0, now - told) });
        told = Math.max(told, now);
      };
      const asked = { ...params, folder, run, job } as unknown as Params<M>;
      return services.engine.call(method, asked, { onProgress }, abort.signal);
    });
    const install = async () => {
      const { id, isSafe } = await installMade(services, folder);
      // Where nobody took it, it stays for as long as others are made after it.
      if (isSafe) await discard();
      return id;
    };
    return { value, install, discard };
  } catch (error) {
    // What broke off is kept as far as it was: the same asked for once more goes on with it.
    if (toErrorValue(error).code === 'cancelled') {
      await discard();
      const message = vscode.l10n.t('The training of {0} was stopped before its first step: nothing was made.', name);
      setStatusBarMessage(message, SAID_MS);
    }
    throw atLineOf(error, numbers);
  } finally {
    underWay.delete(key);
  }
}
