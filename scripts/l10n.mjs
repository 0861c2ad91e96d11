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

/**
 * Finds the signs of a text in Chinese characters that are those of Latin texts: a half-width comma, colon, semicolon,
 * question or exclamation mark beside a character, and a space after a full-width sign, which is as wide as one already.
 * What is typed or chosen as it stands, as a command behind its category, is left out.
 * @param {string} text
 * @returns {string[]} each with what stands around it
 */
export function halfWidthSigns(text) {
  const han = String.raw`[\p{Script=Han}“”（）《》。，：；？！、]`;
  const signs = new RegExp(`.{0,4}(?:${han}[,:;?!]|[,:;?!] ?(?=${han})|[。，：；？！、] ).{0,4}`, 'gu');
  return text.replaceAll('Glassbox: ', '').match(signs) ?? [];
}

/** @param {string} language whether it is written in Chinese characters */
const isHan = (language) => /^(?:zh|ja)/.test(language);

/** @param {string} language of which the manifest's texts are wanted */
const manifestTexts = (language) => Object.values(readJson(inRoot(`package.nls.${language}.json`))).map(String);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const english = await englishTexts();
  for (const [language, texts] of Object.entries(TRANSLATIONS)) {
    const missing = english.filter((text) => !(text in texts));
    const unused = Object.keys(texts).filter((text) => !english.includes(text));
    for (const text of missing) console.error(`${language} lacks: ${text}`);
    for (const text of unused) console.error(`${language} has for nothing: ${text}`);
    const signs = isHan(language)
      ? [...Object.values(texts), ...manifestTexts(language)].flatMap((text) => halfWidthSigns(text))
      : [];
    for (const place of signs) console.error(`${language} has a sign of Latin texts: ${place}`);
    if (missing.length > 0 || unused.length > 0 || signs.length > 0) {
      console.error(`Correct l10n/bundle.l10n.${language}.json or package.nls.${language}.json.`);
      process.exitCode = 1;
    }
  }
}
