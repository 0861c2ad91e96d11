import type { DocumentFormat, FileFormat } from '../protocol/engine/index.js';
import { SYNTAX } from './commentSyntax.js';

/** What the names of programs' formats begin with; the editor's language follows. */
export const PROGRAM = 'program:';

/** Formats by the editor's language identifiers, those of common extensions for subtitles and catalogues among them. */
const BY_LANGUAGE: Readonly<Record<string, FileFormat>> = {
  markdown: 'markdown',
  mdx: 'markdown',
  rmd: 'markdown',
  quarto: 'markdown',
  plaintext: 'plain',
  html: 'html',
  latex: 'latex',
  tex: 'latex',
  srt: 'subtitles',
  subrip: 'subtitles',
  vtt: 'subtitles',
  webvtt: 'subtitles',
  po: 'po',
  gettext: 'po',
  properties: 'properties',
  'java-properties': 'properties',
  json: 'json',
  jsonc: 'json',
  jsonl: 'json',
};
const BY_EXTENSION: Readonly<Record<string, FileFormat>> = {
  srt: 'subtitles',
  vtt: 'subtitles',
  po: 'po',
  pot: 'po',
  tex: 'latex',
  properties: 'properties',
};

/**
 * In which format a document is read.
 * @param languageId the editor's
 * @param fileName where a language of the editor is none of the file's own, its extension tells
 */
export function formatOfLanguage(languageId: string, fileName = ''): DocumentFormat {
  const extension = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const format = own(BY_LANGUAGE, languageId);
  if (format !== undefined && format !== 'plain') return format;
  const byExtension = own(BY_EXTENSION, extension);
  if (byExtension !== undefined) return byExtension;
  return format === undefined && Object.hasOwn(SYNTAX, languageId) ? `${PROGRAM}${languageId}` : 'plain';
}

/** The editor's languages by the extensions that its own grammars have, where a file is read without the editor. */
const LANGUAGES: Readonly<Record<string, string>> = {
  markdown: 'md markdown mkd mdown mdx rmd qmd',
  html: 'html htm xhtml',
  json: 'json jsonc jsonl ipynb',
  javascript: 'js mjs cjs',
  javascriptreact: 'jsx',
  typescript: 'ts mts cts',
  typescriptreact: 'tsx',
  vue: 'vue',
  go: 'go',
  c: 'c',
  cpp: 'cpp cc cxx h hpp hh hxx',
  'cuda-cpp': 'cu cuh',
  'objective-c': 'm mm',
  csharp: 'cs',
  java: 'java',
  kotlin: 'kt kts',
  scala: 'scala',
  swift: 'swift',
  rust: 'rs',
  zig: 'zig',
  dart: 'dart',
  groovy: 'groovy gradle',
  php: 'php',
  css: 'css',
  scss: 'scss',
  less: 'less',
  python: 'py pyi',
  ruby: 'rb',
  perl: 'pl pm',
  r: 'r',
  shellscript: 'sh bash zsh',
  powershell: 'ps1 psm1',
  yaml: 'yml yaml',
  toml: 'toml',
  elixir: 'ex exs',
  julia: 'jl',
  sql: 'sql',
  lua: 'lua',
  haskell: 'hs',
  clojure: 'clj cljs',
  xml: 'xml xsd xsl svg',
};

/** The extension by which `formatOfFile` knows a text of the editor's language; undefined where it is read as plain text. */
export function extensionOf(languageId: string): string | undefined {
  const extensions = own(LANGUAGES, languageId);
  if (extensions !== undefined) return extensions.split(' ')[0];
  const format = own(BY_LANGUAGE, languageId);
  return Object.keys(BY_EXTENSION).find((extension) => BY_EXTENSION[extension] === format);
}

const LANGUAGE_BY_EXTENSION = new Map(
  Object.entries(LANGUAGES).flatMap(([language, extensions]) =>
    extensions.split(' ').map((extension) => [extension, language] as const),
  ),
);
const LANGUAGE_BY_NAME: Readonly<Record<string, string>> = { dockerfile: 'dockerfile', makefile: 'makefile' };

/** In which format a file is read that no editor has opened: by its name alone. */
export function formatOfFile(name: string): DocumentFormat {
  const base = /[^/\\]*$/.exec(name)![0].toLowerCase();
  const language = own(LANGUAGE_BY_NAME, base) ?? LANGUAGE_BY_EXTENSION.get(/\.(\w+)$/.exec(base)?.[1] ?? '');
  return formatOfLanguage(language ?? 'plaintext', base);
}

const own = <V>(table: Readonly<Record<string, V>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;
