// Makes a clone ready: checks Node and installs the dependencies when they are not the ones of package-lock.json.
// Everything here runs before there is a node_modules, so it imports Node's own modules only.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot, readJson } from './lib/paths.mjs';
import { runNpm } from './lib/run.mjs';

const OLDEST_NODE = 20;

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves a lock of what it installed in node_modules,
 * as the last thing it does, so an installation that was cut short does not count either.
 */
function installed() {
  const hiddenLock = inRoot('node_modules/.package-lock.json');
  if (!existsSync(hiddenLock)) return false;
  const present = readJson(hiddenLock).packages;
  return Object.entries(readJson(inRoot('package-lock.json')).packages).every(([place, wanted]) => {
    if (place === '') return true;
    const found = present[place];
    // Packages for other platforms are in the lock and never installed.
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

/**
 * Installs the dependencies if need be; npm's output goes to standard error, for standard output may belong to a
 * caller's JSON. Ends the process with a message when Node is too old or npm fails.
 */
export async function setUp() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST_NODE) {
    console.error(
      `Glassbox needs Node ${OLDEST_NODE} or newer; this is Node ${process.versions.node}. Install a newer one and try again.`,
    );
    process.exit(1);
  }
  if (installed()) return;
  console.error('Installing the dependencies of package-lock.json (npm ci) …');
  // The packages carry their binaries, so that no install script needs to run.
  const status = await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) {
    console.error(
      `npm ci failed with status ${status}. Its message above says why; a registry must be reachable once.`,
    );
    process.exit(1);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp();
