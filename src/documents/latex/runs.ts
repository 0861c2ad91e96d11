import type { TextSpan } from '../../text/index.js';
import type { InertRole, Leaf, Mark, ProseUnit, Writer } from '../prose.js';
import { hasWords, leavesOfText } from '../textLeaves.js';

interface Run {
  start: number;
  leaves: Leaf[];
  marks: Mark[];
  /** where marks begin that turned out to be around no words of this run */
  dead: Set<number>;
  /** stretches with letters so far */
  words: number;
}

interface Frame {
  kind: 'mark' | 'title' | 'note' | 'dead';
  /** of the macro or brace */
  start: number;
  inner: TextSpan;
  /** how much of its run there was before it */
  leaves: number;
  marks: number;
  words: number;
  /** further titles of the same macro */
  more: readonly TextSpan[];
}

const PLAIN = { escapes: false, linePrefix: false, entities: false } as const;

/** Runs of prose as a scanner comes to them: text, signs, and what is around words or inside of a run. */
export class LatexRuns {
  readonly units: ProseUnit[] = [];
  readonly skeleton: string[] = [];
  #run: Run = emptyRun(0);
  /** runs that notes stand in, and what was found in the notes so far */
  readonly #around: { run: Run; units: ProseUnit[] }[] = [];
  readonly #frames: Frame[] = [];
  /** where the text begins that is not in the run yet */
  #plain = 0;

  constructor(
    private readonly text: string,
    private readonly write: Writer,
  ) {}

  #line(what: string, inline: boolean): void {
    this.skeleton.push(inline || this.#around.length > 0 ? `\t${what}` : what);
  }

