// The licences of what is bundled, in one file.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, readJson } from './paths.mjs';

/** Packages that come without their licence; scripts/notices holds it, and its first line begins with name and version. */
const KEPT = {
  'onnxruntime-node': 'onnxruntime',
  'onnxruntime-common': 'onnxruntime',
  '@vscode/l10n': 'vscode-l10n',
  format: 'format',
};

/** What is no package, and where its licence lies. */
const DATA = {
  'WordNet 3.0, a part of it (models/wordnet)': 'models/wordnet/LICENSE',
  'CC-CEDICT, a part of it (models/cedict)': 'models/cedict/LICENSE',
};

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-?party-?notices)([.-].*)?$/i;

/** The folder of the package that a bundled file belongs to, or undefined for a file of ours. */
function packageFolder(/** @type {string} */ input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'))?.[1];
}

async function licence(
  /** @type {string} */ folder,
  /** @type {{ name: string, version: string }} */ { name, version },
) {
  const kept = KEPT[/** @type {keyof typeof KEPT} */ (name)];
  if (kept !== undefined) {
    const text = await readFile(inRoot('scripts/notices', `${kept}.txt`), 'utf8');
    if (text.startsWith(`${kept} ${version}:`)) return text;
    throw new Error(`scripts/notices/${kept}.txt is not of version ${version}: take it from that release`);
  }
  const files = (await readdir(inRoot(folder))).filter((file) => LICENCE_FILE.test(file)).sort();
  if (files.length === 0) throw new Error(`${folder} has no licence file: add its licence to scripts/notices`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(inRoot(folder), file), 'utf8')));
  return texts.join('\n\n');
}

/**
 * Writes dist/THIRD_PARTY_NOTICES.txt; packages with one text share it.
 * @param {string[]} inputs the files that went into the bundles
 */
export async function writeNotices(inputs) {
  const folders = [...new Set(inputs.map(packageFolder))].filter((folder) => folder !== undefined).sort();
  /** @type {Map<string, string[]>} */
  const packagesOf = new Map();
  for (const folder of folders) {
    const manifest = readJson(inRoot(folder, 'package.json'));
    const text = (await licence(folder, manifest)).trim();
    packagesOf.set(text, [
      ...(packagesOf.get(text) ?? []),
      `${manifest.name} ${manifest.version} (${manifest.license})`,
    ]);
  }
  for (const [name, file] of Object.entries(DATA)) {
    packagesOf.set((await readFile(inRoot(file), 'utf8')).trim(), [name]);
  }
  const rule = '='.repeat(80);
  const parts = [...packagesOf].map(([text, packages]) => `${rule}\n${packages.join('\n')}\n${rule}\n\n${text}\n`);
  const title = 'Glassbox contains the following software of others.\n';
  await writeFile(inRoot('dist/THIRD_PARTY_NOTICES.txt'), [title, ...parts].join('\n'));
}
