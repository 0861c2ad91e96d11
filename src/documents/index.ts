import type { DocumentFormat, FileFormat } from '../protocol/engine/index.js';
import { SYNTAX } from '../text/index.js';
import { liftBrackets } from './brackets.js';
import { parseHtml } from './html.js';
import { parseJson } from './json.js';
import { parseLatex } from './latex/latex.js';
import { parseMarkdown } from './markdown.js';
import { parsePlain } from './plain.js';
import { parsePo } from './po.js';
import { parseProgram } from './program.js';
import { parseProperties } from './properties.js';
import { parseSubtitles } from './subtitles.js';
import type { ParsedDocument } from './prose.js';

export type { Inert, Mark, ParsedDocument, ProseUnit } from './prose.js';
export { isSameStructure } from './skeleton.js';
export { OBJECT, type Reading, type ReadMark, readUnit } from './reading.js';

/** A row for each format. */
const FORMATS = {
  markdown: parseMarkdown,
  plain: parsePlain,
  html: parseHtml,
  latex: parseLatex,
  subtitles: parseSubtitles,
  po: parsePo,
  properties: parseProperties,
  json: parseJson,
} satisfies Record<FileFormat, (text: string) => ParsedDocument>;

/** The prose of a text, and the order of all else in it, by which two texts are compared. */
export function parseDocument(text: string, format: DocumentFormat): ParsedDocument {
  const { units, skeleton } = isFileFormat(format)
    ? FORMATS[format](text)
    : parseProgram(text, format.slice(PROGRAM.length));
  return { units: units.map((unit) => liftBrackets(text, unit)), skeleton };
}

const isFileFormat = (format: DocumentFormat): format is FileFormat => Object.hasOwn(FORMATS, format);

const PROGRAM = 'program:';

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