  /** Takes plain text up to a place into the run. */
  #flush(end: number): void {
    if (end > this.#plain) {
      const leaves = leavesOfText(this.text, this.#plain, end, PLAIN);
      if (hasWords(this.text, { start: this.#plain, end }, leaves)) this.#run.words++;
      for (const leaf of leaves) this.#run.leaves.push(leaf);
    }
    this.#plain = Math.max(this.#plain, end);
  }

  character(start: number, end: number, text: string): number {
    this.#flush(start);
    this.#run.leaves.push({ kind: 'character', start, end, text });
    if (/\p{L}/u.test(text)) this.#run.words++;
    return (this.#plain = end);
  }

  inert(start: number, end: number, role: InertRole, what: string): number {
    this.#flush(start);
    this.#run.leaves.push({ kind: 'inert', role, start, end });
    this.#line(what, true);
    return (this.#plain = end);
  }

  /** Where the word begins that ends at a place, if it is plain text. */
  lastWord(at: number): number | null {
    const word = /[\w.:/@-]+$/.exec(this.text.slice(Math.max(this.#plain, at - 80), at));
    return word === null ? null : at - word[0].length;
  }

  /** Takes back the character before a place. @returns whether there is one */
  takeBack(start: number): boolean {
    const last = this.#run.leaves.at(-1);
    if (last?.kind !== 'character' || last.start !== start || this.#plain !== last.end) return false;
    this.#run.leaves.pop();
    this.#plain = start;
    return true;
  }

  /** A reference with the word before it, which is another in another language. @returns null where the word is in another run */
  named(start: number, end: number, word: string, what: string): number | null {
    const { leaves } = this.#run;
    const isInside = start >= this.#run.start && start >= (this.#frames.at(-1)?.inner.start ?? 0);
    const before = leaves.findLast((leaf) => leaf.start < start);
    if (!isInside || (before !== undefined && before.end > start)) return null;
    this.#flush(start);
    while ((leaves.at(-1)?.start ?? -1) >= start) leaves.pop();
    leaves.push({
      kind: 'inert',
      role: 'noun',
      start,
      end,
      named: { word, rest: this.text.slice(start + word.length, end) },
    });
    this.#line(what, true);
    this.#run.words++;
    return (this.#plain = end);
  }

  /** Something that stands between runs. */
  breakAt(start: number, end: number, what: string): number {
    this.finish(start);
    this.#line(what, false);
    this.#run = emptyRun(end);
    return (this.#plain = end);
  }

  open(kind: 'mark' | 'note', start: number, inner: TextSpan): number {
    this.#flush(start);
    this.#line(this.text.slice(start, inner.start), true);
    const { leaves, marks, words } = this.#run;
    this.#frames.push({ kind, start, inner, leaves: leaves.length, marks: marks.length, words, more: [] });
    if (kind === 'mark') marks.push({ start, end: inner.end + 1, inner });
    else {
      this.#around.push({ run: this.#run, units: [] });
      this.#run = emptyRun(inner.start);
    }
    return (this.#plain = inner.start);
  }

  /** @returns where the first begins; null where there is none */
  openTitles([first, ...more]: readonly TextSpan[]): number | null {
    if (first === undefined) return null;
    this.#line(`title ${this.text.slice(this.#plain, first.start).trim()}`, false);
    this.#frames.push({ kind: 'title', start: first.start, inner: first, leaves: 0, marks: 0, words: 0, more });
    this.#run = emptyRun(first.start);
    return (this.#plain = first.start);
  }

  /** Where the innermost thing ends. What a jump went over is not closed any more. */
  nextClose(): number | null {
    while (this.#frames.length > 0 && this.#frames.at(-1)!.inner.end < this.#plain) {
      const { kind } = this.#frames.at(-1)!;
      if (kind === 'note') this.#endNote(this.#plain, false);
      else if (kind === 'mark') this.#kill(this.#frames.at(-1)!);
      this.#frames.pop();
    }
    return this.#frames.at(-1)?.inner.end ?? null;
  }

  /** Where the outermost thing ends. */
  lastClose(): number | null {
    const [first] = this.#frames;
    return first === undefined ? null : (first.more.at(-1) ?? first.inner).end;
  }

  /** Closes the innermost thing. @returns where to go on if not behind it */
  close(): number | null {
    const frame = this.#frames.at(-1)!;
    const { end } = frame.inner;
    if (frame.kind === 'title') {
      this.finish(end);
      this.#frames.pop();
      this.#run = emptyRun(end + 1);
      this.#plain = end + 1;
      return this.openTitles(frame.more);
    }
    this.#flush(end);
    if (frame.kind === 'note') this.#endNote(end, true);
    this.#frames.pop();
    if (frame.kind === 'dead') this.inert(end, end + 1, 'mark', 'unopened');
    else if (frame.kind === 'mark' && this.#run.words === frame.words) this.#wordless(frame);
    this.#plain = end + 1;
    return null;
  }

  /** Signs around nothing that is read are inert with all that is in them. */
  #wordless({ start, inner, leaves, marks }: Frame): void {
    const within = this.#run.leaves.splice(leaves);
    this.#run.marks.length = marks;
    const inert = within.filter((leaf) => leaf.kind === 'inert');
    const units = inert.flatMap((leaf) => leaf.units ?? []);
    const role = inert.some((leaf) => leaf.role !== 'mark') ? 'noun' : 'mark';
    this.#run.leaves.push({ kind: 'inert', role, start, end: inner.end + 1, ...(units.length > 0 && { units }) });
  }

  #endNote(end: number, isClosed: boolean): void {
    const { start, inner } = this.#frames.at(-1)!;
    this.finish(end);
    const { run, units } = this.#around.pop()!;
    this.#run = run;
    run.leaves.push({
      kind: 'inert',
      role: 'mark',
      start,
      end: isClosed ? inner.end + 1 : end,
      ...(units.length > 0 && { units: units.map((unit) => ({ ...unit, isInside: true as const })) }),
    });
  }

  /** A sign whose words go over the end of a paragraph is around no words of one. */
  #kill(frame: Frame): void {
    frame.kind = 'dead';
    this.#run.dead.add(frame.start);
    this.#run.leaves.push({ kind: 'inert', role: 'mark', start: frame.start, end: frame.inner.start });
    this.#line('unclosed', true);
  }

  /** Ends a run of prose. */
  finish(end: number): void {
    this.#flush(end);
    for (let at = this.#frames.length - 1; this.#frames[at]?.kind === 'mark'; at--) this.#kill(this.#frames[at]!);
    const run = this.#run;
    const leaves = run.leaves.sort((one, other) => one.start - other.start);
    const inert = leaves.filter((leaf) => leaf.kind === 'inert');
    const list = this.#around.at(-1)?.units ?? this.units;
    if (run.words === 0) for (const leaf of inert) list.push(...(leaf.units ?? []));
    else {
      const source = this.text.slice(run.start, end);
      // A comment's line end is its own.
      const unit = {
        start: Math.min(run.start + source.length - source.trimStart().length, inert[0]?.start ?? end),
        end: Math.max(run.start + source.trimEnd().length, inert.at(-1)?.end ?? run.start),
      };
      const inside = leaves.filter((leaf) => leaf.start >= unit.start && leaf.end <= unit.end);
      const marks = run.marks.filter(({ start }) => !run.dead.has(start));
      list.push({ ...unit, leaves: inside, marks, write: this.write });
    }
    this.#run = emptyRun(end);
    this.#plain = Math.max(this.#plain, end);
  }
}

const emptyRun = (start: number): Run => ({ start, leaves: [], marks: [], dead: new Set(), words: 0 });
