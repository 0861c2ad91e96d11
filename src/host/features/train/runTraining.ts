import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Params, TrainingProgress, TrainValue } from '../../../protocol/engine/index.js';
import { createLocalStore } from '../../../hub/index.js';
import { withProgress } from '../../core/messages.js';
import { storeFolder } from '../../core/modelFolders.js';
import { formatPercent } from '../../core/probabilityBars.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import type { Training } from './chooseTraining.js';
import type { TrainingLines } from './lines.js';

/** A classifier that was made, where it lies until it is installed or thrown away. */
export interface Made {
  value: TrainValue;
  params: Params<'train'>;
  /** Puts it among the installed models. @returns its id. @throws GlassboxError of the store */
  install(): Promise<string>;
  discard(): Promise<void>;
}

/**
 * Trains under a notification. Cancelling ends it with the best that it had by then, which `value.stopped` tells.
 * @throws GlassboxError
 */
export async function runTraining(
  services: Services,
  context: vscode.ExtensionContext,
  { examples }: TrainingLines,
  { model, layers, name }: Training,
): Promise<Made> {
  const work = path.join(context.globalStorageUri.fsPath, 'training', randomUUID());
  await fs.mkdir(work, { recursive: true });
  const discard = () => fs.rm(work, { recursive: true, force: true });
  const job = randomUUID();
  const params: Params<'train'> = { model, examples, layers, folder: path.join(work, name) };
  try {
    const title = vscode.l10n.t('Training {0}; Cancel keeps the best so far', name);
    const value = await withProgress(title, async (progress, token) => {
      token.onCancellationRequested(() => void services.engine.call('endRun', { job }).catch(() => {}));
      let told = 0;
      const onProgress = (report: TrainingProgress) => {
        const now = (100 * report.done) / report.count;
        // What is read first, and each part of a cross-validation, begins the bar anew.
        progress.report({ message: progressText(report), increment: Math.max(0, now - told) });
        told = Math.max(told, now);
      };
      return services.engine.call(
        'train',
        { ...params, job },
        { onProgress: (report) => report.kind === 'training' && onProgress(report.progress) },
      );
    });
    const install = async () => {
      const installed = await createLocalStore(storeFolder(services.settings)).installFolder(value.folder);
      await discard();
      return installed.name;
    };
    return { value, params, install, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** How far it is: “step 3 of 75 · loss 0.412 · 75 % of the lines held out right”. */
function progressText({ stage, done, count, loss, accuracy }: TrainingProgress): string {
  const figures = [done, count].map(userNumber());
  if (stage === 'reading') return vscode.l10n.t('line {0} of {1}', ...figures);
  const { language } = vscode.env;
  return [
    vscode.l10n.t('step {0} of {1}', ...figures),
    ...(loss === undefined
      ? []
      : [vscode.l10n.t('loss {0}', loss.toLocaleString(language, { maximumFractionDigits: 3 }))]),
    ...(accuracy === undefined
      ? []
      : [vscode.l10n.t('{0} of the lines held out right', formatPercent(accuracy, language))]),
  ].join(' · ');
}
