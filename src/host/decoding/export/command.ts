import type { Params } from '../../../protocol/index.js';
import { shellQuoted } from '../../../text/shell.js';

/** The console's command that runs a recipe on a prompt, for a POSIX shell. */
export function recipeCommand(params: Params<'generate'>): string {
  return `npm run --silent engine -- generate ${shellQuoted(JSON.stringify(params))}`;
}
