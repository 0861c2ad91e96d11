import { isSameStructure, OBJECT, parseDocument, type ProseUnit, readUnit } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

/** Park and Miller's generator: the same texts each time. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

/** Stands in for a model that returns words in another order, drops some and repeats others. */
export function standIn(text: string, format: DocumentFormat, random: (below: number) => number): string {
  const edits: { start: number; end: number; words: string }[] = [];
  const visit = (unit: ProseUnit): void => {
    for (const leaf of unit.leaves) if (leaf.kind === 'inert') leaf.units?.forEach(visit);
    edits.push(...editsOf(text, unit, random));
  };
  parseDocument(text, format).units.forEach(visit);
  edits.sort((one, other) => one.start - other.start);
  let result = '';
  let at = 0;
  for (const { start, end, words } of edits) {
    if (start < at) throw new Error(`Prose at ${start} is inside of prose that ends at ${at}`);
    result += text.slice(at, start) + words;
    at = end;
  }
  return result + text.slice(at);
}

/** Each stretch of words between signs and inert things, written anew. */
function* editsOf(text: string, unit: ProseUnit, random: (below: number) => number) {
  const reading = readUnit(text, unit);
  const borders = new Set([0, reading.text.length]);
  for (const { start, end } of reading.marks) borders.add(start).add(end);
  for (const at of reading.inert.keys()) borders.add(at).add(at + 1);
  const places = [...borders].sort((one, other) => one - other);
  for (const [index, from] of places.slice(0, -1).entries()) {
    const stretch = reading.text.slice(from, places[index + 1]);
    const words = stretch.match(/\S+/g) ?? [];
    if (stretch.includes(OBJECT) || words.length === 0) continue;
    const first = from + stretch.length - stretch.trimStart().length;
    const last = from + stretch.trimEnd().length;
    const mixed = words.flatMap((word) => (random(6) === 0 ? [word, word] : random(6) === 0 ? [] : [word]));
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = random(at + 1);
      [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
    }
    const said = (mixed.length === 0 ? words.slice(0, 1) : mixed).join(' ');
    yield { start: reading.starts[first]!, end: reading.ends[last - 1]!, words: unit.write(said, reading.text) };
  }
}

/** The first places where the structure of two texts differs; null where it is the same. */
export function structureDifference(text: string, changed: string, format: DocumentFormat): string | null {
  const [before, after] = [text, changed].map((one) => parseDocument(one, format).skeleton);
  if (isSameStructure(before!, after!)) return null;
  const at = before!.findIndex((line, index) => line !== after![index]);
  const around = (lines: readonly string[]) => JSON.stringify(lines.slice(Math.max(0, at - 1), at + 3)).slice(0, 400);
  return `${around(before!)}\n  ${around(after!)}`;
}
