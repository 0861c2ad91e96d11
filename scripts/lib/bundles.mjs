// What esbuild makes of the sources. Everything is bundled, onnxruntime-node's scripts too, and only its native files lie
// beside the bundles: the package then needs no node_modules (0.5 MB of unused scripts less, and no dependency is
// resolved on the user's machine). The price is an edit of onnxruntime-node's own, which fails the build when it no longer fits.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { inRoot } from './paths.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/** The folder in dist/ of what the extension loads after its activation. */
export const HOST_PARTS = 'host';

/** onnxruntime-node finds its binding by a path from its own folder; bundled, it looks beside engine.js. */
const nativeBesideBundle = {
  name: 'native-beside-bundle',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /onnxruntime-node[\\/]dist[\\/]binding\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(
        'require(`../bin/napi-v6/${process.platform}/${process.arch}/onnxruntime_binding.node`)',
        // Computed, so that esbuild leaves it to run time.
        `require([__dirname, 'native', process.platform + '-' + process.arch, 'onnxruntime_binding.node'].join('/'))`,
      );
      if (contents === source) throw new Error(`${path} loads its binding in a new way: adapt scripts/lib/bundles.mjs`);
      return { contents, loader: 'js' };
    });
  },
};

/**
 * esbuild copies a namespace once for each file that imports it. For the editor's, of some 400 names, that took a third
 * of the time of an activation. Texts that the host shares with the pages come from the editor, too, which has the user's
 * language already.
 */
const editorAsItIs = {
  name: 'editor-as-it-is',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replace(/^import \* as vscode from 'vscode';$/m, `const vscode = require('vscode');`)
        .replace(/^import \* as l10n from '@vscode\/l10n';$/m, `const { l10n } = require('vscode');`);
      return { contents, loader: 'ts' };
    });
  },
};

/**
 * What the extension needs after its activation is in files of its own, which `import()` loads: reading all of its code
 * would take most of the time of an activation. esbuild divides ECMAScript modules only, and the editor loads scripts by
 * `require`, so the parts are rewritten when they are made.
 * @param {boolean} production
 */
const loadedByRequire = (production) => ({
  name: 'loaded-by-require',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onEnd(async ({ outputFiles = [] }) => {
      for (const file of outputFiles) {
        const { code } = await transform(file.text, {
          format: 'cjs',
          platform: 'node',
          target: 'node20',
          supported: { 'dynamic-import': false },
          minify: production,
          sourcemap: production ? false : 'inline',
          sourcefile: file.path,
        });
        file.contents = Buffer.from(code);
      }
    });
  },
});

/** The tables of languages, 1.6 MB: in a file of their own, so that an engine that is not asked for a language does not read them. */
const LANGUAGES = 'languages.js';

const languagesBesideBundle = {
  name: 'languages-beside-bundle',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^eld\// }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${LANGUAGES}`, external: true } : undefined,
    );
  },
};

/** JavaScript reads its own JSON three times faster than the same as an object of a script: 0.14 s of processor time for 0.47. */
const tablesAsJson = {
  name: 'tables-as-json',
  /** @param {import('esbuild').PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[\\/]eld[\\/]src[\\/]ngrams[\\/]\w+\.js$/ }, async ({ path }) => {
      const { ngramsData } = await import(pathToFileURL(path).href);
      const json = JSON.stringify(JSON.stringify(ngramsData));
      return { contents: `export const ngramsData = JSON.parse(${json});`, loader: 'js' };
    });
  },
};

/** @returns {BuildOptions} */
const forNode = (/** @type {string} */ entry, /** @type {string} */ outfile) => ({
  entryPoints: [inRoot(entry)],
  outfile: inRoot(outfile),
  platform: 'node',
  target: 'node20',
  format: 'cjs',
});

/** Every folder of webview-ui with a main.ts is a view of its own: NAME/main.ts → dist/webview/NAME.js and NAME.css. */
export async function views() {
  const names = existsSync(inRoot('webview-ui')) ? await readdir(inRoot('webview-ui')) : [];
  return names.filter((name) => existsSync(inRoot('webview-ui', name, 'main.ts')));
}

/**
 * The options of every bundle of the extension.
 * @param {{ production: boolean }} mode production: minified, and without source maps
 * @returns {Promise<BuildOptions[]>}
 */
export async function bundles({ production }) {
  const common = /** @type {BuildOptions} */ ({
    absWorkingDir: inRoot(),
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none', // THIRD_PARTY_NOTICES.txt carries the licences whole
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  const webviews = await views();
  return [
    {
      ...common,
      entryPoints: [{ in: inRoot('src/host/extension.ts'), out: 'extension' }],
      outdir: inRoot('dist'),
      chunkNames: `${HOST_PARTS}/[name]-[hash]`,
      platform: /** @type {const} */ ('node'),
      target: 'node20',
      format: /** @type {const} */ ('esm'),
      splitting: true,
      sourcemap: production ? false : 'inline',
      external: ['vscode'],
      plugins: [editorAsItIs, loadedByRequire(production)],
    },
    {
      ...common,
      ...forNode('src/engine/main.ts', 'dist/engine.js'),
      plugins: [nativeBesideBundle, languagesBesideBundle],
    },
    // A thread of the engine's starts from a file of its own.
    { ...common, ...forNode('src/engine/watchdog.ts', 'dist/watchdog.js') },
    {
      ...common,
      ...forNode('src/engine/cli.ts', 'dist/console.js'),
      plugins: [nativeBesideBundle, languagesBesideBundle],
    },
    { ...common, ...forNode('src/engine/languages/tables.ts', `dist/${LANGUAGES}`), plugins: [tablesAsJson] },
    ...webviews.map((name) => ({
      ...common,
      entryPoints: [{ in: inRoot('webview-ui', name, 'main.ts'), out: name }],
      outdir: inRoot('dist/webview'),
      platform: /** @type {const} */ ('browser'),
      target: 'es2022',
      format: /** @type {const} */ ('iife'),
    })),
  ];
}
