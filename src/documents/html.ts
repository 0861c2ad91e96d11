import { Tokenizer, TokenizerMode, type Token } from 'parse5';
import type { TextSpan } from '../text/index.js';
import { pairTags } from './inlineTags.js';
import { hasWords, leavesOfText } from './textLeaves.js';
import type { Leaf, Mark, ParsedDocument, ProseUnit, Writer } from './prose.js';

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
const SILENT = set('pre textarea xmp listing plaintext head');
const TITLES = set('h1 h2 h3 h4 h5 h6 th td title summary button option caption dt legend figcaption');
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
const SPOKEN_ATTRIBUTES = ['alt', 'placeholder', 'title'];

/** Prose of an HTML document. Tags may be unclosed or crossed: what has no partner stays where it is. */
export function parseHtml(text: string): ParsedDocument {
  return htmlUnits(text, 0, text.length);
}

const isUntranslated = (tag: string): boolean =>
  /\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*["'][^"']*\bnotranslate\b/i.test(tag);

/** Whether what a start tag within prose begins is to stay as it is. */
export function isKeptTag(tag: string): boolean {
  const name = /^<([\w-]+)/.exec(tag)?.[1]?.toLowerCase() ?? '';
  return INERT.has(name) || isUntranslated(tag);
}

interface Tag extends TextSpan {
  kind: 'open' | 'close' | 'other';
  name: string;
  token?: Token.TagToken;
}

/** The tags, comments and declarations of a stretch, in order. */
function tagsOf(text: string, start: number, end: number): Tag[] {
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

/** The prose of a stretch of HTML, which may begin and end within elements. */
export function htmlUnits(text: string, start: number, end: number): ParsedDocument {
  const walker = new Walker(text, start);
  const tags = tagsOf(text, start, end);
  for (let at = 0; at < tags.length; at++) at = walker.tag(tags, at);
  walker.finish(end);
  return { units: walker.units, skeleton: walker.skeleton };
}

class Walker {
  readonly units: ProseUnit[] = [];
  readonly skeleton: string[] = [];
  #run: { start: number; leaves: Leaf[]; tags: Tag[] };
  #at: number;
  #block = '';

  constructor(
    private readonly text: string,
    start: number,
  ) {
    this.#run = { start, leaves: [], tags: [] };
    this.#at = start;
  }

  /** @returns the index of the last tag that is done with */
  tag(tags: readonly Tag[], index: number): number {
    const tag = tags[index]!;
    const source = this.text.slice(tag.start, tag.end);
    this.#text(tag.start);
    this.#at = tag.end;
    const isKept = tag.kind === 'open' && isUntranslated(source);
    if (tag.kind === 'open' && !VOID.has(tag.name) && (isKept || INERT.has(tag.name) || SILENT.has(tag.name))) {
      return this.#inert(tags, index, isKept ? INLINE.has(tag.name) || INERT.has(tag.name) : INERT.has(tag.name));
    }
    const isInline = INLINE.has(tag.name) || (VOID.has(tag.name) && tag.name !== 'hr') || tag.kind === 'other';
    this.skeleton.push(isInline ? `\t${source}` : source);
    if (tag.kind === 'other') {
      this.#run.leaves.push({ kind: 'inert', role: 'mark', start: tag.start, end: tag.end });
    } else if (INLINE.has(tag.name)) {
      this.#run.tags.push(tag);
    } else if (VOID.has(tag.name) && tag.name !== 'br' && tag.name !== 'hr') {
      const units = this.#attributes(tag);
      // What is said of an element is no part of its tag.
      if (units.length > 0)
        this.skeleton[this.skeleton.length - 1] =
          '\t' +
          units.reduceRight(
            (left, unit) => left.slice(0, unit.start - tag.start) + left.slice(unit.end - tag.start),
            source,
          );
      this.#run.leaves.push({
        kind: 'inert',
        role: tag.name === 'img' ? 'noun' : 'mark',
        start: tag.start,
        end: tag.end,
        ...(units.length > 0 && { units }),
      });
    } else {
      this.finish(tag.start);
      this.#run.start = tag.end;
      this.#block = tag.kind === 'open' ? tag.name : '';
    }
    return index;
  }

  /** An element whose text stays, up to its end tag. */
  #inert(tags: readonly Tag[], index: number, inline: boolean): number {
    const first = tags[index]!;
    let depth = 0;
    let last = index;
    for (let at = index; at < tags.length; at++) {
      if (tags[at]!.name !== first.name) continue;
      depth += tags[at]!.kind === 'open' ? 1 : -1;
      if (depth > 0) continue;
      last = at;
      break;
    }
    const { end } = tags[last]!;
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
    if (end > this.#at) this.#run.leaves.push(...leavesOfText(this.text, this.#at, end, HTML_TEXT));
  }

  #attributes(tag: Tag): ProseUnit[] {
    const places = tag.token?.location?.attrs ?? {};
    return SPOKEN_ATTRIBUTES.flatMap((name) => {
      const place = places[name];
      if (place === undefined) return [];
      const offset = tag.start - (tag.token?.location?.startOffset ?? 0);
      const source = this.text.slice(place.startOffset + offset, place.endOffset + offset);
      const lead = /^[^=]*=\s*["']/.exec(source)?.[0].length;
      if (lead === undefined || source.length - 1 <= lead) return [];
      const span = { start: place.startOffset + offset + lead, end: place.endOffset + offset - 1 };
      const leaves = leavesOfText(this.text, span.start, span.end, HTML_TEXT);
      return hasWords(this.text, span, leaves)
        ? [{ ...span, isTitle: true, isInside: true as const, leaves, marks: [], write: writeAttribute }]
        : [];
    }).sort((one, other) => one.start - other.start);
  }

  /** Ends a run of prose. */
  finish(end: number): void {
    this.#text(end);
    const { start, leaves, tags } = this.#run;
    this.#run = { start: end, leaves: [], tags: [] };
    this.#at = end;
    const pairs = pairTags(this.text, tags);
    for (const tag of tags) {
      if (!pairs.has(tag.start)) leaves.push({ kind: 'inert', role: 'mark', start: tag.start, end: tag.end });
    }
    const marks = [...pairs.values()]
      .filter((pair) => pair !== 'close')
      .sort((one, other) => one.start - other.start || other.end - one.end);
    leaves.sort((one, other) => one.start - other.start);
    const wordless = marks.filter(
      ({ inner }) =>
        !hasWords(
          this.text,
          inner,
          leaves.filter((leaf) => leaf.start >= inner.start && leaf.end <= inner.end),
        ),
    );
    const { leaves: kept, marks: signs } = mergeWordless(leaves, marks, wordless);
    const source = this.text.slice(start, end);
    const lead = source.length - source.trimStart().length;
    const unit = { start: start + lead, end: start + source.trimEnd().length };
    if (unit.end <= unit.start) return;
    const isTitle = TITLES.has(this.#block);
    const inside = kept.filter((leaf) => leaf.start >= unit.start && leaf.end <= unit.end);
    if (
      hasWords(
        this.text,
        unit,
        [...inside, ...signs.flatMap(delimiters)].sort((one, other) => one.start - other.start),
      )
    ) {
      this.units.push({ ...unit, isTitle, leaves: inside, marks: signs, write: writeHtml });
    } else this.units.push(...inside.flatMap((leaf) => (leaf.kind === 'inert' ? [...(leaf.units ?? [])] : [])));
  }
}

const delimiters = ({ start, end, inner }: Mark): Leaf[] => [
  { kind: 'inert', role: 'mark', start, end: inner.start },
  { kind: 'inert', role: 'mark', start: inner.end, end },
];

/** Marks around nothing that is read are inert with all that is in them. */
function mergeWordless(leaves: readonly Leaf[], marks: readonly Mark[], wordless: readonly Mark[]) {
  const outer = wordless.filter(
    (mark) => !wordless.some((other) => other !== mark && other.start <= mark.start && mark.end <= other.end),
  );
  const within = ({ start, end }: TextSpan) => outer.some((mark) => mark.start <= start && end <= mark.end);
  const merged: Leaf[] = outer.map(({ start, end }) => {
    const units = leaves.flatMap((leaf) =>
      leaf.kind === 'inert' && leaf.start >= start && leaf.end <= end ? (leaf.units ?? []) : [],
    );
    return { kind: 'inert', role: 'noun', start, end, ...(units.length > 0 && { units }) };
  });
  return {
    leaves: [...leaves.filter((leaf) => !within(leaf)), ...merged].sort((one, other) => one.start - other.start),
    marks: marks.filter((mark) => !within(mark)),
  };
}

const HTML_TEXT = { escapes: false, linePrefix: false, entities: true } as const;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00A0': '&nbsp;',
};

const writeHtml: Writer = (words) => words.replace(/[&<>]/g, (sign) => ENTITIES[sign]!);
const writeAttribute: Writer = (words) => words.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!).replaceAll("'", '&#39;');
