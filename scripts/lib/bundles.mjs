// What esbuild makes of the sources. Everything is bundled, onnxruntime-node's scripts too, and only its native files lie
// beside the bundle: the package then needs no node_modules (0.5 MB of unused scripts less, and no dependency is
// resolved on the user's machine). The price is the one edit below, which fails the build when it no longer fits.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { inRoot } from './paths.mjs';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */

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

/** @returns {BuildOptions} */
const forNode = (/** @type {string} */ entry, /** @type {string} */ outfile) => ({
  entryPoints: [inRoot(entry)],
  outfile: inRoot(outfile),
  platform: 'node',
  target: 'node20',
  format: 'cjs',
});

/** Every folder of webview-ui with a main.ts is a view of its own: NAME/main.ts → dist/webview/NAME.js and NAME.css. */
async function views() {
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
    { ...common, ...forNode('src/host/extension.ts', 'dist/extension.js'), external: ['vscode'] },
    { ...common, ...forNode('src/engine/main.ts', 'dist/engine.js'), plugins: [nativeBesideBundle] },
    { ...common, ...forNode('src/engine/console.ts', 'dist/console.js'), plugins: [nativeBesideBundle] },
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
