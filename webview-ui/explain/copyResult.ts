import type { LastResult } from '../../src/protocol/webviews/index.js';
import { consoleCommand, type Shell } from '../../src/protocol/engine/shell.js';

/** The console's command that asks the engine the same again. */
export function commandOf({ kind, params }: LastResult, shell: Shell): string {
  return consoleCommand([{ method: kind, params }], shell);
}

/** What was asked and what came back, as the engine's console prints values. */
export function resultJson({ kind, params, value, milliseconds, taken }: LastResult): string {
  return JSON.stringify({ method: kind, params, value, milliseconds: Math.round(milliseconds), taken }, null, 2);
}
