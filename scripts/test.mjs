// `npm test` runs everything; `npm test -- unit views model servers host` one kind or some, and what follows a further `--`
// goes to the runner: `npm test -- unit -- -t offsets`, `npm test -- window -- fillMask` (host is suite and window).
// The very last line is the sum: "N passed, N failed", and how many were skipped or had to be tried again, if any.
import { existsSync } from 'node:fs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { build } from './build.mjs';
import { packageExtension, vsixPath } from './package.mjs';
import { setUp } from './setup.mjs';

const VITEST = ['unit', 'views', 'model', 'servers'];
const HOST = ['suite', 'window'];

/** Reads the command line: the kinds to run, and the rest for the runner. */
function parse(/** @type {string[]} */ args) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const named = args.slice(0, end).flatMap((kind) => (kind === 'host' ? HOST : [kind]));
  const unknown = named.find((kind) => ![...VITEST, ...HOST].includes(kind));
  if (unknown !== undefined) {
    console.error(`Unknown kind of test "${unknown}"; there are ${[...VITEST, 'host', ...HOST].join(', ')}.`);
    process.exit(2);
  }
  return { kinds: new Set(named.length > 0 ? named : [...VITEST, ...HOST]), rest: args.slice(end + 1) };
}

/**
 * The host tests: install VS Code, package the extension, run.
 * @param {Set<string>} kinds
 * @param {string[]} rest
 * @returns {Promise<[string, import('./lib/counts.mjs').Counts][]>}
 */
async function host(kinds, rest) {
  const { broken, NONE } = await import('./lib/counts.mjs');
  const { runSuite, runWindow } = await import('../test/host/run.mjs');
  const desktopOnly = process.env.VSCODE_TEST_EXECUTABLE !== undefined && !kinds.has('window');
  if (!desktopOnly && (await run('bash', [inRoot('test/host/install/install.sh')])) !== 0)
    return [['install', broken('VS Code could not be set up')]];
  const packaged = await packageExtension();
  /** @type {[string, import('./lib/counts.mjs').Counts][]} */
  const results = [['package', packaged ? { ...NONE, passed: 1 } : broken('the package could not be made')]];
  if (!existsSync(vsixPath())) return results;
  if (kinds.has('suite')) results.push(['suite', await runSuite(vsixPath(), rest[0])]);
  if (kinds.has('window')) results.push(['window', await runWindow(vsixPath(), rest)]);
  return results;
}

const { kinds, rest } = parse(process.argv.slice(2));
await setUp();
const { broken, inWords, sum, vitest } = await import('./lib/counts.mjs');
/** @type {[string, import('./lib/counts.mjs').Counts][]} */
const results = [];

/** Runs a kind; one that throws has failed, and the others still run. */
async function add(
  /** @type {string} */ name,
  /** @type {() => Promise<[string, import('./lib/counts.mjs').Counts][]>} */ step,
) {
  console.log(`\n=== ${name}`);
  try {
    results.push(...(await step()));
  } catch (error) {
    console.error(error);
    results.push([name, broken(`${name}: ${error}`)]);
  }
}

let built = false;
/** Bundles before the first kind that runs built programs; unit tests, views and servers need nothing but the sources. */
async function buildOnce() {
  if (built) return;
  built = true;
  await add('build', async () => {
    await build();
    return [];
  });
}

for (const kind of VITEST) {
  if (kind === 'model' && kinds.has(kind)) await buildOnce();
  if (kinds.has(kind) && existsSync(inRoot('test', kind))) {
    await add(kind, async () => [[kind, await vitest(kind, ['--project', kind, ...rest])]]);
  }
}
if (HOST.some((kind) => kinds.has(kind))) {
  await buildOnce();
  await add('host', () => host(kinds, rest));
}

const total = sum(results.map(([, counts]) => counts));
console.log('');
for (const [name, counts] of results) console.log(`${name.padEnd(8)} ${inWords(counts)}`);
console.log('');
// Last, too, what failed: of a long output often only the end is kept.
for (const failure of total.failures) console.log(`failed: ${failure}`);
console.log(inWords(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
