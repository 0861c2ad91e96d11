import * as vscode from 'vscode';
import { SECTION, type SettingKey, type SettingValue } from './settingTable.js';

/**
 * Sets one of the extension's settings for the user: in the workspace's settings where these have it, for they would
 * prevail, else in the user's own. @param value undefined: the default again
 */
export async function updateSetting<K extends SettingKey>(key: K, value: SettingValue<K> | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  // What a workspace says counts once its authors are trusted.
  const isOfWorkspace = vscode.workspace.isTrusted && configuration.inspect(key)?.workspaceValue !== undefined;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await configuration.update(key, value, isOfWorkspace ? Workspace : Global);
}
