import { byStart, parseDocument, type ProseUnit, readUnit } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

/** The units of a document as a model's user reads them: each inert thing with its source in ⟦⟧, words between signs in angles. */
export function show(text: string, format: DocumentFormat): string[] {
  const { units } = parseDocument(text, format);
  return units.flatMap((unit) => [...inner(unit).map((one) => shown(text, one)), shown(text, unit)]);
}

const inner = (unit: ProseUnit): ProseUnit[] =>
  [...unit.leaves, ...unit.marks]
    .sort(byStart)
    .flatMap((one) => ('units' in one ? (one.units ?? []).flatMap((said) => [...inner(said), said]) : []));

function shown(text: string, unit: ProseUnit): string {
  const reading = readUnit(text, unit);
  let result = '';
  for (let at = 0; at <= reading.text.length; at++) {
    result += reading.marks.flatMap(({ start, end }) => (end === at && end > start ? '>' : [])).join('');
    result += reading.marks.flatMap(({ start, end }) => (start === at && end > start ? '<' : [])).join('');
    const inert = reading.inert.get(at);
    result += inert === undefined ? (reading.text[at] ?? '') : `⟦${text.slice(inert.start, inert.end)}⟧`;
  }
  return result;
}
