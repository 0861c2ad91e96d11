// Packages the extension, one .vsix per platform: node scripts/package.mjs [--target PLATFORM]… | [--all]
// Without arguments: for this platform. The packages lie in dist/vsix.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { HERE, inRoot, manifest } from './lib/paths.mjs';
import { setUp } from './setup.mjs';

/** Where a platform's package lies once it is built. */
export const vsixPath = (target = HERE) => inRoot('dist/vsix', `${manifest.name}-${target}-${manifest.version}.vsix`);

/** vsce takes one list of names to leave out; a platform's is the common one with its own native files taken back in. */
async function packageFor(/** @type {string} */ target) {
  const { createVSIX } = await import('@vscode/vsce');
  const { copyNative } = await import('./lib/native.mjs');
  const { checkVsix } = await import('./lib/checkVsix.mjs');
  await copyNative(target);
  const ignoreFile = inRoot('dist/vsix', `${target}.ignore`);
  const packagePath = vsixPath(target);
  await mkdir(path.dirname(packagePath), { recursive: true });
  const common = await readFile(inRoot('.vscodeignore'), 'utf8');
  await writeFile(ignoreFile, `${common}!dist/native/${target}/*\n`);
  await createVSIX({
    cwd: inRoot(),
    packagePath,
    target,
    ignoreFile,
    dependencies: false,
    allowMissingRepository: true,
    // The README's pictures are in the package; there is no public repository to point at.
    rewriteRelativeLinks: false,
  });
  await rm(ignoreFile);
  const { bytes, files, problems } = await checkVsix(packagePath, target);
  console.log(`${path.relative(inRoot(), packagePath)}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB`);
  for (const problem of problems) console.error(`  ${problem}`);
  return problems.length === 0;
}

/**
 * Builds for production and packages for the given platforms.
 * @param {string[]} targets
 * @returns {Promise<boolean>} whether every package holds what it should and nothing else
 */
export async function packageExtension(targets = [HERE]) {
  const { writeNotices } = await import('./lib/notices.mjs');
  await writeNotices(await build({ production: true }));
  let good = true;
  for (const target of targets) good = (await packageFor(target)) && good;
  return good;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { target: { type: 'string', multiple: true }, all: { type: 'boolean' } } });
  await setUp();
  const { NATIVE_FILES } = await import('./lib/native.mjs');
  const targets = values.all ? Object.keys(NATIVE_FILES) : (values.target ?? [HERE]);
  if (!(await packageExtension(targets))) process.exitCode = 1;
}
