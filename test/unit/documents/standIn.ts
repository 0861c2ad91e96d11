import { isSameStructure, OBJECT, parseDocument, type ProseUnit, readUnit } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

/** Park and Miller's generator: the same texts each time. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/** Stands in for a model that returns words in another order, drops some and repeats others. */
export function standIn(text: string, format: DocumentFormat, random: (below: number) => number): string {
  const edits: Edit[] = [];
  /** by where they are written, for texts whose translation stands elsewhere */
  const elsewhere = new Map<number, { into: NonNullable<ProseUnit['into']>; edits: Edit[] }>();
  const visit = (unit: ProseUnit): void => {
    for (const one of [...unit.leaves, ...unit.marks]) if ('units' in one) one.units?.forEach(visit);
    const { into } = unit;
    let list = edits;
    if (into !== undefined) {
      const known = elsewhere.get(into.place.start) ?? { into, edits: [] };
      elsewhere.set(into.place.start, known);
      list = known.edits;
    }
    list.push(...editsOf(text, unit, random));
  };
  parseDocument(text, format).units.forEach(visit);
  for (const { into, edits: inside } of elsewhere.values())
    edits.push({ ...into.place, words: edited(text, inside, into.whole) });
  return edited(text, edits, { start: 0, end: text.length });
}

interface Edit {
  start: number;
  end: number;
  words: string;
}

function edited(text: string, edits: readonly Edit[], within: Pick<Edit, 'start' | 'end'>): string {
  let result = '';
  let at = within.start;
  for (const { start, end, words } of edits.toSorted((one, other) => one.start - other.start)) {
    if (start < at) throw new Error(`Prose at ${start} is inside of prose that ends at ${at}`);
    result += text.slice(at, start) + words;
    at = end;
  }
  return result + text.slice(at, within.end);
}

/** Each stretch of words between signs and inert things, written anew. */
function* editsOf(text: string, unit: ProseUnit, random: (below: number) => number) {
  const reading = readUnit(text, unit);
  const borders = new Set([0, reading.text.length]);
  for (const { start, end, mark } of reading.marks) {
    borders.add(start).add(end);
    if (mark.close !== undefined) yield { start: mark.inner.end, end: mark.end, words: mark.close };
  }
  for (const at of reading.inert.keys()) borders.add(at).add(at + 1);
  const places = [...borders].sort((one, other) => one - other);
  for (const [index, from] of places.slice(0, -1).entries()) {
    const end = places[index + 1]!;
    const stretch = reading.text.slice(from, end);
    if (stretch.includes(OBJECT)) continue;
    // What touches a sign or an inert thing stays: a bracket before an address is part of no word.
    const first = from > 0 ? /^[^\s\p{L}\p{N}]*(?:\S+\s)?\s*/u : /^[^\p{L}\p{N}]*/u;
    const last = end < reading.text.length ? /\s*(?:\s\S+)?$/u : /[^\p{L}\p{N}]*$/u;
    const lead = first.exec(stretch)?.[0].length ?? 0;
    const tail = last.exec(stretch.slice(lead))?.[0].length ?? 0;
    const words = stretch.slice(lead, stretch.length - tail).match(/\S+/g) ?? [];
    if (words.length === 0) continue;
    const span = { start: from + lead, end: end - tail };
    yield {
      start: reading.starts[span.start]!,
      end: reading.ends[span.end - 1]!,
      words: unit.write(mixed(words, random), reading.text.slice(span.start, span.end)),
    };
  }
}

function mixed(words: readonly string[], random: (below: number) => number): string {
  const said = words.flatMap((word) => (random(6) === 0 ? [word, word] : random(6) === 0 ? [] : [word]));
  for (let at = said.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [said[at], said[other]] = [said[other]!, said[at]!];
  }
  return (said.length === 0 ? words.slice(0, 1) : said).join(' ');
}

/** The first places where the structure of two texts differs; null where it is the same. */
export function structureDifference(text: string, changed: string, format: DocumentFormat): string | null {
  const [before, after] = [text, changed].map((one) => parseDocument(one, format).skeleton);
  if (isSameStructure(before!, after!)) return null;
  const at = before!.findIndex((line, index) => line !== after![index]);
  const around = (lines: readonly string[]) => JSON.stringify(lines.slice(Math.max(0, at - 1), at + 3)).slice(0, 400);
  return `${around(before!)}\n  ${around(after!)}`;
}
