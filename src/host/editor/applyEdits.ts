import * as vscode from 'vscode';
import { placeBelow, type PlaceBelow } from '../../documents/below/index.js';
import { formatOfLanguage } from '../../documents/index.js';
import type { Span } from '../../protocol/engine/index.js';
import { wholeCharacters } from '../../text/wholeCharacters.js';
import { replaceSpans, trimSpan } from '../../text/span.js';
import { offerText } from './offerText.js';
import { moveSelections } from './selectionsAfter.js';
import { toEditorRange, type TrackedText } from './trackedText.js';

/** New text for a place that is told from a tracked stretch. */
export interface TrackedEdit {
  in: TrackedText;
  /** a part whose offsets count from the stretch's start, the whole stretch, its end, or below it as a text of its own */
  place: Span | 'all' | 'end' | 'below';
  text: string;
  /** where the text goes when the stretch is gone: a smaller one in it that is still there */
  or?: TrackedText;
}

interface Replacement {
  range: vscode.Range;
  text: string;
}

/** What became of the edits: all put in, some or all offered instead. */
export type ApplyResult = 'placed' | 'offered';

interface Resolved {
  document: vscode.TextDocument;
  /** null: where it was to go it cannot stand */
  replacement: Replacement | null;
}

function resolve({ in: tracked, place, text: written, or }: TrackedEdit): Resolved | null {
  const at = tracked.where();
  if (at === null) return or === undefined ? null : resolve({ in: or, place: 'all', text: written });
  const { document, span } = at;
  const text = wholeCharacters(written, tracked.text);
  if (place === 'below') return { document, replacement: replacementBelow(document, span, text) };
  return { document, replacement: { range: toEditorRange(document, partOf(span, place)), text } };
}

function partOf({ start, end }: Span, place: Span | 'all' | 'end'): Span {
  if (place === 'all') return { start, end };
  if (place === 'end') return { start: end, end };
  return { start: start + place.start, end: start + place.end };
}

/** A text of its own below a stretch; null where it would be read as something else, or break what is there. */
function replacementBelow(document: vscode.TextDocument, span: Span, text: string): Replacement | null {
  const place = findBelow(document, span, text);
  if (place === null) return null;
  const { at, before, text: written, after } = place;
  return { range: toEditorRange(document, { start: at, end: at }), text: before + written + after };
}

/** Where a text of its own goes below a stretch of a document. */
export function findBelow(document: vscode.TextDocument, span: Span, text: string): PlaceBelow | null {
  const whole = document.getText();
  const format = formatOfLanguage(document.languageId, document.fileName);
  return placeBelow(whole, trimSpan(whole, span) ?? span, text, format);
}

/** A document's text as edits would leave it; those that have no place in it change nothing. */
export function textWith(document: vscode.TextDocument, edits: readonly TrackedEdit[]): string {
  const targets = edits.flatMap((edit) => {
    const at = resolve(edit);
    if (at?.document !== document || at.replacement === null) return [];
    const { range, text } = at.replacement;
    return [{ start: document.offsetAt(range.start), end: document.offsetAt(range.end), target: text }];
  });
  return replaceSpans(
    document.getText(),
    targets.sort((one, other) => one.start - other.start),
  );
}

/** One edit, one undo. */
async function replace(
  document: vscode.TextDocument,
  replacements: readonly Replacement[],
): Promise<Extract<Failure, 'changing' | 'read-only'> | null> {
  if (replacements.every(({ range, text }) => document.getText(range) === text)) return null;
  const before = document.version;
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  const editor = editors.find((visible) => visible?.document === document);
  const edit = editor === undefined ? editUnseen(document, replacements) : editThere(editor, replacements);
  let done = await edit.catch(() => false);
  if (document.version === before && editor !== undefined && isSide(editor)) {
    done = await editUnseen(document, replacements).catch(() => false);
  }
  // The editor says "done" for read-only documents too; the version tells. It alone may tell of somebody else's change.
  if (document.version === before) return 'read-only';
  return done ? null : 'changing';
}

