import { OBJECT, type Reading } from '../../documents/index.js';
import { primaryLanguage, type TextSpan, timesOfHalves } from '../../text/index.js';
import type { CommonNoun } from './commonNouns.js';
import type { HeldOut } from './heldOut.js';

/** Names that all languages write alike and a small model carries over; those of Tatoeba's sentences are the surest. */
const NAMES = [
  'Tom',
  'Boston',
  'Mary',
  'Berlin',
  'John',
  'Toronto',
  'Peter',
  'Robert',
  'David',
  'Martin',
  'Oslo',
  'Madrid',
];

/** Numbers above twelve, which nothing writes as words. */
const NUMBERS = ['20', '30', '50', '40', '15', '60', '80', '70', '90', '25'];

const MONEY = String.raw`\s?(?:de\s)?(?:[Ee]uros?|EUR|€)`;

const PERCENT = String.raw`\s?(?:%|[Pp]rozent|percent|per cent|pour cent|por ciento|la sută)`;

/** What stands behind the number of a stand-in, and how that is found. */
const BEHIND: Readonly<Partial<Record<HeldOut['as'], { text: string; pattern: string }>>> = {
  amount: { text: ' euros', pattern: MONEY },
  percentage: { text: '%', pattern: PERCENT },
};

const AND: Readonly<Record<string, string>> = { en: 'and', de: 'und', fr: 'et', es: 'y', ro: 'și' };

/** What the model reads in the place of something that is held out. */
export interface StandIn {
  text: string;
  /** how it is found in what the model wrote */
  pattern: RegExp;
}

/** A stretch of a reading as the model gets it. */
export interface Wording {
  text: string;
  /** of each UTF-16 unit of the text, its place in the reading */
  places: readonly number[];
  standIns: readonly { heldOut: HeldOut; standIn: StandIn }[];
}

/**
 * Writes a stretch of a reading for the model: what is held out replaced, marks left out, white space as single spaces.
 * @param round another one takes other stand-ins
 * @param language of the text, by name or code
 */
export function wordFor(
  reading: Reading,
  span: TextSpan,
  heldOut: readonly HeldOut[],
  round: number,
  language: string,
): Wording {
  const whole = reading.text.slice(span.start, span.end);
  const standIns = new StandIns(whole, round);
  let text = '';
  const places: number[] = [];
  const add = (added: string, place: number) => {
    for (let index = 0; index < added.length; index++) places.push(place);
    text += added;
  };
  // Models carry over a time of 24 hours; of "PM" they mostly know nothing.
  const times = new Map(timesOfHalves(whole, language).map((time) => [span.start + time.start, time]));
  for (let at = span.start; at < span.end; at++) {
    const held = heldOut.find(({ start }) => start === at);
    if (held !== undefined) {
      add(standIns.give(held).text, at);
      at = held.end - 1;
      continue;
    }
    const time = times.get(at);
    if (time !== undefined) {
      add(time.written, at);
      at = span.start + time.end - 1;
      continue;
    }
    const sign = reading.text[at]!;
    if (sign === OBJECT) {
      // A reference may be all that stands between two sentences.
      if (/[.!?…]$/.test(text) && /\p{L}/u.test(reading.text[at + 1] ?? '')) add(' ', at);
      continue;
    }
    if (sign === '&') {
      // A model that knows the sign knows the word better.
      add(AND[primaryLanguage(language)] ?? '&', at);
      continue;
    }
    if (/[\s]/.test(sign) && sign !== '\u00A0' && sign !== '\u202F') {
      if (text !== '' && !text.endsWith(' ')) add(' ', at);
    } else add(sign, at);
  }
  return { text: text.trimEnd(), places, standIns: standIns.given };
}

/** What stands for the things of a stretch that are held out: none twice, and none that is a word of it. */
class StandIns {
  readonly given: { heldOut: HeldOut; standIn: StandIn }[] = [];
  readonly #names: string[];
  readonly #numbers: string[];

  constructor(
    private readonly whole: string,
    private readonly round: number,
  ) {
    const small = whole.toLowerCase();
    const free = (list: readonly string[]) => list.filter((one) => !small.includes(one.toLowerCase()));
    this.#names = rotate(free(NAMES), round);
    this.#numbers = rotate(free(NUMBERS), round);
  }

  give(heldOut: HeldOut): StandIn {
    // Another round tries a name, which a model carries over more surely.
    const noun = this.round === 0 ? heldOut.nouns?.find((one) => this.#isFree(one)) : undefined;
    const number = heldOut.as === 'noun' ? undefined : this.#numbers.shift();
    const name = noun?.source ?? number ?? this.#names.shift() ?? `X${this.given.length}`;
    const behind = number === undefined ? undefined : BEHIND[heldOut.as];
    const written = (noun?.target ?? name) + (behind?.pattern ?? '');
    const standIn = {
      text: name + (behind?.text ?? ''),
      pattern: new RegExp(`(?<![\\p{L}\\p{N}]|\\d[.,])${written}(?![\\p{L}\\p{N}]|[.,]\\d)`, 'gu'),
    };
    this.given.push({ heldOut, standIn });
    return standIn;
  }

  #isFree({ source }: CommonNoun): boolean {
    const isTaken = this.given.some(({ standIn }) => standIn.text === source);
    return !isTaken && !this.whole.toLowerCase().includes(source.toLowerCase());
  }
}

const rotate = <T>(list: readonly T[], by: number) => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

/** What the model wrote with an `OBJECT` for each stand-in. */
export interface Restored {
  text: string;
  /** what the objects are */
  order: HeldOut[];
  /** of each UTF-16 unit of the text, its place in what was written */
  offsets: number[];
}

/** Puts objects in the places of stand-ins; null where one is lost or doubled. */
export function restore(written: string, { standIns }: Wording): Restored | null {
  const found: (TextSpan & { heldOut: HeldOut })[] = [];
  for (const { heldOut, standIn } of standIns) {
    const [match, ...more] = written.matchAll(standIn.pattern);
    if (match === undefined || more.length > 0) return null;
    found.push({ heldOut, start: match.index, end: match.index + match[0].length });
  }
  found.sort((one, other) => one.start - other.start);
  let text = '';
  const offsets: number[] = [];
  let at = 0;
  for (const { start, end } of found) {
    for (; at < start; at++) {
      text += written[at]!;
      offsets.push(at);
    }
    text += OBJECT;
    offsets.push(start);
    at = end;
  }
  for (; at < written.length; at++) {
    text += written[at]!;
    offsets.push(at);
  }
  return { text, order: found.map(({ heldOut }) => heldOut), offsets };
}
