import * as vscode from 'vscode';
import type { Span } from '../../protocol/index.js';
import { markBelow } from './markBelow.js';
import { offerText } from './offer.js';
import { selectionsAfter } from './selectionsAfter.js';
import { rangeOf, type TrackedText } from './tracked.js';

/** New text for a place that is told from a tracked stretch. */
export interface TrackedEdit {
  in: TrackedText;
  /** a part whose offsets count from the stretch's start, the whole stretch, or a new line below it */
  place: Span | 'all' | 'below';
  text: string;
  /** where the text goes when the stretch is gone: a smaller one in it that is still there */
  or?: TrackedText;
}

interface Replacement {
  range: vscode.Range;
  text: string;
}

/** What became of the edits: all put in, some or all offered instead. */
export type Outcome = 'placed' | 'offered';

interface Resolved {
  document: vscode.TextDocument;
  replacement: Replacement;
}

function resolve({ in: tracked, place, text, or }: TrackedEdit): Resolved | null {
  const at = tracked.where();
  if (at === null) return or === undefined ? null : resolve({ in: or, place: 'all', text });
  const { document, span } = at;
  if (place === 'below') return { document, replacement: lineBelow(document, span, text) };
  const part = place === 'all' ? span : { start: span.start + place.start, end: span.start + place.end };
  return { document, replacement: { range: rangeOf(document, part), text } };
}

/** A line of its own below a stretch. */
function lineBelow(document: vscode.TextDocument, span: Span, text: string): Replacement {
  const range = rangeOf(document, span);
  const wholeLine = range.end.character === 0 && !range.isEmpty;
  const { end } = document.lineAt(wholeLine ? range.end.line - 1 : range.end.line).range;
  const before = document.lineAt(range.start.line).text.slice(0, range.start.character);
  const mark = markBelow(before, document.languageId === 'markdown');
  return { range: new vscode.Range(end, end), text: `\n${mark}${text.trimEnd()}` };
}

/** One edit, one undo. False when nothing was changed: a read-only document, or one that changed at this moment. */
async function replace(document: vscode.TextDocument, replacements: readonly Replacement[]): Promise<boolean> {
  if (replacements.every(({ range, text }) => document.getText(range) === text)) return true;
  const before = document.version;
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find((visible) => visible?.document === document);
  const done = editor === undefined ? await editUnseen(document, replacements) : await editThere(editor, replacements);
  // The editor says "done" for read-only documents too; the version tells. It alone may tell of somebody else's change.
  return done && document.version !== before;
}

async function editUnseen(document: vscode.TextDocument, replacements: readonly Replacement[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of replacements) edit.replace(document.uri, range, text);
  return vscode.workspace.applyEdit(edit);
}

async function editThere(editor: vscode.TextEditor, replacements: readonly Replacement[]): Promise<boolean> {
  const { document } = editor;
  const spanOf = ({ start, end }: vscode.Range) => ({ start: document.offsetAt(start), end: document.offsetAt(end) });
  const lineBreak = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const lengthOf = (text: string) => text.replace(/\r?\n/g, lineBreak).length;
  const changes = replacements.map(({ range, text }) => ({ ...spanOf(range), length: lengthOf(text) }));
  const wanted = selectionsAfter(editor.selections.map(spanOf), changes);
  const done = await editor.edit((builder) => replacements.forEach(({ range, text }) => builder.replace(range, text)));
  if (!done || wanted.every((one) => one === null)) return done;
  editor.selections = editor.selections.map((selection, index) => {
    const one = wanted[index];
    return one === null || one === undefined
      ? selection
      : new vscode.Selection(document.positionAt(one.start), document.positionAt(one.end));
  });
  return done;
}

/** Puts in what can be put in, each document in one edit; gives back the edits whose text is gone or read-only. */
async function place(edits: readonly TrackedEdit[]): Promise<{ gone: TrackedEdit[]; refused: TrackedEdit[] }> {
  const gone: TrackedEdit[] = [];
  const refused: TrackedEdit[] = [];
  const byDocument = new Map<vscode.TextDocument, TrackedEdit[]>();
  for (const edit of edits) {
    const at = resolve(edit);
    if (at === null) gone.push(edit);
    else byDocument.set(at.document, [...(byDocument.get(at.document) ?? []), edit]);
  }
  for (const [document, group] of byDocument) {
    if (!(await tryTwice(document, group))) refused.push(...group);
  }
  return { gone, refused };
}

/** An edit fails when a change arrives at the same moment; where the texts are now is then looked up once more. */
async function tryTwice(document: vscode.TextDocument, edits: readonly TrackedEdit[]): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const found = edits.map(resolve);
    const all = found.every((one) => one !== null && one.document === document);
    if (!all) return false;
    if (
      await replace(
        document,
        found.map((one) => one!.replacement),
      ).catch(() => false)
    )
      return true;
  }
  return false;
}

/**
 * Puts results where their text has moved to, as one undo. What has no place any more is offered for copying; other
 * text is never written over.
 */
export async function placeOrOffer(edits: readonly TrackedEdit[]): Promise<Outcome> {
  const { gone, refused } = await place(edits);
  const text = (rest: readonly TrackedEdit[]) => rest.map((edit) => edit.text.trim()).join('\n\n');
  if (gone.length > 0) {
    void offerText(
      text(gone),
      vscode.l10n.t('The text this belongs to was changed or closed meanwhile; nothing was written over.'),
    );
  }
  if (refused.length > 0) {
    void offerText(text(refused), vscode.l10n.t('This document cannot be edited.'));
  }
  return gone.length + refused.length > 0 ? 'offered' : 'placed';
}
