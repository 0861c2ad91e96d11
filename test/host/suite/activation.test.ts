import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
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

/** Bytes of code that an activation may load; the whole is some 1.3 MB. */
const MOST = 45_000;

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

  test('loads a small part of the code, and the rest when it is needed', async () => {
    const extension = installed();
    await extension.activate();
    const code = path.join(extension.extensionPath, 'dist');
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(code));
    assert.ok(loaded.includes(path.join(code, 'extension.js')), loaded.join(', '));
    const bytes = loaded.reduce((sum, file) => sum + statSync(file).size, 0);
    assert.ok(bytes < MOST, `${bytes} bytes in ${loaded.map((file) => path.basename(file)).join(', ')}`);
  });
});
