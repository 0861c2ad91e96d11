import * as vscode from 'vscode';
import type { Span } from '../../protocol/index.js';
import { sentenceAround } from '../../text/index.js';
import { excerptAround } from '../text/excerpt.js';
import { neighbourhood } from '../text/neighbourhood.js';
import { paragraphAround } from './paragraph.js';

type Item = vscode.QuickPickItem & { span: Span };

/** The stretches to translate: the selections, or what the person chooses around the cursor when nothing is selected. */
export async function sourcesOf(editor: vscode.TextEditor): Promise<Span[]> {
  const { document, selections } = editor;
  const selected = selections
    .filter((selection) => document.getText(selection).trim() !== '')
    .sort((a, b) => a.start.compareTo(b.start))
    .map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }));
  return selected.length > 0 ? selected : aroundCursor(editor);
}

async function aroundCursor({ document, selection }: vscode.TextEditor): Promise<Span[]> {
  const { text, start } = excerptAround(document, selection);
  const at = document.offsetAt(selection.active) - start;
  const paragraph = paragraphAround(text, at);
  const near = neighbourhood(text, at);
  const around = sentenceAround(near.text, at - near.start);
  const sentence = { start: around.start + near.start, end: around.end + near.start };
  const item = (label: string, span: Span): Item => {
    const content = text.slice(span.start, span.end);
    const detail = content.trim().replace(/\s+/g, ' ');
    return { label, detail, span: { start: span.start + start, end: span.end + start } };
  };
  const choices = [
    item(vscode.l10n.t('The sentence at the cursor'), sentence),
    item(vscode.l10n.t('The paragraph at the cursor'), paragraph),
    item(vscode.l10n.t('The whole text'), { start: 0, end: text.length }),
  ].filter(({ detail }, index, all) => detail !== '' && all.findIndex((one) => one.detail === detail) === index);
  if (choices.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('There is no text to translate here. Select some, or put the cursor in it.'),
    );
    return [];
  }
  const title = vscode.l10n.t('Nothing is selected');
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: vscode.l10n.t('What to translate?'),
  });
  return chosen === undefined ? [] : [chosen.span];
}
