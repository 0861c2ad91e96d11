/* How long many texts take, told from their lengths and from how long some of them took. */

/** Two for each doubling. */
const bucketOf = (length: number) => Math.floor(2 * Math.log2(length + 1));

interface Bucket {
  count: number;
  characters: number;
}

/** How many texts of which lengths there are, in UTF-16 units. */
export class Lengths {
  readonly #buckets: (Bucket | undefined)[] = [];
  count = 0;
  characters = 0;

  add(length: number): void {
    this.#change(length, 1);
  }

  remove(length: number): void {
    this.#change(length, -1);
  }

  /** Lengths that stand for those near them, the shortest first. */
  groups(): { length: number; count: number }[] {
    return this.#buckets.flatMap((bucket) =>
      bucket && bucket.count > 0 ? [{ length: bucket.characters / bucket.count, count: bucket.count }] : [],
    );
  }

  #change(length: number, by: 1 | -1): void {
    const bucket = (this.#buckets[bucketOf(length)] ??= { count: 0, characters: 0 });
    bucket.count += by;
    bucket.characters += by * length;
    this.count += by;
    this.characters += by * length;
  }
}

/** A few texts of different lengths: the first of each length that there is. */
export class Samples {
  readonly #texts: (string | undefined)[] = [];
  readonly #counts: number[] = [];

  add(text: string): void {
    const at = bucketOf(text.length);
    this.#texts[at] ??= text;
    this.#counts[at] = (this.#counts[at] ?? 0) + text.length;
  }

  /** So many, of those lengths that most characters are in, the shortest first. */
  choose(most: number): string[] {
    const found = this.#texts.flatMap((text, at) =>
      text === undefined ? [] : [{ text, weight: this.#counts[at] ?? 0 }],
    );
    const chosen = new Set([...found].sort((one, other) => other.weight - one.weight).slice(0, most));
    return found.filter((one) => chosen.has(one)).map(({ text }) => text);
  }
}

/** How long texts take, as they were measured. */
export class Pace {
  readonly #measured: { count: number; length: number; seconds: number }[] = [];
  count = 0;

  add(length: number, seconds: number): void {
    const own = (this.#measured[bucketOf(length)] ??= { count: 0, length: 0, seconds: 0 });
    own.count += 1;
    own.length += length;
    own.seconds += seconds;
    this.count += 1;
  }

  /** Of one text: between two that were measured on the line between them, beyond them as long for each character. */
  secondsOf(length: number): number {
    const points = this.#points();
    const last = points.at(-1);
    if (!last) return 0;
    const behind = points.findIndex((point) => point.length >= length);
    // What a call costs by itself stays.
    if (behind === 0) return points[0]!.seconds;
    if (behind < 0) return last.seconds * (length / Math.max(1, last.length));
    const [one, other] = [points[behind - 1]!, points[behind]!];
    const share = (length - one.length) / (other.length - one.length);
    return one.seconds + share * (other.seconds - one.seconds);
  }

  /** Of all of them, one after another. */
  secondsFor(lengths: Lengths): number {
    return lengths.groups().reduce((sum, { length, count }) => sum + count * this.secondsOf(length), 0);
  }

  #points(): { length: number; seconds: number }[] {
    return this.#measured.flatMap((own) =>
      own ? [{ length: own.length / own.count, seconds: own.seconds / own.count }] : [],
    );
  }
}

/** Texts before which nothing is told, and the seconds before which nothing is. */
const LEAST = { texts: 3, seconds: 1 };

/** Tells while texts are read how long the rest will take. Several at once are seen from what all of them took together. */
export class TimeLeft {
  readonly #pace = new Pace();
  readonly #done = new Lengths();
  readonly #began: number;

  /** @param left the texts that are not done; it shrinks with each that is */
  constructor(
    private readonly left: Lengths,
    private readonly now: () => number = () => performance.now() / 1000,
  ) {
    this.#began = now();
  }

  /** @param seconds null where it took no time of the model's */
  done(length: number, seconds: number | null): void {
    this.left.remove(length);
    if (seconds === null) return;
    this.#done.add(length);
    this.#pace.add(length, seconds);
  }

  /** Null while too little is known. */
  seconds(): number | null {
    const elapsed = this.now() - this.#began;
    if (this.#pace.count < LEAST.texts || elapsed < LEAST.seconds) return null;
    const told = this.#pace.secondsFor(this.#done);
    return told > 0 ? (elapsed * this.#pace.secondsFor(this.left)) / told : null;
  }
}
