import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { formatOfLanguage } from '../../documents/formatOfLanguage.js';
import type { WordReading } from '../../documents/wordReading.js';
import type { Span } from '../../protocol/engine/index.js';
import { showWarningMessage } from '../core/messages.js';
import { userNumber } from '../core/userNumber.js';
import { proseIn } from './proseText.js';

/** Longer texts, in UTF-16 units, are read in part only: the user selects which. */
const LONGEST = 2_000_000;

/** Says where there is nothing to read, or too much. */
export async function isReadable(text: string, { start, end }: Span): Promise<boolean> {
  if (end - start > LONGEST) {
    const figures = [end - start, LONGEST].map(userNumber());
    const message = vscode.l10n.t('The text has {0} characters. Select a part of it, at most {1}.', ...figures);
    await showWarningMessage(message);
    return false;
  }
  if (/[\p{L}\p{N}]/u.test(text.slice(start, end))) return true;
  await showWarningMessage(vscode.l10n.t('There is no text to read here.'));
  return false;
}

/**
 * The prose of stretches of a document in one reading, each run of it a paragraph; between its parts others come to their
 * turn.
 * @param within in order and apart
 */
export async function readProse(
  { languageId, fileName }: vscode.TextDocument,
  text: string,
  within: readonly Span[],
): Promise<WordReading> {
  const whole: { text: string; starts: number[]; ends: number[] } = { text: '', starts: [], ends: [] };
  const format = formatOfLanguage(languageId, fileName);
  for (const span of within) {
    for (const part of proseIn(text, format, span)) {
      if (part.text === '') continue;
      if (whole.text !== '') {
        whole.text += '\n\n';
        whole.starts.push(part.starts[0]!, part.starts[0]!);
        whole.ends.push(part.starts[0]!, part.starts[0]!);
      }
      whole.text += part.text;
      for (const start of part.starts) whole.starts.push(start);
      for (const end of part.ends) whole.ends.push(end);
      await turn();
    }
  }
  return whole;
}
