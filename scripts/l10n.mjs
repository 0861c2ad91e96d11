// Compares the texts of the sources, `l10n.t('…')`, with the Chinese ones: node scripts/l10n.mjs
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot } from './lib/paths.mjs';

/** The two ways to the texts, each written exactly so. */
const IMPORTS = [`import * as vscode from 'vscode';`, `import * as l10n from '@vscode/l10n';`];

/** @returns {Promise<Record<string, string>>} the Chinese texts by their English ones */
export const chineseTexts = async () => JSON.parse(await readFile(inRoot('l10n/bundle.l10n.zh-cn.json'), 'utf8'));

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
  const [english, chinese] = await Promise.all([englishTexts(), chineseTexts()]);
  const missing = english.filter((text) => !(text in chinese));
  const unused = Object.keys(chinese).filter((text) => !english.includes(text));
  for (const text of missing) console.error(`has no Chinese: ${text}`);
  for (const text of unused) console.error(`is Chinese for nothing: ${text}`);
  if (missing.length > 0 || unused.length > 0) {
    console.error(`Correct ${path.relative('.', inRoot('l10n/bundle.l10n.zh-cn.json'))}.`);
    process.exitCode = 1;
  }
}
