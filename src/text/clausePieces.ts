import { type TextSpan, trimSpan } from './span.js';

/** A kind of place where a sentence may be cut, and how much a cut there costs: 1 is a piece half as long again as wanted. */
interface Cut {
  pattern: RegExp;
  cost: number;
}

const word = (list: string): string => `(?:${list.replaceAll(' ', '|')})`;

const CONJUNCTIONS = word(
  'and or but nor yet because which who whose while when where whereas after before if although though since until unless ' +
    'und oder aber weil denn sondern wenn während obwohl nachdem bevor damit dass sowie et ou mais car donc puis qui que quand ' +
    'lorsque où parce y e pero sino porque cuando mientras donde aunque pues quien și sau dar iar care că când unde deoarece dacă',
);
const PREPOSITIONS = word(
  'in on at with for from into through during about under over between without behind across im mit für von aus bei nach auf ' +
    'über unter durch ohne zum zur dans avec pour sur sous chez sans vers en con para por sobre sin desde hasta în cu pentru ' +
    'pe din fără spre',
);

/** Closing marks behind a comma belong to its piece. */
const CUTS: readonly Cut[] = [
  { pattern: /[;:][”"’»)\]]*(?=\s)|[；：]|[—–](?!\d)|\s-(?=\s)/gu, cost: 0 },
  { pattern: /,[”"’»)\]]*(?=\s)|，/gu, cost: 0.05 },
  { pattern: new RegExp(`\\s(?=${CONJUNCTIONS}\\s)`, 'giu'), cost: 0.3 },
  { pattern: /、/gu, cost: 0.5 },
  { pattern: new RegExp(`\\s(?=${PREPOSITIONS}\\s)`, 'giu'), cost: 1.5 },
];

/** A cut beside a part of one or two words: probably a list's. */
const IN_LIST = 1;

/** A cut within brackets or quotation marks. */
const INSIDE = 4;

/** A piece of one or two words. */
const TOO_SHORT = 1e6;

/** A piece is at most so many times as long as wanted, where there are places to cut it at. */
const LONGEST = 4;

/**
 * Cuts a sentence into pieces near a length: at clause marks, else before conjunctions and prepositions. Where brackets,
 * quotation marks and lists can be left whole they are, and no piece of one or two words is left. A sentence that is no
 * longer stays whole. The cheapest cuts are chosen, in time that grows with the text.
 * @param preferred in the measure's unit
 * @param measure how long a stretch is, say in tokens; asked once for each part between two places
 */
export function splitNearLength(text: string, preferred: number, measure: (stretch: string) => number): TextSpan[] {
  const whole = trimSpan(text, { start: 0, end: text.length });
  if (whole === null) return [];
  if (measure(text.slice(whole.start, whole.end)) <= preferred) return [whole];
  const places = cutPlaces(text, whole);
  const ends = cheapestEnds(text, whole, places, preferred, measure);
  let { start } = whole;
  return ends.flatMap((end) => {
    const piece = trimSpan(text, { start, end });
    start = end;
    return piece ?? [];
  });
}

interface Place {
  at: number;
  cost: number;
}

/** The places in order, each once. */
function cutPlaces(text: string, whole: TextSpan): Place[] {
  const costs = new Map<number, number>();
  for (const { pattern, cost } of CUTS) {
    for (const { index, 0: mark } of text.matchAll(pattern)) {
      const at = index + mark.length;
      if (at <= whole.start || at >= whole.end) continue;
      costs.set(at, Math.min(cost, costs.get(at) ?? cost));
    }
  }
  const inside = depths(text);
  const places: Place[] = [];
  let looked = whole.start;
  let hasWord = false;
  for (const [at, cost] of [...costs].sort(([one], [other]) => one - other)) {
    // Marks in a row are one place.
    hasWord ||= /[\p{L}\p{N}]/u.test(text.slice(looked, at));
    looked = at;
    if (!hasWord) continue;
    places.push({ at, cost: cost + (inside[at]! > 0 ? INSIDE : 0) });
    hasWord = false;
  }
  return places;
}

const CLOSERS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}',
  '（': '）',
  '「': '」',
  '“': '”',
  '„': '“',
  '«': '»',
  '»': '«',
  '"': '"',
};

/** How many pairs of brackets and quotation marks are open at each place; those without a partner do not count. */
function depths(text: string): Int32Array {
  const change = new Int32Array(text.length + 1);
  const open: { closer: string; at: number }[] = [];
  for (const { index, 0: mark } of text.matchAll(/[()[\]{}（）「」“”„«»"]/gu)) {
    // Pairs are seldom nested deeper.
    const depth = open.slice(-8).findLastIndex(({ closer }) => closer === mark);
    if (depth >= 0) {
      const from = open.splice(Math.max(0, open.length - 8) + depth)[0]!.at;
      change[from + 1]! += 1;
      change[index + 1]! -= 1;
    } else if (mark in CLOSERS) open.push({ closer: CLOSERS[mark]!, at: index });
  }
  for (let at = 1; at < change.length; at++) change[at]! += change[at - 1]!;
  return change;
}

/** Words of a stretch; two characters of Chinese or Japanese are one. */
function wordCount(stretch: string): number {
  return stretch.match(/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]{1,2}|[\p{L}\p{N}][^\s\p{scx=Han}]*/gu)?.length ?? 0;
}

/** Where the pieces end: the way from the beginning to the end that costs least. */
function cheapestEnds(
  text: string,
  whole: TextSpan,
  places: readonly Place[],
  preferred: number,
  measure: (stretch: string) => number,
): number[] {
  const stops = [{ at: whole.start, cost: 0 }, ...places, { at: whole.end, cost: 0 }];
  const parts = stops.slice(1).map(({ at }, index) => text.slice(stops[index]!.at, at).trim());
  const lengths = parts.map(measure);
  const words = parts.map(wordCount);
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to < stops.length; to++) {
    const isEnd = to === stops.length - 1;
    const isInList = !isEnd && Math.min(words[to - 1]!, words[to]!) <= 2;
    const cut = stops[to]!.cost + (isInList ? IN_LIST : 0);
    let least = { cost: Infinity, from: to - 1 };
    let [length, count] = [0, 0];
    for (let from = to - 1; from >= 0; from--) {
      const before = count;
      length += lengths[from]!;
      count += words[from]!;
      if (from < to - 1 && length > LONGEST * preferred && before > 2) break;
      const cost = best[from]!.cost + pieceCost(length / preferred, count) + cut;
      if (cost < least.cost) least = { cost, from };
    }
    best.push(least);
  }
  const ends: number[] = [];
  for (let to = stops.length - 1; to > 0; to = best[to]!.from) ends.unshift(stops[to]!.at);
  return ends;
}

/** @param length as a multiple of what is preferred */
function pieceCost(length: number, words: number): number {
  const off = length > 1 ? 4 * (length - 1) ** 2 : 0.5 * (1 - length) ** 2;
  return off + (words <= 2 ? TOO_SHORT : 0);
}
