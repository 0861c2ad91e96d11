import type * as vscode from 'vscode';
import { SEARCH_MODES } from '../../../protocol/engine/index.js';
import type { Beginning, Question } from './askQuestion.js';
import { SCOPES } from './found.js';

const KEY = 'glassbox.findSimilar';

/** Where and by what was searched last in a workspace. */
export function remembered(state: vscode.Memento): Pick<Beginning, 'scope' | 'mode'> {
  const { scope, mode } = state.get<Record<string, unknown>>(KEY, {});
  return {
    scope: SCOPES.find((one) => one === scope) ?? 'file',
    mode: SEARCH_MODES.find((one) => one === mode) ?? 'both',
  };
}

/** Remembers it for the workspace. */
export const remember = async (state: vscode.Memento, { scope, mode }: Question): Promise<void> =>
  state.update(KEY, { scope, mode });
