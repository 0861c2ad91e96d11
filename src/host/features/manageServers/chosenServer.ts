import * as vscode from 'vscode';
import { hostBeyond, type AddedServer } from '../../../protocol/engine/index.js';
import { servedId } from '../../../servers/index.js';
import { whereText } from '../../../wording/index.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage, showQuickPick } from '../../core/messages.js';
import type { Services } from '../../core/services.js';

/** What a command was called on: a served model's id, or a row of the Models view that stands for one. */
function idOf(argument: unknown): string | null {
  if (typeof argument === 'string') return argument;
  const row = (argument as { row?: { subject?: { kind?: unknown; name?: unknown } } } | null | undefined)?.row;
  return row?.subject?.kind === 'served' && typeof row.subject.name === 'string' ? row.subject.name : null;
}

/** The served model that a command is for: that of its row, else the one that is chosen. */
export async function chosenServer(
  { servers }: Pick<Services, 'servers'>,
  argument: unknown,
  title: string,
): Promise<AddedServer | undefined> {
  const id = idOf(argument);
  if (id !== null) return servers.find(id);
  if (servers.all.length === 0) {
    const add = vscode.l10n.t('Add Server…');
    const answer = await showInformationMessage(vscode.l10n.t('No server has been added yet.'), add);
    if (answer === add) await vscode.commands.executeCommand(commandIds.addServer);
    return undefined;
  }
  const rows = servers.all.map((server) => ({
    label: servedId(server),
    description: whereText(hostBeyond(server.address)),
    iconPath: new vscode.ThemeIcon('server'),
    server,
  }));
  return (await showQuickPick(rows, { title, placeHolder: vscode.l10n.t('Which model?') }))?.server;
}
