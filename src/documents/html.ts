import { Tokenizer, TokenizerMode, type Token } from 'parse5';
import type { TextSpan } from '../text/index.js';
import { ignoreCommentOf } from './ignoreComments.js';
import { pairTags } from './inlineTags.js';
import type { Leaf, Mark, ParsedDocument, ProseUnit } from './prose.js';
import { withScripts } from './scripts.js';
import { attributeUnits, HTML_TEXT, type Tag, unitsOf, withoutUnits, writeHtml } from './htmlAttributes.js';
import { append, byNesting, byStart, isWithinOne, outermost, spansWithin } from './spans.js';
import { leavesOfText, wordsOutside } from './textLeaves.js';

const set = (names: string) => new Set(names.split(' '));

/** Elements within a run of prose. */
const INLINE = set(
  'a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark nobr q s small span strike strong sub sup time u',
);
/** Elements within a run of prose whose text is none. */
const INERT = set(
  'code kbd samp var tt svg math script style object canvas audio video iframe noscript template select',
);
const VOID = set('img input wbr embed area source track param base link meta hr br col frame');
/** Blocks whose text is no prose. */
const SILENT = set('pre textarea xmp listing plaintext');
const RAW = {
  script: TokenizerMode.SCRIPT_DATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  textarea: TokenizerMode.RCDATA,
  title: TokenizerMode.RCDATA,
};

/** Prose of an HTML document. Tags may be unclosed or crossed: what has no partner stays where it is. */
export function parseHtml(text: string): ParsedDocument {
  return htmlUnits(text, 0, text.length);
}

const isUntranslated = (tag: string): boolean =>
  /\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*(?:["'][^"']*|[^\s"'>]*)\bnotranslate\b/i.test(tag);

/** Whether what a start tag within prose begins is to stay as it is. */
export function isKeptTag(tag: string): boolean {
  const name = /^<([\w-]+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
  return INERT.has(name) || isUntranslated(tag);
}

/** The tags, comments and declarations of a stretch, in order. */
export function tagsOf(text: string, start: number, end: number): Tag[] {
  const found: Tag[] = [];
  const add = (kind: Tag['kind'], name: string, location: Token.Location | null, token?: Token.TagToken) => {
    if (location === null) return;
    found.push({
      kind,
      name,
      start: start + location.startOffset,
      end: start + location.endOffset,
      ...(token && { token }),
    });
  };
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag: (token) => {
        add('open', token.tagName, token.location, token);
        const raw = RAW[token.tagName as keyof typeof RAW];
        if (raw !== undefined && !token.selfClosing) tokenizer.state = raw;
      },
      onEndTag: (token) => add('close', token.tagName, token.location),
      onComment: ({ location }) => add('other', '!--', location),
      onDoctype: ({ location }) => add('other', '!doctype', location),
      onCharacter: () => {},
      onNullCharacter: () => {},
      onWhitespaceCharacter: () => {},
      onEof: () => {},
    },
  );
  tokenizer.write(text.slice(start, end), true);
  return found;
}

/** What the attributes of a single tag say to people. */
export function unitsOfTag(text: string, { start, end }: TextSpan): ProseUnit[] {
  if (!/\s(?:alt|title|placeholder|aria-\w+)\s*=/i.test(text.slice(start, end))) return [];
  return tagsOf(text, start, end).flatMap((tag) => (tag.kind === 'open' ? attributeUnits(text, tag) : []));
}

/** The prose of a stretch of HTML, which may begin and end within elements. */
export function htmlUnits(text: string, start: number, end: number): ParsedDocument {
  const tags = tagsOf(text, start, end);
  const walker = new Walker(text, { start, end }, tags);
  for (let at = 0; at < tags.length; at++) at = walker.tag(at);
  walker.finish(end);
  return { units: walker.units, skeleton: walker.skeleton };
}

