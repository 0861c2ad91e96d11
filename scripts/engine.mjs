// `npm run engine -- METHOD 'JSON'`: sets up and builds when something changed, then runs the engine's console.
// Standard output belongs to the console's one JSON document.
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './lib/paths.mjs';
import { runNode } from './lib/run.mjs';
import { build } from './build.mjs';
import { setUp } from './setup.mjs';

/** The newest change below a folder, in milliseconds since 1970. */
function newest(/** @type {string} */ folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  // A folder's own time counts too: it tells of deleted files. `path` is what Node 20 calls `parentPath`.
  return Math.max(...files.map((file) => statSync(path.join(file.parentPath ?? file.path, file.name)).mtimeMs));
}

/** The path of a console that is as new as its sources. */
export async function freshConsole() {
  await setUp();
  const bundle = inRoot('dist/console.js');
  const sources = Math.max(newest(inRoot('src')), newest(inRoot('scripts')), statSync(inRoot('package-lock.json')).mtimeMs);
  if (!existsSync(bundle) || statSync(bundle).mtimeMs < sources) await build();
  return bundle;
}

if (path.resolve(process.argv[1] ?? '') === inRoot('scripts/engine.mjs')) {
  process.exitCode = await runNode([await freshConsole(), ...process.argv.slice(2)]);
}
