import * as vscode from 'vscode';
import type { ConnectionEntry } from '../../../hub/index.js';

/** As many of the last connections as a document shows. */
const MOST_SHOWN = 5000;

function entryIn(line: string): ConnectionEntry | null {
  try {
    return JSON.parse(line) as ConnectionEntry;
  } catch {
    return null; // of a window that was killed while it wrote
  }
}

function lineOf({ time, host, path, status, token, reason, milliseconds }: ConnectionEntry): string {
  const answer = status === null ? vscode.l10n.t('no answer') : String(status);
  const withToken = token ? `  ${vscode.l10n.t('with your token')}` : '';
  return `${time}  ${host}  ${answer.padEnd(3)}  ${String(milliseconds).padStart(6)} ms  ${reason}  ${path}${withToken}`;
}

/**
 * The log of connections for people, the last one first.
 * @param jsonLines an entry a line, as it is kept
 */
export function connectionsText(jsonLines: string, file: string): string {
  const entries = jsonLines
    .split('\n')
    .filter((line) => line !== '')
    .map(entryIn)
    .filter((entry) => entry !== null);
  if (entries.length === 0) return `${vscode.l10n.t('No connection was ever made.')}\n`;
  const shown = entries.slice(-MOST_SHOWN).reverse();
  const head = [
    vscode.l10n.t('Every connection that Glassbox has made, the last one first: {0}.', entries.length),
    vscode.l10n.t('All of them are in {0}.', file),
  ];
  return `${[...head, '', ...shown.map(lineOf)].join('\n')}\n`;
}
