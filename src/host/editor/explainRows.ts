import * as vscode from 'vscode';
import { consoleCommand, shellOf } from '../../protocol/engine/shell.js';
import type { ReadingResult } from '../../protocol/webviews/index.js';
import { commandIds } from '../core/commandIds.js';
import type { CallRecord } from '../core/callRecord.js';
import type { Services } from '../core/services.js';
import { copyText } from './offerText.js';
import type { ResultRow } from './resultList.js';

/** Makes what a command asked the last result. @returns it; null where nothing was asked */
export function rememberReading({ results }: Pick<Services, 'results'>, record: CallRecord): ReadingResult | null {
  const result = record.result();
  if (result !== null) results.set(result);
  return result;
}

/** Explains a result, whatever came after it. */
export async function explainReading({ results }: Pick<Services, 'results'>, result: ReadingResult): Promise<void> {
  if (results.last !== result) results.set(result);
  await vscode.commands.executeCommand(commandIds.explainLastResult);
}

/** Copies the console's command that asks the same again. */
export const copyReadingCommand = ({ calls }: ReadingResult): Promise<void> =>
  copyText(
    consoleCommand(
      calls.map(({ method, params }) => ({ method, params })),
      shellOf(vscode.env.shell),
    ),
  );

/** Rows that say how a result came about. */
export const explainRows = (services: Pick<Services, 'results'>, result: ReadingResult | null): ResultRow[] =>
  result === null
    ? []
    : [
        {
          label: vscode.l10n.t('Explain This Result'),
          icon: 'lightbulb',
          run: () => explainReading(services, result),
        },
        { label: vscode.l10n.t('Copy Console Command'), icon: 'terminal', run: () => copyReadingCommand(result) },
      ];