/** A side of the editor's comparison, which has no column and cannot always be edited, though its document can. */
function isSide({ viewColumn, document }: vscode.TextEditor): boolean {
  return viewColumn === undefined && document.uri.scheme !== 'vscode-notebook-cell';
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
  const wanted = moveSelections(editor.selections.map(spanOf), changes);
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

/** Why a result has no place; told with the offer to copy it. */
type Failure = 'gone' | 'unfit' | 'overlapping' | 'changing' | 'read-only';

function why(failure: Failure): string {
  switch (failure) {
    case 'gone':
      return vscode.l10n.t('The text this belongs to was changed or closed meanwhile; nothing was written over.');
    case 'unfit':
      return vscode.l10n.t('Nothing can be inserted below this without breaking what stands there.');
    case 'overlapping':
      return vscode.l10n.t('These results go into places that overlap now; none of them was put in.');
    case 'changing':
      return vscode.l10n.t('The text keeps changing, so nothing was put in.');
    case 'read-only':
      return vscode.l10n.t('This document cannot be edited.');
  }
}

/** Puts in what can be put in, each document in one edit; gives back the edits that have no place, and why. */
async function place(edits: readonly TrackedEdit[]): Promise<Map<Failure, TrackedEdit[]>> {
  const failed = new Map<Failure, TrackedEdit[]>();
  const fail: Fail = (failure, rest) => {
    if (rest.length > 0) failed.set(failure, [...(failed.get(failure) ?? []), ...rest]);
  };
  const byDocument = new Map<vscode.TextDocument | undefined, TrackedEdit[]>();
  for (const edit of edits) {
    const document = resolve(edit)?.document;
    byDocument.set(document, [...(byDocument.get(document) ?? []), edit]);
  }
  for (const [document, group] of byDocument) {
    if (document === undefined) fail('gone', group);
    else await putIn(document, group, fail);
  }
  return failed;
}

type Fail = (failure: Failure, edits: readonly TrackedEdit[]) => void;

/** An edit fails when a change arrives at the same moment; where the texts are now is then looked up once more. */
async function putIn(
  document: vscode.TextDocument,
  edits: readonly TrackedEdit[],
  fail: Fail,
  again = true,
): Promise<void> {
  const found = edits.map((edit) => ({ edit, at: resolve(edit) }));
  const standing = found.flatMap(({ edit, at }) =>
    at?.document === document && at.replacement !== null ? [{ edit, replacement: at.replacement }] : [],
  );
  const clashes = (one: (typeof standing)[number]) =>
    standing.some((other) => other !== one && overlap(one.replacement, other.replacement));
  const apart = standing.filter((one) => !clashes(one));
  const failure = await replace(
    document,
    apart.map(({ replacement }) => replacement),
  );
  if (failure === 'changing' && again) return putIn(document, edits, fail, false);
  const editsOf = (ones: readonly { edit: TrackedEdit }[]) => ones.map(({ edit }) => edit);
  fail('gone', editsOf(found.filter(({ at }) => at?.document !== document)));
  fail('unfit', editsOf(found.filter(({ at }) => at?.document === document && at.replacement === null)));
  fail('overlapping', editsOf(standing.filter(clashes)));
  if (failure !== null) fail(failure, editsOf(apart));
}

/** Whether the editor refuses to make both replacements in one edit; neighbours may touch. */
function overlap({ range: a }: Replacement, { range: b }: Replacement): boolean {
  return a.start.isBefore(b.end) && b.start.isBefore(a.end);
}

/**
 * Puts results where their text has moved to, as one undo. What has no place any more is offered for copying; other
 * text is never written over.
 */
export async function applyEditsOrOffer(edits: readonly TrackedEdit[]): Promise<ApplyResult> {
  const failed = await place(edits);
  for (const [failure, rest] of failed) {
    const text = rest.map((edit) => edit.text.trim()).join('\n\n');
    const canInsert = failure !== 'read-only' && failure !== 'unfit';
    const beside = failure === 'unfit' ? rest[0]?.in.document.languageId : undefined;
    void offerText(text, why(failure), { canInsert, ...(beside !== undefined && { beside }) });
  }
  return failed.size > 0 ? 'offered' : 'placed';
}
