// `npm start`: the three commands on the example in the terminal, then the editor with the extension and the example.
//   npm start -- --no-editor    the terminal part only
//   npm start -- --browser      VS Code in the browser, even where there is a desktop one
import { parseArgs } from 'node:util';
import { demonstrate } from './lib/demonstration.mjs';
import { ask, browserPossible, openDesktop, serveBrowser } from './lib/editors.mjs';
import { freshConsole } from './engine.mjs';

/** Opens the editor that fits, or says how to get one. */
async function openEditor(/** @type {boolean} */ browser) {
  if (browser) return serveBrowser();
  const atTerminal = process.stdin.isTTY && process.stdout.isTTY;
  if (!atTerminal) return 0;
  if (await openDesktop()) return 0;
  console.log('\nNo desktop VS Code was found.');
  if (!browserPossible) return 0;
  if (await ask('Run VS Code in the browser (a download of about 250 MB, once)?')) return serveBrowser();
  console.log('`npm start -- --browser` runs it without asking.');
  return 0;
}

const { values } = parseArgs({ options: { browser: { type: 'boolean' }, 'no-editor': { type: 'boolean' } } });
const good = await demonstrate(await freshConsole());
const status = values['no-editor'] ? 0 : await openEditor(values.browser ?? false);
process.exitCode = good ? status : 1;
