import * as vscode from 'vscode';
import { SEARCH_MODES, type SearchMode, type Span } from '../../../protocol/engine/index.js';
import { createQuickPick } from '../../core/messages.js';
import { userNumber } from '../../core/userNumber.js';
import { isText, selectedSpan, spanAround } from '../../editor/chooseSpan.js';
import { excerptAround } from '../../editor/excerpt.js';
import { SCOPES, type Scope } from './found.js';
import { modeName } from './reasons.js';

/** What is looked for, and where. */
export interface Question {
  query: string;
  scope: Scope;
  mode: SearchMode;
  /** the place that the question was taken from as it stands: that is not what is looked for */
  from: { uri: string; span: Span } | null;
}

/** What a question begins with. */
export interface Beginning {
  scope: Scope;
  mode: SearchMode;
  /** what was asked last; for where the editor has nothing */
  query: string;
}

/** What each place has to say of itself; a place without an entry is not offered. */
export type ScopeTexts = Partial<Record<Scope, string>>;

type Row = vscode.QuickPickItem & { scope?: Scope; mode?: SearchMode };

/** What is selected, or the sentence at the cursor, in one line. */
export function questionAt(editor: vscode.TextEditor | undefined): { query: string; from: Question['from'] } | null {
  if (!editor) return null;
  const { document, selection } = editor;
  const near = excerptAround(document, selection);
  const within = {
    start: document.offsetAt(selection.start) - near.start,
    end: document.offsetAt(selection.end) - near.start,
  };
  const span = isText(near.text, within)
    ? selectedSpan(near.text, within)
    : spanAround(near.text, within.start, 'sentence', document.languageId);
  if (!span || span.start === span.end) return null;
  const query = near.text.slice(span.start, span.end).replace(/\s+/g, ' ');
  const place = { start: span.start + near.start, end: span.end + near.start };
  return { query, from: { uri: document.uri.toString(), span: place } };
}

function scopeName(scope: Scope): string {
  switch (scope) {
    case 'file':
      return vscode.l10n.t('In This File');
    case 'open':
      return vscode.l10n.t('In Open Files');
    case 'workspace':
      return vscode.l10n.t('In the Workspace');
  }
}

const ICONS = { file: 'file', open: 'files', workspace: 'root-folder' } as const satisfies Record<Scope, string>;

/** The places, the one that was chosen last first; below them what passages are found by. */
function rowsFor(texts: ScopeTexts, { scope: last, mode: chosen }: Beginning): Row[] {
  const scopes = SCOPES.filter((scope) => texts[scope] !== undefined);
  const first = scopes.includes(last) ? [last, ...scopes.filter((scope) => scope !== last)] : scopes;
  return [
    ...first.map((scope): Row => ({
      label: scopeName(scope),
      ...(texts[scope] !== '' && { description: texts[scope]! }),
      iconPath: new vscode.ThemeIcon(ICONS[scope]),
      // What is typed is the question, and filters nothing.
      alwaysShow: true,
      scope,
    })),
    { label: vscode.l10n.t('Find by'), kind: vscode.QuickPickItemKind.Separator },
    ...SEARCH_MODES.map((mode): Row => ({
      label: modeName(mode),
      ...(mode === chosen && { description: vscode.l10n.t('chosen') }),
      iconPath: new vscode.ThemeIcon(mode === chosen ? 'pass-filled' : 'circle-large-outline'),
      alwaysShow: true,
      mode,
    })),
  ];
}

/** Asks what to look for and where, in one list. @returns undefined where the user left */
export async function askQuestion(
  editor: vscode.TextEditor | undefined,
  texts: ScopeTexts,
  beginning: Beginning,
): Promise<Question | undefined> {
  const here = questionAt(editor);
  const pick = createQuickPick<Row>();
  const begun = here?.query ?? beginning.query;
  let { mode } = beginning;
  const draw = () => (pick.items = rowsFor(texts, { ...beginning, mode }));
  pick.title = vscode.l10n.t('Find Similar');
  pick.placeholder = vscode.l10n.t('What to look for: words, or a sentence that means it');
  pick.ignoreFocusOut = true;
  draw();
  pick.value = begun;
  try {
    return await new Promise<Question | undefined>((resolve) => {
      pick.onDidHide(() => resolve(undefined));
      pick.onDidAccept(() => {
        const [row] = pick.activeItems;
        if (row?.mode) {
          mode = row.mode;
          return void draw();
        }
        const query = pick.value.trim();
        if (query === '' || !row?.scope) return;
        resolve({ query, scope: row.scope, mode, from: query === here?.query ? here.from : null });
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** How many files a place has. */
export const filesText = (count: number): string => vscode.l10n.t('files: {0}', userNumber()(count));
