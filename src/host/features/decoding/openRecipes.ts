import * as vscode from 'vscode';
import { GlassboxError } from '../../../protocol/engine/index.js';
import { readRecipes } from './export/recipeFile.js';
import type { Recipe } from './recipes.js';

/** A set of recipes is some kilobytes; what is larger is another file. */
const MOST_BYTES = 1_000_000;

/**
 * Asks for a file of recipes and reads it.
 * @returns null when the user did not want it
 * @throws GlassboxError `bad-request` when it holds none, and what keeps the file from being read
 */
export async function openRecipes(): Promise<Recipe[] | null> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [file] =
    (await vscode.window.showOpenDialog({
      filters: { JSON: ['json'] },
      canSelectMany: false,
      title: vscode.l10n.t('Import Recipes'),
      ...(folder && { defaultUri: folder }),
    })) ?? [];
  if (!file) return null;
  const { size } = await vscode.workspace.fs.stat(file);
  if (size > MOST_BYTES) {
    throw new GlassboxError(
      'bad-request',
      `These are no recipes: the file has ${size} bytes, and at most ${MOST_BYTES} are read. Take another file.`,
      { details: { kind: 'recipeFile', problem: 'tooLarge', bytes: size, most: MOST_BYTES } },
    );
  }
  return readRecipes(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
}
