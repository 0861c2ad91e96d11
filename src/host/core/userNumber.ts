import * as vscode from 'vscode';
import { numberFormat } from '../../text/numbers.js';

/** How the user's language writes a number that stands by itself. */
export function userNumber(): (value: number) => string {
  return numberFormat(vscode.env.language);
}
