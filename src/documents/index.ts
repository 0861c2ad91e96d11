import type { DocumentFormat } from '../protocol/engine/index.js';
import { liftBrackets } from './brackets.js';
import { parseHtml } from './html.js';
import { parseLatex } from './latex/latex.js';
import { parseMarkdown } from './markdown.js';
import { parsePlain } from './plain.js';
import type { ParsedDocument } from './prose.js';

export type { Inert, Mark, ParsedDocument, ProseUnit } from './prose.js';
export { isSameStructure } from './skeleton.js';
export { OBJECT, type Reading, type ReadMark, readUnit } from './reading.js';

/** A row for each format. */
const FORMATS = { markdown: parseMarkdown, plain: parsePlain, html: parseHtml, latex: parseLatex } satisfies Record<
  DocumentFormat,
  (text: string) => ParsedDocument
>;

/** The prose of a text, and the order of all else in it, by which two texts are compared. */
export function parseDocument(text: string, format: DocumentFormat): ParsedDocument {
  const { units, skeleton } = FORMATS[format](text);
  return { units: units.map((unit) => liftBrackets(text, unit)), skeleton };
}
