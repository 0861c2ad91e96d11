import type { Token } from 'parse5';
import type { TextSpan } from '../text/index.js';
import type { ProseUnit, Writer } from './prose.js';
import { hasWords, leavesOfText } from './textLeaves.js';

export interface Tag extends TextSpan {
  kind: 'open' | 'close' | 'other';
  name: string;
  token?: Token.TagToken;
}

/** Attributes that are read by people. */
const SPOKEN = new Set([
  'alt',
  'title',
  'placeholder',
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
]);
const LABELLED = new Set(['option', 'optgroup', 'track']);
/** What a page says of itself where it is found or shared. */
const DESCRIBES = /^(?:description|abstract|(?:og|twitter):(?:title|description|image:alt))$/i;

function isSpoken({ name, token }: Tag, attribute: string): boolean {
  const valueOf = (key: string) => token?.attrs.find((one) => one.name === key)?.value ?? '';
  if (SPOKEN.has(attribute)) return true;
  if (attribute === 'label') return LABELLED.has(name);
  if (attribute === 'content') return name === 'meta' && DESCRIBES.test(valueOf('name') || valueOf('property'));
  return attribute === 'value' && name === 'input' && /^(?:submit|button|reset)$/i.test(valueOf('type'));
}

export const HTML_TEXT = { escapes: false, linePrefix: false, entities: true } as const;

/** What a tag's attributes say to people, in order; it is prose inside of the tag. */
export function attributeUnits(text: string, tag: Tag): ProseUnit[] {
  const { token } = tag;
  const offset = tag.start - (token?.location?.startOffset ?? 0);
  return Object.entries(token?.location?.attrs ?? {})
    .flatMap(([name, place]) => {
      if (!isSpoken(tag, name)) return [];
      const source = text.slice(place.startOffset + offset, place.endOffset + offset);
      const lead = /^[^=]*=\s*["']/.exec(source)?.[0].length;
      if (lead === undefined || source.length - 1 <= lead) return [];
      const span = { start: place.startOffset + offset + lead, end: place.endOffset + offset - 1 };
      const leaves = leavesOfText(text, span.start, span.end, HTML_TEXT);
      return hasWords(text, span, leaves)
        ? [{ ...span, isInside: true as const, leaves, marks: [], write: writeAttribute }]
        : [];
    })
    .sort((one, other) => one.start - other.start);
}

/** A tag without what it says to people, which is no part of its structure. */
export const withoutUnits = (tag: string, start: number, units: readonly ProseUnit[]): string =>
  units.reduceRight((left, unit) => left.slice(0, unit.start - start) + left.slice(unit.end - start), tag);

/** Units as something that prose is inside of has them. */
export const unitsOf = (units: readonly ProseUnit[]) => units.length > 0 && { units };

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\u00A0': '&nbsp;',
};

export const writeHtml: Writer = (words) => words.replace(/[&<>]/g, (sign) => ENTITIES[sign]!);
const writeAttribute: Writer = (words) => words.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!).replaceAll("'", '&#39;');
