import type * as vscode from 'vscode';
import type { Services } from '../../core/services.js';
import { excerptAround } from '../../editor/excerpt.js';
import { findOtherLanguage, type OtherLanguage } from '../../editor/languageCheck.js';
import { paragraphAround } from '../../editor/paragraph.js';
import { toEditorRange, type TrackedText } from '../../editor/trackedText.js';
import type { MaskedSentence } from './maskedSentence.js';

/** Ends the lists of a command: a sentence is in a language that the model does not know. */
export class OtherLanguageFound extends Error {
  constructor(
    readonly document: vscode.TextDocument,
    readonly other: OtherLanguage,
  ) {
    super('The model does not know the text’s language.');
  }
}

/** @throws OtherLanguageFound where a sentence, or its paragraph, is in a language that the model does not know */
export async function requireKnownLanguage(
  services: Services,
  editor: vscode.TextEditor,
  { task, tracked }: { task: MaskedSentence; tracked: TrackedText },
  signal: AbortSignal,
): Promise<void> {
  const document = tracked.where()?.document ?? editor.document;
  const texts = [task.sentence, paragraphOf(tracked)];
  const other = await findOtherLanguage(services, document, 'fillMask.model', texts, signal);
  if (other !== null) throw new OtherLanguageFound(document, other);
}

function paragraphOf(tracked: TrackedText): string {
  const at = tracked.where();
  if (at === null) return '';
  const { text, start } = excerptAround(at.document, toEditorRange(at.document, at.span));
  const { start: from, end } = paragraphAround(text, at.span.start - start);
  return text.slice(from, end);
}
