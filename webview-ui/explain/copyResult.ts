import type { LastResult } from '../../src/protocol/webviews/index.js';
import { consoleCommand, type Shell } from '../../src/protocol/engine/shell.js';

/** The console's command that asks the engine the same again; null where the texts are too long for one. */
export function commandOf(result: LastResult, shell: Shell): string | null {
  if (result.kind === 'reading') {
    return consoleCommand(
      result.calls.map(({ method, params }) => ({ method, params })),
      shell,
    );
  }
  if (result.kind === 'search' && result.params.documents?.some(({ text }) => text === null)) return null;
  return consoleCommand([{ method: result.kind, params: result.params }], shell);
}

/** What was asked and what came back, as the engine's console prints values. */
export function resultJson(result: LastResult): string {
  const milliseconds = Math.round(result.milliseconds);
  if (result.kind === 'reading') {
    const { calls, count } = result;
    return JSON.stringify({ calls, count, milliseconds }, null, 2);
  }
  const { kind, params, value, taken } = result;
  return JSON.stringify({ method: kind, params, value, milliseconds, taken }, null, 2);
}
