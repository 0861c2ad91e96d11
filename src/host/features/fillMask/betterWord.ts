import type * as vscode from 'vscode';
import { GlassboxError } from '../../../protocol/engine/index.js';
import type { CommandFactory, Services } from '../../core/services.js';
import type { AskBetterWords } from './betterWordStep.js';
import { betterWordSteps } from './pickSteps.js';
import { runFlow } from './runFlow.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';

/** *Find a Better Word*: a list of words near in meaning to the one under the cursor, and of others that fit its place. */
export const betterWordCommand: CommandFactory = (services) => async () => {
  const editor = activeTextEditor();
  if (editor !== undefined) await replaceWord(services, editor);
};

async function replaceWord(services: Services, editor: vscode.TextEditor, reach?: number): Promise<void> {
  const { engine, settings } = services;
  const askWords: AskBetterWords = (params, signal) =>
    engine.call('betterWords', { ...params, model: settings.get('fillMask.model') }, {}, signal);
  const turns = betterWordSteps(editor, settings.get('fillMask.candidates'), askWords, reach);
  if (turns.length === 0) {
    return services.report(
      new GlassboxError('no-mask', 'There is no word at the cursor.', { details: { kind: 'noWord' } }),
    );
  }
  await runFlow(services, editor, turns, (less) => replaceWord(services, editor, less ?? reach));
}
