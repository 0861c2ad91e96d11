import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const extension = vscode.extensions.getExtension('glassbox.glassbox');

suite('activation', () => {
  test('the installed package is what runs', () => {
    assert.ok(extension, 'glassbox.glassbox is not installed');
    assert.match(extension.extensionPath, /glassbox\.glassbox-\d+\.\d+\.\d+/);
  });
});
