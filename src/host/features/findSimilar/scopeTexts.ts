import * as vscode from 'vscode';
import { filesText, type ScopeTexts } from './askQuestion.js';
import { indexedFolders } from './indexedFolders.js';
import { stateText, workText } from './indexTexts.js';
import { openFiles } from './searchedDocuments.js';
import type { WorkspaceIndex } from './workspaceIndex.js';

/** What the places that can be searched have to say of themselves. @param file what *this file* is called */
export function scopeTexts(file: string | null, index: WorkspaceIndex): ScopeTexts {
  const open = openFiles().length;
  const indexed = indexedFolders().kind;
  return {
    ...(file !== null && { file }),
    ...(open > 0 && { open: filesText(open) }),
    ...(indexed !== 'none' && { workspace: workspaceText(indexed === 'virtual', index) }),
  };
}

function workspaceText(isVirtual: boolean, { known, isThere }: WorkspaceIndex): string {
  if (isVirtual) return vscode.l10n.t('not for files that are on no disk of this machine');
  if (known.work) return vscode.l10n.t('its index is being made: {0}', workText(known.work));
  if (!isThere) return vscode.l10n.t('there is no index yet: it is made first');
  return vscode.l10n.t('index: {0}', stateText(known));
}
