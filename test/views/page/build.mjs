// `node test/views/page/build.mjs` writes a page that shows a view with a fixture, without the editor:
// test-results/views/explain.html?show=NAME&theme=light (dark, contrast)&language=zh-cn; NAME is a file of
// test/views/fixtures, or none. Likewise decoding.html and attention.html; see
// decodingHost.ts and attentionHost.ts for what they show
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../../..');
const out = path.join(root, 'test-results/views');

const files = readdirSync(path.join(here, '../fixtures'));
const fixtures = Object.fromEntries(
  files.map((file) => [path.parse(file).name, JSON.parse(readFileSync(path.join(here, '../fixtures', file), 'utf8'))]),
);

/** The views, each with what stands in for its host. */
const pages = [
  { name: 'explain', host: 'explainHost.ts', title: 'Explain Last Result' },
  { name: 'decoding', host: 'decodingHost.ts', title: 'Decoding' },
  { name: 'attention', host: 'attentionHost.ts', title: 'Attention' },
];

await build({
  entryPoints: {
    themes: path.join(here, 'themes.css'),
    ...Object.fromEntries(
      pages.flatMap(({ name, host }) => [
        [name, path.join(root, 'webview-ui', name, 'main.ts')],
        [`${name}-host`, path.join(here, host)],
      ]),
    ),
  },
  outdir: out,
  bundle: true,
  format: 'iife',
  define: {
    FIXTURES: JSON.stringify(fixtures),
    CHINESE: readFileSync(path.join(root, 'l10n/bundle.l10n.zh-cn.json'), 'utf8'),
  },
});
for (const { name, title } of pages) {
  writeFileSync(
    path.join(out, `${name}.html`),
    `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="themes.css">
<link rel="stylesheet" href="${name}.css">
<style>html { font-family: system-ui, sans-serif; font-size: 13px; }</style>
<main id="${name}"></main>
<script src="${name}-host.js"></script>
<script src="${name}.js"></script>
`,
  );
  console.log(path.join(out, `${name}.html`));
}
