import { describe, expect, it } from 'vitest';
import { parseDocument, type ProseUnit } from '../../../../src/documents/index.js';
import { findHeldOut } from '../../../../src/engine/translation/heldOut.js';
import { InsideSegments } from '../../../../src/engine/translation/insideSegments.js';
import {
  innerMarks,
  isPlain,
  type Piece,
  piecesOf,
  piecesWithin,
  placeOf,
} from '../../../../src/engine/translation/pieces.js';
import { wordFor } from '../../../../src/engine/translation/wording.js';

const options = { language: 'en', words: 40, fitting: (stretch: string) => stretch.length, isKnown: () => true };

/** What is done with each piece of a text beside what a model does. */
function walk(text: string, units: readonly ProseUnit[]): void {
  const inside = new InsideSegments();
  const selection = { start: text.length / 2, end: text.length / 2 + 20 };
  const visit = (piece: Piece) => {
    const held = findHeldOut(piece, { from: 'en', to: 'de', glossary: [] }, true);
    wordFor(piece.reading, piece, held, 0, 'en');
    if (!isPlain(piece)) innerMarks(piece.reading, piece);
    piecesWithin(piece, selection);
    if (piece.unit.isInside) inside.add({ ...placeOf(piece), target: 'x', logProbability: 0 });
    inside.within(placeOf(piece));
  };
  for (const unit of units) {
    for (const leaf of unit.leaves)
      if (leaf.kind === 'inert')
        for (const one of leaf.units ?? []) for (const piece of piecesOf(text, one, options)) visit(piece);
    for (const piece of piecesOf(text, unit, options)) visit(piece);
  }
}

/** Processor time in milliseconds; the parser's own is not counted. */
function timeOf(text: string, format: 'markdown' | 'html'): number {
  const { units } = parseDocument(text, format);
  const { user } = process.cpuUsage();
  walk(text, units);
  return process.cpuUsage({ user, system: 0 }).user / 1000;
}

describe('the time for the pieces of a text grows with its length', () => {
  it.each([
    ['markdown', 'The dog (and the cat) came here. '],
    ['markdown', 'The **dog** [came](x) *here.* '],
    ['html', 'The <b>dog</b> (and the cat) came here. '],
    ['html', 'The <b>dog</b> <i>came</i> here. <code>x</code> is it. '],
  ] as const)('%s: 4,000 times %s', { timeout: 120_000 }, (format, part) => {
    let growth = Infinity;
    for (let attempt = 0; attempt < 3 && growth >= 10; attempt++) {
      growth = timeOf(part.repeat(4000), format) / Math.max(1, timeOf(part.repeat(1000), format));
    }
    // Four times the text: linear work takes 4 times as long, quadratic 16 times.
    expect(growth).toBeLessThan(10);
  });
});
