import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { showQuickPick, showWarningMessage } from '../../core/messages.js';
import { spanAround } from '../../editor/chooseSpan.js';
import { excerptAround } from '../../editor/excerpt.js';
import { TrackedText } from '../../editor/trackedText.js';
import { paragraphAround } from '../../editor/paragraph.js';
import { clipEnd } from '../../../text/excerpt.js';

/** As much of a stretch as a row of the list shows, in UTF-16 units. */
const SHOWN = 300;

type Item = vscode.QuickPickItem & { source: TrackedText };

/**
 * The stretches to translate: the selections, or what the user chooses around the cursor when nothing is selected. They
 * are followed from the command on, whatever happens to the text while the list is open.
 */
export async function chooseSources(editor: vscode.TextEditor): Promise<TrackedText[]> {
  const { document, selections } = editor;
  const selected = selections
    .filter((selection) => document.getText(selection).trim() !== '')
    .sort((a, b) => a.start.compareTo(b.start))
    .map(
      ({ start, end }) => new TrackedText(document, { start: document.offsetAt(start), end: document.offsetAt(end) }),
    );
  return selected.length > 0 ? selected : aroundCursor(editor);
}

async function aroundCursor({ document, selection }: vscode.TextEditor): Promise<TrackedText[]> {
  const { text, start } = excerptAround(document, selection);
  const at = document.offsetAt(selection.active) - start;
  const paragraph = paragraphAround(text, at);
  const sentence = spanAround(text, at, 'sentence') ?? { start: at, end: at };
  const moved = (span: Span): Span => ({ start: span.start + start, end: span.end + start });
  const end = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  const all = [
    item(vscode.l10n.t('The sentence at the cursor'), new TrackedText(document, moved(sentence))),
    item(vscode.l10n.t('The paragraph at the cursor'), new TrackedText(document, moved(paragraph))),
    item(vscode.l10n.t('The whole text'), new TrackedText(document, { start: 0, end })),
  ];
  const contents = all.map(({ source }) => source.text.trim());
  const choices = all.filter((_, index) => contents[index] !== '' && contents.indexOf(contents[index]!) === index);
  let chosen: Item | undefined;
  try {
    chosen = await choose(choices);
  } finally {
    for (const { source } of all) if (source !== chosen?.source) source.dispose();
  }
  return chosen === undefined ? [] : [chosen.source];
}

function item(label: string, source: TrackedText): Item {
  // Of a whole text only the beginning is looked at.
  const beginning = source.text.trimStart().slice(0, 2 * SHOWN);
  const detail = clipEnd(beginning.replace(/\s+/g, ' '), SHOWN);
  return { label, detail, source };
}

async function choose(choices: readonly Item[]): Promise<Item | undefined> {
  if (choices.length === 0) {
    void showWarningMessage(vscode.l10n.t('There is no text to translate here. Select some, or put the cursor in it.'));
    return undefined;
  }
  const title = vscode.l10n.t('Nothing is selected');
  return showQuickPick(choices, { title, placeHolder: vscode.l10n.t('What to translate?') });
}
