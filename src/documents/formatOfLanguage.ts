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

const own = (table: Readonly<Record<string, FileFormat>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;
