import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import type { Services, MessageAction } from '../../core/services.js';
import { agreesToLanguage } from '../../editor/languageCheck.js';
import { FillMaskFlow, type PickStep } from './fillMaskFlow.js';
import { OtherLanguageFound } from './sentenceLanguage.js';

/** As much of an overlong sentence as every model takes, on each side of the gap, in UTF-16 units. */
export const NEARBY = 400;

/**
 * Runs the lists of a command; what goes wrong is reported with its way on.
 * @param again runs the command once more, when given with this much of the sentence on each side of the gap
 */
export async function runFlow(
  services: Services,
  editor: vscode.TextEditor,
  turns: readonly PickStep[],
  again: (reach?: number) => Promise<void>,
): Promise<void> {
  const session = new FillMaskFlow(services, editor, turns);
  try {
    await session.run();
  } catch (error) {
    if (error instanceof OtherLanguageFound) return await askToGoOn(services, error, again);
    const nearby: MessageAction = { label: vscode.l10n.t('Use Only the Words Nearby'), run: () => again(NEARBY) };
    const ways = toErrorValue(error).code === 'too-long' ? [nearby] : [];
    services.report(error, () => void again(), ...ways);
  } finally {
    session.dispose();
  }
}

/** Asks whether to go on in a language that the model does not know; the text is read anew, it may have changed. */
async function askToGoOn(
  services: Services,
  { document, other }: OtherLanguageFound,
  again: () => Promise<void>,
): Promise<void> {
  try {
    if (await agreesToLanguage(services, document, other)) await again();
  } catch (error) {
    services.report(error);
  }
}
