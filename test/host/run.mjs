// Runs the host tests with a packaged extension, in two ways: mocha inside the extension host, and the window as a user
// sees it. VSCODE_TEST_EXECUTABLE may name a desktop VS Code for the first; the default is the one of install/install.sh.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { resolveCliPathFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { createVSIX } from '@vscode/vsce';
import { broken, NONE, vitest } from '../../scripts/lib/counts.mjs';
import { inRoot, readJson } from '../../scripts/lib/paths.mjs';
import { runNode } from '../../scripts/lib/run.mjs';

const BUILT = inRoot('dist/test');

/** Bundles what runs outside of vitest: the programs beside this file, and the suite for the extension host. */
async function bundle() {
  const common = /** @type {const} */ ({ bundle: true, platform: 'node', target: 'node20', sourcemap: 'inline' });
  const suite = readdirSync(inRoot('test/host/suite')).filter(
    (name) => name === 'index.ts' || name.endsWith('.test.ts'),
  );
  rmSync(path.join(BUILT, 'suite'), { recursive: true, force: true }); // a test that is gone must not run
  await Promise.all([
    build({
      ...common,
      entryPoints: [inRoot('test/host/codeShim.ts'), inRoot('test/host/browserEditor.ts')],
      outdir: BUILT,
      outExtension: { '.js': '.mjs' },
      format: 'esm',
      packages: 'external',
    }),
    build({
      ...common,
      entryPoints: suite.map((name) => inRoot('test/host/suite', name)),
      outdir: path.join(BUILT, 'suite'),
      format: 'cjs',
      external: ['vscode', 'mocha'],
    }),
  ]);
}

/** @returns {[string, string[]]} the command line that installs extensions, with its first arguments */
function commandLine(/** @type {string | undefined} */ desktop) {
  if (desktop === undefined) return [process.execPath, [path.join(BUILT, 'codeShim.mjs')]];
  return [resolveCliPathFromVSCodeExecutablePath(desktop), []];
}

/**
 * Packages one of the tests' own extensions.
 * @param {string} name of its folder
 * @returns {Promise<string>} the package
 */
async function packageOwn(name) {
  const packagePath = path.join(BUILT, `${name}.vsix`);
  const cwd = inRoot('test/host', name);
  mkdirSync(BUILT, { recursive: true });
  await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}

/**
 * Runs the mocha suite in the extension host.
 * @param {string} vsix
 * @param {string} [grep] only tests whose titles match
 * @returns {Promise<import('../../scripts/lib/counts.mjs').Counts>}
 */
export async function runSuite(vsix, grep) {
  await bundle();
  const desktop = process.env.VSCODE_TEST_EXECUTABLE;
  const profile = inRoot('test-results/profile');
  const verdictFile = inRoot('test-results/verdict.json');
  for (const old of [profile, verdictFile]) rmSync(old, { recursive: true, force: true });
  mkdirSync(profile, { recursive: true });
  const profileArgs = [`--extensions-dir=${profile}/extensions`, `--user-data-dir=${profile}/user-data`];
  try {
    const [command, first] = commandLine(desktop);
    for (const extension of [vsix, await packageOwn('caller')]) {
      execFileSync(command, [...first, ...profileArgs, '--install-extension', extension], { stdio: 'inherit' });
    }
    process.env.GLASSBOX_VERDICT = verdictFile;
    if (grep !== undefined) process.env.GLASSBOX_GREP = grep;
    await runTests({
      vscodeExecutablePath: desktop ?? path.join(BUILT, 'codeShim.mjs'),
      extensionDevelopmentPath: inRoot('test/host/runner'),
      extensionTestsPath: path.join(BUILT, 'suite/index.js'),
      launchArgs: [inRoot('test/host/workspace'), ...profileArgs],
    });
  } catch (error) {
    console.error(String(error));
  }
  if (!existsSync(verdictFile)) return broken('suite: the extension host did not start');
  const { finished, passed, failed, skipped, failures, running, error } = readJson(verdictFile);
  if (finished) return { ...NONE, passed, failed, skipped, failures };
  const last = error ?? `The extension host died during the test "${running ?? '(none yet)'}".`;
  console.error(last);
  return { ...NONE, passed, failed: failed + 1, skipped, failures: [...failures, `suite: ${last}`] };
}

/**
 * Runs the tests of the window; their pictures go to test-results/window.
 * @param {string} vsix
 * @param {string[]} [args] for vitest: file names, -t TITLE
 */
export async function runWindow(vsix, args = []) {
  const bridge = await packageOwn('bridge');
  rmSync(inRoot('test-results/window'), { recursive: true, force: true });
  const env = { ...process.env, GLASSBOX_VSIX: vsix, GLASSBOX_BRIDGE_VSIX: bridge };
  return vitest('window', ['--config', inRoot('test/host/vitest.config.ts'), ...args], env);
}

/**
 * Runs VS Code for the user's own browser on 127.0.0.1, until Ctrl+C.
 * @param {string} vsix
 * @param {string} folder
 * @param {string} file the file to open
 * @returns {Promise<number>} the exit status
 */
export async function runBrowserEditor(vsix, folder, file) {
  await bundle();
  return runNode([path.join(BUILT, 'browserEditor.mjs'), vsix, folder, file]);
}
