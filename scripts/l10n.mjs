// Compares the texts of the sources, `l10n.t('…')`, with those of every other language: node scripts/l10n.mjs
import { readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, readJson } from './lib/paths.mjs';

/** The two ways to the texts, each written exactly so. */
const IMPORTS = [`import * as vscode from 'vscode';`, `import * as l10n from '@vscode/l10n';`];

/** The languages of the interface beside English, each with its texts by their English ones. */
export const TRANSLATIONS = Object.fromEntries(
  readdirSync(inRoot('l10n')).flatMap((file) => {
    const language = /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1];
    return language === undefined ? [] : [[language, readJson(inRoot('l10n', file))]];
  }),
);

/** @returns {Promise<string[]>} the texts of host and pages in English */
export async function englishTexts() {
  const { getL10nJson } = await import('@vscode/l10n-dev');
  const folders = await Promise.all(
    ['src', 'webview-ui'].map(async (folder) => {
      const names = await readdir(inRoot(folder), { recursive: true });
      return names.filter((name) => /\.tsx?$/.test(name)).map((name) => inRoot(folder, name));
    }),
  );
  const sources = await Promise.all(
    folders.flat().map(async (file) => ({ contents: await readFile(file, 'utf8'), extension: path.extname(file) })),
  );
  // Files of one import are read as one: the search is made anew for each, which would take a minute.
  const joined = IMPORTS.flatMap((line) =>
    ['.ts', '.tsx'].map((extension) => {
      const speaking = sources.filter(
        ({ contents, extension: own }) => own === extension && contents.includes(line) && contents.includes('l10n.t('),
      );
      return {
        contents: [line, ...speaking.map(({ contents }) => contents.replaceAll(line, ''))].join('\n'),
        extension,
      };
    }),
  );
  return Object.keys(await getL10nJson(joined));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const english = await englishTexts();
  for (const [language, texts] of Object.entries(TRANSLATIONS)) {
    const missing = english.filter((text) => !(text in texts));
    const unused = Object.keys(texts).filter((text) => !english.includes(text));
    for (const text of missing) console.error(`${language} lacks: ${text}`);
    for (const text of unused) console.error(`${language} has for nothing: ${text}`);
    if (missing.length > 0 || unused.length > 0) {
      console.error(`Correct l10n/bundle.l10n.${language}.json.`);
      process.exitCode = 1;
    }
  }
}
