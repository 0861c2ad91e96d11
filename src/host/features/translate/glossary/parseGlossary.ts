import { CsvError, parse } from 'csv-parse/sync';
import type { GlossaryTerm } from '../translationRequest.js';

/** What is wrong with a line of a glossary. */
export type GlossaryProblem =
  | { kind: 'noSource' }
  | { kind: 'noTarget'; source: string }
  /** more columns than there are, in a file whose first line does not name them */
  | { kind: 'columns'; count: number }
  | { kind: 'case'; given: string }
  /** the term has another translation in an earlier line */
  | { kind: 'twice'; source: string; line: number }
  /** a quotation mark that is not closed in its line, or stands within a value */
  | { kind: 'quote' }
  | { kind: 'encoding' };

export interface GlossaryFault {
  /** counted from 1 */
  line: number;
  problem: GlossaryProblem;
}

export interface Glossary {
  terms: GlossaryTerm[];
  /** in the order of their lines */
  faults: GlossaryFault[];
}

/** What the third column may say, in small letters: found in its own case only, in any, or by what it looks like. */
const CASES: Readonly<Record<string, boolean | null>> = {
  '': null,
  yes: true,
  true: true,
  '1': true,
  exact: true,
  no: false,
  false: false,
  '0': false,
  any: false,
};

/** Spreadsheets write other separators in other languages. */
const SEPARATORS = [',', ';', '\t'];

interface Row {
  line: number;
  cells: string[];
}

/** Where the columns are; a column that there is not: -1. */
interface Columns {
  source: number;
  target: number;
  matchCase: number;
  /** the first line names them, so that there may be others */
  isNamed: boolean;
}

/**
 * Reads a glossary: comma-separated values in the columns source, target and case. A first line that names the columns may
 * have them in any order, beside others. Lines with faults are left out.
 */
export function parseGlossary(text: string): Glossary {
  const { rows, faults } = readRows(text);
  const columns = columnsOf(rows[0]?.cells ?? []);
  const terms = new Map<string, { term: GlossaryTerm; line: number }>();
  for (const row of columns.isNamed ? rows.slice(1) : rows) {
    const read = readTerm(row.cells, columns);
    if ('kind' in read) {
      faults.push({ line: row.line, problem: read });
      continue;
    }
    const key = `${read.source}\n${read.matchCase}`;
    const before = terms.get(key);
    if (before === undefined) terms.set(key, { term: read, line: row.line });
    else if (before.term.target !== read.target) {
      faults.push({ line: row.line, problem: { kind: 'twice', source: read.source, line: before.line } });
    }
  }
  return {
    terms: [...terms.values()].map(({ term }) => term),
    faults: faults.sort((one, other) => one.line - other.line),
  };
}

function readRows(text: string): { rows: Row[]; faults: GlossaryFault[] } {
  const rows: Row[] = [];
  const faults: GlossaryFault[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const separator = separatorOf(lines.find((line) => line.trim() !== '') ?? '');
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    // Line by line: a quotation mark that is not closed would take the rest of the file with it.
    const cells = content.includes('\uFFFD') ? 'encoding' : cellsOf(content, separator);
    if (typeof cells === 'string') faults.push({ line, problem: { kind: cells } });
    // Of an emptied row spreadsheets leave the separators.
    else if (cells.some((cell) => cell !== '')) rows.push({ line, cells });
  }
  return { rows, faults };
}

/** The one that the first line has most of, quoted values aside. */
function separatorOf(line: string): string {
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

function cellsOf(line: string, separator: string): string[] | 'quote' {
  try {
    const [cells = []] = parse(line, { delimiter: separator, trim: true, relaxColumnCount: true });
    return cells.map((cell) => cell.trim());
  } catch (error) {
    if (error instanceof CsvError) return 'quote';
    throw error;
  }
}

function columnsOf(first: readonly string[]): Columns {
  const names = first.map((name) => name.toLowerCase());
  const [source, target] = [names.indexOf('source'), names.indexOf('target')];
  if (source < 0 || target < 0) return { source: 0, target: 1, matchCase: 2, isNamed: false };
  return { source, target, matchCase: names.indexOf('case'), isNamed: true };
}

function readTerm(cells: readonly string[], columns: Columns): GlossaryTerm | GlossaryProblem {
  const {
    source = '',
    target = '',
    matchCase = '',
  } = {
    source: cells[columns.source],
    target: cells[columns.target],
    matchCase: cells[columns.matchCase],
  };
  if (!columns.isNamed && cells.length > 3) return { kind: 'columns', count: cells.length };
  if (source === '') return { kind: 'noSource' };
  if (target === '') return { kind: 'noTarget', source };
  const exact = CASES[matchCase.toLowerCase()];
  if (exact === undefined) return { kind: 'case', given: matchCase };
  return { source, target, ...(exact !== null && { matchCase: exact }) };
}
