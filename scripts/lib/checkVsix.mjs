// Reads a finished package and says what is missing from it, or should not be in it.
import { stat } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import yauzl from 'yauzl';
import { HOST_PARTS } from './bundles.mjs';
import { inRoot, manifest } from './paths.mjs';
import { NATIVE_FILES } from './native.mjs';
import { TRANSLATIONS } from '../l10n.mjs';

/** What a marketplace user downloads at most. */
export const LARGEST_PACKAGE = 100e6;

const MODELS = [
  'bert-mini',
  'e5-mini',
  'e5-mini-sentiment',
  'gpt2-mini',
  'gpt2-mini-amateur',
  'gptbert-mini',
  't5-mini',
];

/** Without these a sentence encoder's vectors would be others. */
const SENTENCE_FILES = [
  'modules.json',
  '1_Pooling/config.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
];

/** Names that betray a file nobody needs at run time: sources, tests, maps, other packages, providers of GPUs. */
const NEEDLESS =
  /(^|\/)(node_modules|src|webview-ui|test|scripts|bench|train|checkpoints|\.[^/]*)(\/|$)|(?<!\.d)\.ts$|\.(map|py|vsix|safetensors|tsbuildinfo)$|onnxruntime_providers|DirectML|dxcompiler|dxil/i;

/**
 * The sizes of the files below the package's extension folder, by name.
 * @param {string} file
 * @returns {Promise<Map<string, number>>}
 */
function contents(file) {
  return new Promise((resolve, reject) => {
    yauzl.open(file, (error, zip) => {
      if (error) return reject(error);
      const sizes = new Map();
      zip.on('error', reject);
      zip.on('end', () => resolve(sizes));
      zip.on('entry', ({ fileName, uncompressedSize }) => {
        if (fileName.startsWith('extension/')) sizes.set(fileName.slice('extension/'.length), uncompressedSize);
      });
    });
  });
}

/** What the manifest names by path: entry, icons, walkthrough pages. */
function namedInManifest() {
  /** @type {string[]} */
  const paths = [];
  JSON.stringify(manifest, (_key, value) => {
    if (typeof value === 'string' && /^(\.\/)?(dist|media|l10n)\/./.test(value)) paths.push(value.replace(/^\.\//, ''));
    return value;
  });
  return paths;
}

function required(/** @type {string} */ target) {
  const notes = [
    'readme.md',
    'LICENSE.txt',
    'dist/THIRD_PARTY_NOTICES.txt',
    'examples/story.md',
    ...readdirSync(inRoot('docs')).map((name) => `docs/${name}`),
    'api/README.md',
    'api/glassbox.d.ts',
    'models/wordnet/english.txt',
    'models/wordnet/LICENSE',
    'models/cedict/chinese.txt',
    'models/cedict/LICENSE',
  ];
  const languages = Object.keys(TRANSLATIONS);
  const texts = [
    'package.json',
    'package.nls.json',
    ...languages.flatMap((language) => [`package.nls.${language}.json`, `l10n/bundle.l10n.${language}.json`]),
  ];
  const native = (NATIVE_FILES[target] ?? []).map((file) => `dist/native/${target}/${file}`);
  const models = MODELS.flatMap((model) => {
    const graphs = existsSync(inRoot('models', model, 'onnx')) ? readdirSync(inRoot('models', model, 'onnx')) : [];
    // A head has the tokenizer of the model that it stands behind.
    const isHead = graphs.includes('head.onnx');
    const files = ['README.md', 'config.json', ...(isHead ? [] : ['tokenizer.json', 'tokenizer_config.json'])];
    if (graphs.length === 0) files.push('onnx/*.onnx');
    if (existsSync(inRoot('models', model, 'modules.json'))) files.push(...SENTENCE_FILES);
    return [...files, ...graphs.map((graph) => `onnx/${graph}`)].map((name) => `models/${model}/${name}`);
  });
  const parts = readdirSync(inRoot('dist', HOST_PARTS)).map((name) => `dist/${HOST_PARTS}/${name}`);
  return [
    ...notes,
    ...texts,
    ...namedInManifest(),
    ...parts,
    'dist/engine.js',
    'dist/watchdog.js',
    'dist/languages.js',
    ...native,
    ...models,
  ];
}

/**
 * @param {string} file the package
 * @param {string} target its platform
 * @returns {Promise<{ bytes: number, files: number, problems: string[] }>} problems: one line each; empty when all is well
 */
export async function checkVsix(file, target) {
  const sizes = await contents(file);
  const { size: bytes } = await stat(file);
  const native = (NATIVE_FILES[target] ?? []).map((name) => `dist/native/${target}/${name}`);
  const problems = required(target)
    .filter((name) => !((sizes.get(name) ?? 0) > 0))
    .map((name) => `missing or empty: ${name}`);
  for (const name of sizes.keys()) {
    const foreign = name.startsWith('dist/native/') && !native.includes(name);
    if (foreign || NEEDLESS.test(name)) problems.push(`needless: ${name}`);
  }
  if (bytes > LARGEST_PACKAGE) problems.push(`${bytes} bytes, more than ${LARGEST_PACKAGE}`);
  return { bytes, files: sizes.size, problems };
}
