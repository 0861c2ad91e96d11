/* Documents that people wrote, with a text below each of some runs of prose: that is read as one, and all else as before. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placeBelow } from '../../../src/documents/below/index.js';
import { formatOfFile, parseDocument } from '../../../src/documents/index.js';
import { readWords } from '../../../src/documents/wordReading.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';
import { findCorpus, sampleOf } from './corpus.js';

const SUM = 'It was read aloud.';
/** As many as take some seconds. */
const FILES = 10;
const PLACES = 4;
const LONGEST = 15_000;

const runsOf = (text: string, format: DocumentFormat): string[] =>
  parseDocument(text, format).units.map((unit) => readWords(text, unit).text.replace(/\s+/g, ' ').trim());

/** What is wrong with a text below a run of prose; null where nothing is. */
function faultOf(text: string, format: DocumentFormat, span: { start: number; end: number }): string | null {
  const place = placeBelow(text, span, SUM, format);
  if (place === null) return null;
  const written = text.slice(0, place.at) + place.before + place.text + place.after + text.slice(place.at);
  const before = runsOf(text, format);
  const after = runsOf(written, format);
  // Below a comment of one line it is a second line of that.
  const joined = after.findIndex((run, index) => run !== SUM && run === `${before[index]} ${SUM}`);
  if (joined >= 0 && format.startsWith('program:')) after.splice(joined, 1, before[joined]!, SUM);
  const at = after.indexOf(SUM);
  if (at < 0) return `is no text of its own below ${JSON.stringify(text.slice(span.start, span.end).slice(0, 80))}`;
  const others = after.toSpliced(at, 1);
  const changed = others.findIndex((run, index) => run !== before[index]);
  if (changed < 0 && others.length === before.length) return null;
  return `below ${JSON.stringify(text.slice(span.start, span.end).slice(0, 80))} another run is read: ${JSON.stringify([before[changed], others[changed]])}`;
}

function faultsIn(path: string, format: DocumentFormat, seed: number): string[] {
  const text = readFileSync(path, 'utf8');
  if (text.length > LONGEST) return [];
  const units = parseDocument(text, format).units.filter(({ isInside }) => isInside !== true);
  return sampleOf(units, PLACES, seed).flatMap((unit) => {
    const fault = faultOf(text, format, unit);
    return fault === null ? [] : [`${path}: ${fault}`];
  });
}

describe('a text below a run of prose', () => {
  const corpus = findCorpus('node_modules');

  it.each(['markdown', 'html'] as const)('is one in %s, and leaves the others as they are', (format) => {
    const files = sampleOf(
      corpus.filter((one) => one.format === format),
      FILES,
      1,
    );
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap(({ path }, seed) => faultsIn(path, format, seed))).toEqual([]);
  });

  it('is one in programs', () => {
    const files = [
      'src/documents/below/program.ts',
      'src/documents/html.ts',
      'scripts/build.mjs',
      'test/golden/parameters.py',
    ];
    expect(files.flatMap((path, seed) => faultsIn(path, formatOfFile(path), seed))).toEqual([]);
  });
});
