import type * as vscode from 'vscode';
import { formatOfLanguage, PROGRAM } from '../../../documents/formatOfLanguage.js';
import type { DocumentFormat } from '../../../protocol/engine/index.js';

/** The format that an excerpt of a document is read in: a program's is known from its beginning only. */
export function formatOf({ languageId, fileName }: vscode.TextDocument, start: number): DocumentFormat {
  const format = formatOfLanguage(languageId, fileName);
  return start > 0 && format.startsWith(PROGRAM) ? 'plain' : format;
}
