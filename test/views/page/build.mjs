// `node test/views/page/build.mjs` writes a page that shows a view with a fixture, without the editor:
// test-results/views/explain.html?show=NAME&theme=light (dark, contrast)&language=zh-cn; NAME is a file of
// test/views/fixtures, or none
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

await build({
  entryPoints: {
    host: path.join(here, 'host.ts'),
    themes: path.join(here, 'themes.css'),
    explain: path.join(root, 'webview-ui/explain/main.ts'),
  },
  outdir: out,
  bundle: true,
  format: 'iife',
  define: {
    FIXTURES: JSON.stringify(fixtures),
    CHINESE: readFileSync(path.join(root, 'l10n/bundle.l10n.zh-cn.json'), 'utf8'),
  },
});
writeFileSync(
  path.join(out, 'explain.html'),
  `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Explain Last Result</title>
<link rel="stylesheet" href="themes.css">
<link rel="stylesheet" href="explain.css">
<style>html { font-family: system-ui, sans-serif; font-size: 13px; }</style>
<main id="explain"></main>
<script src="host.js"></script>
<script src="explain.js"></script>
`,
);
console.log(path.join(out, 'explain.html'));
