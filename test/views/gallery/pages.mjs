// Writes a page for each view, with what stands in for its host, and the gallery's own page: test-results/views.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TRANSLATIONS } from '../../../scripts/l10n.mjs';
import { inRoot } from '../../../scripts/lib/paths.mjs';
import { VIEWS } from './scenes.mjs';

const here = inRoot('test/views/gallery');
export const OUT = inRoot('test-results/views');

const fixtureFolder = path.join(here, '../fixtures');

/** A fixture: a file, or a folder of files that are one object together. @param {string} place @returns {unknown} */
function readFixture(place) {
  if (place.endsWith('.json')) return JSON.parse(readFileSync(place, 'utf8'));
  return Object.assign({}, ...readdirSync(place).map((file) => readFixture(path.join(place, file))));
}

const fixtures = Object.fromEntries(
  readdirSync(fixtureFolder).map((file) => [path.parse(file).name, readFixture(path.join(fixtureFolder, file))]),
);

/** The bundles of all pages: the views' own, and their stand-ins beside them. @type {import('esbuild').BuildOptions} */
export const BUNDLES = {
  entryPoints: {
    gallery: path.join(here, 'gallery.ts'),
    themes: path.join(here, 'themes.css'),
    ...Object.fromEntries(
      VIEWS.flatMap(({ name }) => [
        [name, inRoot('webview-ui', name, 'main.ts')],
        [`${name}-host`, path.join(here, `${name}Host.ts`)],
      ]),
    ),
  },
  outdir: OUT,
  bundle: true,
  format: 'iife',
  define: {
    FIXTURES: JSON.stringify(fixtures),
    TRANSLATIONS: JSON.stringify(TRANSLATIONS),
    VIEWS: JSON.stringify(VIEWS),
  },
};

/** @param {string} name @param {string} title @param {string} body */
function write(name, title, body) {
  const head = `<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>${title}</title>\n`;
  writeFileSync(path.join(OUT, `${name}.html`), head + body);
}

export function writePages() {
  mkdirSync(OUT, { recursive: true });
  for (const { name, title } of VIEWS) {
    write(
      name,
      title,
      `<link rel="stylesheet" href="themes.css">
<link rel="stylesheet" href="${name}.css">
<style>html { font-family: system-ui, sans-serif; font-size: 13px; }</style>
<main id="${name}"></main>
<script src="${name}-host.js"></script>
<script src="${name}.js"></script>
`,
    );
  }
  write(
    'index',
    'Gallery',
    `<link rel="stylesheet" href="gallery.css">
<main></main>
<script src="gallery.js"></script>
`,
  );
}
