import * as vscode from 'vscode';
import { keyCommandIds } from '../../../core/commandIds.js';
import { showInformationMessage } from '../../../core/messages.js';
import type { Services } from '../../../core/services.js';
import { openSetting } from '../../../core/settings.js';
import type * as ProviderModule from './hoverProvider.js';

/** Set in the editor's own memory when a model was first loaded, which only a command does. */
const USED = 'glassbox.used';

/**
 * The hover. A model is loaded for it only when the user has used one before, or wants that by a setting: nobody who
 * only reads a text should pay for it. What it needs is loaded with the first one.
 *
 * Plain text and Markdown start the extension (`activationEvents`), since the hover has to be there after a restart
 * without a command having run; that takes the few milliseconds of an activation and starts no engine. Texts in other
 * languages have it as soon as something has started the extension: not every session in code should pay.
 */
export function attentionHover(services: Services, { globalState }: vscode.ExtensionContext): vscode.Disposable {
  const { engine, settings } = services;
  const mayLoad = () => settings.get('hover.loadModel') || globalState.get(USED) === true;
  let provider: Promise<ProviderModule.AttentionHover> | undefined;
  const lazily: vscode.HoverProvider = {
    async provideHover(document, position, token) {
      if (!settings.get('hover.enabled') || !mayLoad()) return null;
      provider ??= import('./hoverProvider.js').then(({ AttentionHover }) => new AttentionHover(services, mayLoad));
      return (await provider).provideHover(document, position, token);
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerHoverProvider('*', lazily),
    vscode.commands.registerCommand(keyCommandIds.hoverOff, () =>
      turnOff().catch((error: unknown) => services.report(error)),
    ),
    engine.onDidChangeState((state) => {
      if ((state?.models.length ?? 0) > 0 && globalState.get(USED) !== true) void globalState.update(USED, true);
    }),
    { dispose: () => void provider?.then((one) => one.dispose()) },
  );
}

/** One click; the message says how to get it back. */
async function turnOff(): Promise<void> {
  await setEnabled(false);
  const again = vscode.l10n.t('Turn On Again');
  const open = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t(
    'The attention hover is off. The setting {0} turns it on again.',
    'glassbox.hover.enabled',
  );
  const chosen = await showInformationMessage(message, again, open);
  if (chosen === again) await setEnabled(true);
  if (chosen === open) await openSetting('hover.enabled');
}

/** For the user; where the workspace says otherwise, there as well. */
async function setEnabled(enabled: boolean): Promise<void> {
  const settings = () => vscode.workspace.getConfiguration('glassbox.hover');
  await settings().update('enabled', enabled, vscode.ConfigurationTarget.Global);
  if (settings().get('enabled') !== enabled) {
    await settings().update('enabled', enabled, vscode.ConfigurationTarget.Workspace);
  }
}
