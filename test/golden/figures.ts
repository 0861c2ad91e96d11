/** What a value has and should not have, in words. */
export class Difference extends Error {}

export function differ(message: string): never {
  throw new Difference(message);
}

export function show(value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) return 'nothing';
  return json.length > 90 ? `${json.slice(0, 87)}…` : json;
}

/** Equal as JSON. */
export function same(what: string, got: unknown, want: unknown): void {
  if (JSON.stringify(got) !== JSON.stringify(want)) differ(`${what} is ${show(got)}, expected ${show(want)}`);
}

/** Equal within a tolerance; null wants null. */
export function near(what: string, got: number | null | undefined, want: number | null, tolerance: number): void {
  if (want === null) {
    if (got !== null && got !== undefined) differ(`${what} is ${got}, expected null`);
  } else if (typeof got !== 'number' || !(Math.abs(got - want) <= tolerance)) {
    differ(`${what} is ${show(got)}, expected ${want} ± ${tolerance}`);
  }
}

/** A list of that many entries, paired with what is expected of each. */
export function pairs<G, W>(what: string, got: readonly G[] | undefined, want: readonly W[]): [got: G, want: W][] {
  if (!Array.isArray(got)) differ(`${what} is ${show(got)}, expected a list`);
  if (got.length !== want.length) differ(`${what} has ${got.length} entries, expected ${want.length}`);
  return (got as readonly G[]).map((one, index) => [one, want[index] as W]);
}

/** White space, control characters and combining marks at a token's ends may be in its span or out of it. */
const LEADING = /^[\s\p{M}\p{Cc}\p{Cf}\uFFFD]+/u;
const TRAILING = /[\s\p{M}\p{Cc}\p{Cf}\uFFFD]+$/u;

interface Offsets {
  start: number | null;
  end: number | null;
}

export function offsets(what: string, text: string, got: Offsets, want: Offsets): void {
  if (got.start === want.start && got.end === want.end) return;
  const problem = `${what} has offsets ${show([got.start, got.end])}, expected ${show([want.start, want.end])}`;
  const expected = core(text, want);
  // A token that stands for white space only may also stand for nothing.
  if (want.start === null || core(text, got) !== expected) {
    if (!(expected === 'blank' && got.start === null && got.end === null && want.start !== null)) differ(problem);
  }
}

function core(text: string, { start, end }: Offsets): string {
  if (!Number.isInteger(start) || !Number.isInteger(end)) return 'none';
  const from = start as number;
  const stretch = text.slice(from, end as number);
  const lead = LEADING.exec(stretch)?.[0].length ?? 0;
  const body = stretch.slice(lead).replace(TRAILING, '');
  return body === '' ? 'blank' : `${from + lead}-${from + lead + body.length}`;
}
