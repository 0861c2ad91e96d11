// Builds dist/: node scripts/build.mjs [--watch] [--production]
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { inRoot, HERE } from './lib/paths.mjs';
import { setUp } from './setup.mjs';

/**
 * Writes a bundle's files, each by renaming, so that an engine that starts meanwhile never reads half a file.
 * @param {import('esbuild').OutputFile[]} files
 */
async function writeOutputs(files) {
  for (const file of files) {
    await mkdir(path.dirname(file.path), { recursive: true });
    const unfinished = `${file.path}.${process.pid}`;
    await writeFile(unfinished, file.contents);
    await rename(unfinished, file.path);
  }
}

/**
 * Removes the parts of bundles before, whose names are other ones: they would go into the package.
 * @param {string} outdir
 * @param {import('esbuild').OutputFile[]} files
 */
async function removeOldParts(outdir, files) {
  const { HOST_PARTS } = await import('./lib/bundles.mjs');
  const folder = path.join(outdir, HOST_PARTS);
  const current = new Set(files.map((file) => file.path));
  const present = (await readdir(folder)).map((name) => path.join(folder, name));
  await Promise.all(present.filter((file) => !current.has(file)).map((file) => rm(file, { force: true })));
}

const writing = {
  name: 'write-outputs',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    const { outdir, splitting } = build.initialOptions;
    build.onEnd(async (result) => {
      if (result.errors.length > 0) return;
      const files = result.outputFiles ?? [];
      await writeOutputs(files);
      if (splitting && outdir) await removeOldParts(outdir, files);
    });
  },
};

/**
 * Builds once: everything, or the bundles that `only` names.
 * @param {{ production?: boolean, only?: readonly string[] }} [mode]
 * @returns {Promise<string[]>} the files that went into the bundles, relative to the root
 */
export async function build({ production = false, only } = {}) {
  const { build: bundle } = await import('esbuild');
  const { bundles } = await import('./lib/bundles.mjs');
  const { checkPlatforms, copyNative, NATIVE_FILES } = await import('./lib/native.mjs');
  await checkPlatforms();
  if (HERE in NATIVE_FILES) await copyNative(HERE);
  const all = await bundles({ production });
  const wanted = only?.map((name) => inRoot(name));
  const options = wanted === undefined ? all : all.filter(({ outfile }) => outfile && wanted.includes(outfile));
  const results = await Promise.all(
    options.map((one) => bundle({ ...one, plugins: [...(one.plugins ?? []), writing] })),
  );
  return results.flatMap((result) => Object.keys(result.metafile?.inputs ?? {}));
}

/**
 * Runs a step that builds; when it fails, the process ends with status 1 and one message.
 * @template T
 * @param {() => Promise<T>} step
 * @returns {Promise<T>}
 */
export async function orExit(step) {
  try {
    return await step();
  } catch (error) {
    // esbuild has printed its own errors.
    if (!(error instanceof Error && 'errors' in error)) console.error(error);
    process.exit(1);
  }
}

/** Builds again whenever a source changes, until the process is ended. */
async function watch() {
  await build();
  const { context } = await import('esbuild');
  const { bundles } = await import('./lib/bundles.mjs');
  for (const one of await bundles({ production: false })) {
    const watched = await context({ ...one, logLevel: 'info', plugins: [...(one.plugins ?? []), writing] });
    await watched.watch();
  }
  console.log(`watching; the bundles are in ${path.relative('.', inRoot('dist'))}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { watch: { type: 'boolean' }, production: { type: 'boolean' } } });
  await setUp();
  await orExit(async () => {
    await (values.watch ? watch() : build({ production: values.production ?? false }));
  });
}
