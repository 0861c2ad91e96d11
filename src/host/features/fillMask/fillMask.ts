import * as vscode from 'vscode';
import { GlassboxError } from '../../../protocol/engine/index.js';
import type { CommandFactory, Services, MessageAction } from '../../core/services.js';
import { fillMaskSteps } from './pickSteps.js';
import { MASK_PLACEHOLDER } from './maskedSentence.js';
import { runFlow } from './runFlow.js';
import { commandIds } from '../../core/commandIds.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';

/** *Fill Mask*: a list of words for the gap under or nearest to the cursor; several cursors one after the other. */
export const fillMaskCommand: CommandFactory = (services) => async () => {
  const editor = activeTextEditor();
  if (editor !== undefined) await fill(services, editor);
};

async function fill(services: Services, editor: vscode.TextEditor, reach?: number): Promise<void> {
  const turns = fillMaskSteps(editor, services.settings.get('fillMask.candidates'), reach);
  if (turns.length === 0) return services.report(noMask(), undefined, putMask(services, editor), betterWord());
  await runFlow(services, editor, turns, (less) => fill(services, editor, less ?? reach));
}

function noMask(): GlassboxError {
  return new GlassboxError('no-mask', 'The text has no mask.', { details: { kind: 'noGap' } });
}

function putMask(services: Services, editor: vscode.TextEditor): MessageAction {
  return {
    label: vscode.l10n.t('Insert [MASK]'),
    run: async () => {
      const { active } = editor.selection;
      if (await editor.edit((builder) => builder.insert(active, MASK_PLACEHOLDER))) await fill(services, editor);
    },
  };
}

function betterWord(): MessageAction {
  return {
    label: vscode.l10n.t('Find a Better Word'),
    run: () => vscode.commands.executeCommand(commandIds.betterWord),
  };
}