/** The blocks that are open behind tags, the innermost last; a paragraph ends where the next block begins. */
export function openElements(tags: readonly Tag[]): Tag[] {
  const open: Tag[] = [];
  for (const tag of tags) {
    if (isInlineTag(tag) || VOID.has(tag.name)) continue;
    if (open.at(-1)?.name === 'p' && (tag.kind === 'open' || tag.name !== 'p')) open.pop();
    if (tag.kind === 'open') open.push(tag);
    else {
      const at = open.findLastIndex(({ name }) => name === tag.name);
      if (at >= 0) open.length = at;
    }
  }
  return open;
}

/** Of each tag the index of the one that ends its element, itself where there is none. */
function elementEnds(tags: readonly Tag[]): number[] {
  const ends = tags.map((_, index) => index);
  const open = new Map<string, number[]>();
  for (const [index, { kind, name }] of tags.entries()) {
    if (kind === 'open') {
      const before = open.get(name);
      if (before === undefined) open.set(name, [index]);
      else before.push(index);
    } else if (kind === 'close') {
      const first = open.get(name)?.pop();
      if (first !== undefined) ends[first] = index;
    }
  }
  return ends;
}

/** Whether a tag stands within a run of prose. */
const isInlineTag = ({ kind, name }: Tag): boolean =>
  INLINE.has(name) || INERT.has(name) || (VOID.has(name) && name !== 'hr') || kind === 'other';

class Walker {
  readonly units: ProseUnit[] = [];
  readonly skeleton: string[] = [];
  #run: { start: number; leaves: Leaf[]; tags: Tag[] };
  #at: number;
  /** a comment has said that what comes next stays */
  #keepsNext = false;
  readonly #ends: readonly number[];
  /** what is said by attributes of tags within prose, by where these begin */
  readonly #said = new Map<number, ProseUnit[]>();

  constructor(
    private readonly text: string,
    private readonly stretch: TextSpan,
    private readonly tags: readonly Tag[],
  ) {
    this.#ends = elementEnds(tags);
    this.#run = { start: stretch.start, leaves: [], tags: [] };
    this.#at = stretch.start;
  }

  /** @returns the index of the last tag that is done with */
  tag(index: number): number {
    const tag = this.tags[index]!;
    const source = this.text.slice(tag.start, tag.end);
    const keepsNext = this.#textBefore(tag);
    this.#at = tag.end;
    const isKept = tag.kind === 'open' && (keepsNext || isUntranslated(source));
    const isVoid = VOID.has(tag.name);
    if (tag.kind === 'open' && (isVoid ? keepsNext : isKept || INERT.has(tag.name) || SILENT.has(tag.name))) {
      return this.#inert(index, isVoid ? index : this.#ends[index]!);
    }
    const said = tag.kind === 'other' ? ignoreCommentOf(source) : null;
    if (said === 'start') return this.#ignored(index);
    if (said === 'next') this.#keepsNext = true;
    const units = attributeUnits(this.text, tag);
    this.skeleton.push((isInlineTag(tag) && !INERT.has(tag.name) ? '\t' : '') + withoutUnits(source, tag.start, units));
    if (tag.kind === 'other') {
      this.#run.leaves.push({ kind: 'inert', role: 'mark', start: tag.start, end: tag.end });
    } else if (INLINE.has(tag.name)) {
      this.#run.tags.push(tag);
      if (units.length > 0) this.#said.set(tag.start, units);
    } else if (isVoid && tag.name !== 'br' && tag.name !== 'hr') {
      const role = tag.name === 'img' ? 'noun' : 'mark';
      this.#run.leaves.push({ kind: 'inert', role, start: tag.start, end: tag.end, ...unitsOf(units) });
    } else {
      this.finish(tag.start);
      append(this.units, units);
      this.#run.start = tag.end;
    }
    return index;
  }

