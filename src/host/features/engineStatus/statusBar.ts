import * as vscode from 'vscode';
import { commandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';

/**
 * The status bar item: a click opens the state. Before anything is at work there is little to say; the words for the rest
 * are not read at activation.
 */
export function createStatusBar({ engine, installs, settings, servers }: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('glassbox.engine', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Glassbox';
  item.command = commandIds.showEngineState;
  item.text = '$(circle-outline) Glassbox';
  item.tooltip = vscode.l10n.t('The engine is not running; it starts with the next command.');
  item.accessibilityInformation = { label: `Glassbox. ${item.tooltip}`, role: 'button' };
  item.show();
  const draw = () =>
    void import('./drawStatusBar.js').then(({ drawStatusBar }) =>
      drawStatusBar(item, { engine, installs, settings, servers }),
    );
  // Which commands send text to a server is said before the first of them runs.
  const redraw = () => servers.all.length > 0 && draw();
  redraw();
  return vscode.Disposable.from(
    item,
    engine.onDidChangeState(draw),
    installs.onDidChange(draw),
    settings.onDidChange(redraw),
    servers.onDidChange(draw),
  );
}
