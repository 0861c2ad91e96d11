import * as vscode from 'vscode';
import { METHOD_TASKS } from '../../../protocol/engine/index.js';
import { CallRecord } from '../../core/callRecord.js';
import type { Services } from '../../core/services.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { rememberReading } from '../../editor/explainRows.js';
import { modelForLanguage } from '../../editor/languageCheck.js';
import type { TrackedSpans } from '../../editor/trackedSpans.js';
import { labelNames } from './labelNames.js';
import type { FoundName } from './nameGroups.js';
import { namesInText } from './namePlaces.js';

/**
 * Places names among labels of the user's own.
 * @param isWanted whether the names are still those that are shown
 * @returns the names with their labels, and the model that judged; null where that is no longer wanted
 * @throws GlassboxError of the engine
 */
export async function sortNames(
  services: Services,
  spans: TrackedSpans,
  names: readonly FoundName[],
  labels: readonly string[],
  isWanted: () => boolean,
): Promise<{ names: FoundName[]; judge: string } | null> {
  const model = METHOD_TASKS.zeroShot?.defaultModel ?? '';
  const inText = namesInText(names, spans);
  const sentences = inText.map(({ sentence }) => sentence).join('\n');
  if ((await modelForLanguage(services, spans.document, null, model, sentences)) === null) return null;
  const record = new CallRecord(services.engine, 'names');
  const found = await withWorkProgress(vscode.l10n.t('Sorting names'), (progress) =>
    labelNames(record, labels, inText, progress),
  );
  if (!isWanted()) return null;
  rememberReading(services, record);
  const byName = new Map(inText.map(({ name }, at) => [name, found.labels[at]!]));
  return { names: names.map((name) => ({ ...name, ...byName.get(name.text) })), judge: found.model };
}
