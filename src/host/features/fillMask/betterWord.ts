import type * as vscode from 'vscode';
import { GlassboxError } from '../../../protocol/engine/index.js';
import type { CommandFactory, Services } from '../../core/services.js';
import { betterWordSteps } from './pickSteps.js';
import { runFlow } from './runFlow.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';

/** *Find a Better Word*: the word under the cursor is masked, and the list shows what the model would put there. */
export const betterWordCommand: CommandFactory = (services) => async () => {
  const editor = activeTextEditor();
  if (editor !== undefined) await replaceWord(services, editor);
};

async function replaceWord(services: Services, editor: vscode.TextEditor, reach?: number): Promise<void> {
  const turns = betterWordSteps(editor, services.settings.get('fillMask.candidates'), reach);
  if (turns.length === 0) {
    return services.report(
      new GlassboxError('no-mask', 'There is no word at the cursor.', { details: { kind: 'noWord' } }),
    );
  }
  await runFlow(services, editor, turns, (less) => replaceWord(services, editor, less ?? reach));
}
