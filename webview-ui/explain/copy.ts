import type { LastResult } from '../../src/protocol/index.js';
import { shellQuoted } from '../../src/text/shell.js';

/** The console's command that asks the engine the same again. */
export function consoleCommand({ kind, params }: LastResult): string {
  return `npm run --silent engine -- ${kind} ${shellQuoted(JSON.stringify(params))}`;
}

/** What was asked and what came back, as the engine's console prints values. */
export function resultJson({ kind, params, value, milliseconds, taken }: LastResult): string {
  return JSON.stringify({ method: kind, params, value, milliseconds: Math.round(milliseconds), taken }, null, 2);
}
