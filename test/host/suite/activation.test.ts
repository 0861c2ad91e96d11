import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { enginePids } from '../lib/engineProcess.js';

interface Manifest {
  contributes: { commands: { command: string }[] };
}

function installed(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('glassbox.glassbox');
  assert.ok(extension, 'glassbox.glassbox is not installed');
  return extension;
}

suite('activation', () => {
  test('the installed package is what runs', () => {
    assert.match(installed().extensionPath, /glassbox\.glassbox-\d+\.\d+\.\d+/);
  });

  test('registers every command of the manifest, and no engine starts for it', async () => {
    const extension = installed();
    await extension.activate();
    const registered = await vscode.commands.getCommands(true);
    const { contributes } = extension.packageJSON as Manifest;
    const missing = contributes.commands.filter(({ command }) => !registered.includes(command));
    assert.deepEqual(missing, []);
    assert.deepEqual(enginePids(process.pid), []);
  });
});
