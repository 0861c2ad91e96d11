import type { DocumentFormat, FileFormat } from '../protocol/engine/index.js';
import { liftBrackets } from './brackets.js';
import { PROGRAM } from './formatOfLanguage.js';
import { parseHtml } from './html.js';
import { parseJson } from './json.js';
import { parseLatex } from './latex/latex.js';
import { parseMarkdown } from './markdown.js';
import { parsePlain } from './plain.js';
import { parsePo } from './po.js';
import { parseProgram, programUnitsAt } from './program.js';
import { parseProperties } from './properties.js';
import { parseSubtitles } from './subtitles.js';
import type { ParsedDocument, ProseUnit } from './prose.js';

export type { Inert, Mark, ParsedDocument, ProseUnit } from './prose.js';
export { partsOf } from './documentParts.js';
export { stretchesOf, windowAround } from './documentWindow.js';
export { formatOfFile, formatOfLanguage } from './formatOfLanguage.js';
export { referenceWordIn } from './latex/referenceWords.js';
export { isSameStructure } from './skeleton.js';
export { byStart, firstFrom } from './spans.js';
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

/** The prose at a place, remarks in brackets within their sentences; of a program its strings, too. */
export function unitsAt(text: string, at: number, format: DocumentFormat): readonly ProseUnit[] {
  return isFileFormat(format) ? FORMATS[format](text).units : programUnitsAt(text, format.slice(PROGRAM.length), at);
}

const isFileFormat = (format: DocumentFormat): format is FileFormat => Object.hasOwn(FORMATS, format);
