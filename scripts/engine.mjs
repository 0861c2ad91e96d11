// `npm run engine -- METHOD 'JSON'`: sets up and builds when something changed, then runs the engine's console.
// Standard output belongs to the console's one JSON document.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';
import { runNode } from './lib/run.mjs';
import { build, orExit } from './build.mjs';
import { setUp } from './setup.mjs';

/** The newest change below a folder, in milliseconds since 1970. */
function newest(/** @type {string} */ folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  // A folder's own time counts too: it tells of deleted files. `path` is what Node 20 calls `parentPath`.
  return Math.max(...files.map((file) => statSync(path.join(file.parentPath ?? file.path, file.name)).mtimeMs));
}

/** What the console is made of: every room but the extension's own. */
const SOURCES = readdirSync(inRoot('src'), { withFileTypes: true })
  .filter((room) => room.isDirectory() && room.name !== 'host')
  .map((room) => inRoot('src', room.name))
  .concat(inRoot('scripts'));

/** The console, and the tables of languages that it reads once one is to be told. */
const BUNDLES = ['dist/console.js', 'dist/languages.js'];

/**
 * Sets up and builds the console if need be.
 * @returns {Promise<string>} its path
 */
export async function freshConsole() {
  await setUp();
  const bundle = inRoot('dist/console.js');
  const changed = Math.max(...SOURCES.map(newest), statSync(inRoot('package-lock.json')).mtimeMs);
  const files = BUNDLES.map((name) => inRoot(name));
  if (!files.every(existsSync) || statSync(bundle).mtimeMs < changed) {
    await orExit(() => build({ only: BUNDLES }));
  }
  return bundle;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await runNode([await freshConsole(), ...process.argv.slice(2)]);
}