  /** The text before a tag. @returns whether the tag's element stays since a comment has said so */
  #textBefore({ kind, start }: Tag): boolean {
    this.#text(start);
    if (kind === 'other') return false;
    const keepsNext = this.#keepsNext;
    this.#keepsNext = false;
    return keepsNext && kind === 'open';
  }

  /** What stands between a comment and the one that ends what it has begun; all where there is none. */
  #ignored(index: number): number {
    let last = index + 1;
    const isEnd = ({ kind, start, end }: Tag) =>
      kind === 'other' && ignoreCommentOf(this.text.slice(start, end)) === 'end';
    while (last < this.tags.length && !isEnd(this.tags[last]!)) last++;
    const isInline = this.tags.slice(index, last).every(isInlineTag);
    return last < this.tags.length
      ? this.#inert(index, last, isInline)
      : this.#inert(index, last - 1, false, this.stretch.end);
  }

  /** What stays with all that is in it, from one tag up to another. @returns the index of the last */
  #inert(index: number, last: number, inline = isInlineTag(this.tags[index]!), end = this.tags[last]!.end): number {
    const first = this.tags[index]!;
    this.skeleton.push((inline ? '\t' : '') + this.text.slice(first.start, end));
    this.#at = end;
    if (inline) this.#run.leaves.push({ kind: 'inert', role: 'noun', start: first.start, end });
    else {
      this.finish(first.start);
      this.#run.start = end;
    }
    return last;
  }

  #text(end: number): void {
    if (end <= this.#at) return;
    const source = this.text.slice(this.#at, end);
    if (!this.#keepsNext || source.trim() === '') {
      append(this.#run.leaves, leavesOfText(this.text, this.#at, end, HTML_TEXT));
      return;
    }
    this.#keepsNext = false;
    this.skeleton.push(`\t${source}`);
    this.#run.leaves.push({ kind: 'inert', role: 'noun', start: this.#at, end });
  }

  /** Ends a run of prose. */
  finish(end: number): void {
    this.#text(end);
    const { start, leaves, tags } = this.#run;
    this.#run = { start: end, leaves: [], tags: [] };
    this.#at = Math.max(this.#at, end);
    const pairs = pairTags(this.text, tags);
    for (const tag of tags) {
      if (pairs.has(tag.start)) continue;
      const said = unitsOf(this.#said.get(tag.start) ?? []);
      leaves.push({ kind: 'inert', role: 'mark', start: tag.start, end: tag.end, ...said });
    }
    const marks = [...pairs.values()]
      .filter((pair) => pair !== 'close')
      .map((mark) => ({ ...mark, ...unitsOf(this.#said.get(mark.start) ?? []) }))
      .sort(byNesting);
    leaves.sort(byStart);
    const silent = [...leaves.filter(({ kind }) => kind === 'inert'), ...marks.flatMap(delimiters)];
    const hasWordsIn = wordsOutside(this.text, { start, end }, silent);
    const wordless = marks.filter(({ inner }) => !hasWordsIn(inner));
    const { leaves: kept, marks: signs } = mergeWordless(leaves, marks, wordless);
    const source = this.text.slice(start, end);
    const lead = source.length - source.trimStart().length;
    const unit = { start: start + lead, end: start + source.trimEnd().length };
    if (unit.end <= unit.start) return;
    const inside = withScripts(this.text, unit, spansWithin(kept, unit));
    if (hasWordsIn(unit)) this.units.push({ ...unit, leaves: inside, marks: signs, write: writeHtml });
    else for (const leaf of inside) if (leaf.kind === 'inert') append(this.units, leaf.units ?? []);
  }
}

const delimiters = ({ start, end, inner }: Mark): TextSpan[] => [
  { start, end: inner.start },
  { start: inner.end, end },
];

/** Marks around nothing that is read are inert with all that is in them. */
export function mergeWordless(leaves: readonly Leaf[], marks: readonly Mark[], wordless: readonly Mark[]) {
  const outer = outermost(wordless);
  const merged: Leaf[] = outer.map(({ start, end }) => {
    const inner = spansWithin(leaves, { start, end }).flatMap((leaf) =>
      leaf.kind === 'inert' ? (leaf.units ?? []) : [],
    );
    const said = spansWithin(marks, { start, end }).flatMap((mark) => mark.units ?? []);
    return { kind: 'inert', role: 'noun', start, end, ...unitsOf([...inner, ...said].sort(byStart)) };
  });
  return {
    leaves: [...leaves.filter((leaf) => !isWithinOne(outer, leaf)), ...merged].sort(byStart),
    marks: marks.filter((mark) => !isWithinOne(outer, mark)),
  };
}
