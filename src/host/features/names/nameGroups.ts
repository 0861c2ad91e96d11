import type { EntitiesValue, Span } from '../../../protocol/engine/index.js';
import { knownLanguage } from '../../../text/numbers.js';
import { isUnspaced } from '../../../text/unspaced.js';

/** A name at a place of the document, in UTF-16 units. */
export interface FoundName extends Span {
  label: string;
  /** as it stands in the document, in one line */
  text: string;
  /** the mean of its tokens */
  probability: number;
}

/** A name with the indices of its places. */
export interface NameGroup {
  text: string;
  places: number[];
}

/** The names of one kind, the most frequent first. */
export interface KindGroup {
  label: string;
  /** of all its names */
  count: number;
  names: NameGroup[];
}

/** Names by kind and name; the kind with the most places first, equal ones by the alphabet. */
export function groupNames(names: readonly (Pick<FoundName, 'label' | 'text'> | null)[], locale: string): KindGroup[] {
  const kinds = new Map<string, Map<string, number[]>>();
  names.forEach((name, index) => {
    if (name === null) return;
    const kind = kinds.get(name.label) ?? new Map<string, number[]>();
    kinds.set(name.label, kind);
    const places = kind.get(name.text) ?? [];
    kind.set(name.text, places);
    places.push(index);
  });
  const { compare } = new Intl.Collator(knownLanguage(locale));
  return [...kinds]
    .map(([label, found]): KindGroup => {
      const groups = [...found].map(([text, places]) => ({ text, places }));
      groups.sort((one, other) => other.places.length - one.places.length || compare(one.text, other.text));
      return { label, count: groups.reduce((sum, { places }) => sum + places.length, 0), names: groups };
    })
    .sort((one, other) => other.count - one.count || compare(one.label, other.label));
}

/** Signs that belong to the sentence around a name, where a tokenizer has them in one piece with its word. */
const BEFORE = /^[\s"'“”„«»‘’‚([{<¿¡,;:]+/u;
const BEHIND = /[\s"“”«»‘’)\]}>,;:，。；：、！？）】」』]+$/u;
/** The stop of a sentence stands behind a word, that of an abbreviation behind a few letters. */
const STOP = /(?<=\p{L}{5})\.$/u;

/** A name without the signs of the sentence around it; a bracket that is opened in it stays closed. */
export function trimName<T extends Span & { text: string }>(name: T): T | null {
  const { text } = name;
  const lead = BEFORE.exec(text)?.[0].length ?? 0;
  let rest = text.slice(lead);
  for (let before = ''; before !== rest;) {
    before = rest;
    const shorter = rest.replace(BEHIND, '').replace(STOP, '');
    if (!isOpen(shorter)) rest = shorter;
  }
  if (!/[\p{L}\p{N}]/u.test(rest)) return null;
  const start = name.start + lead;
  return { ...name, text: rest, start, end: start + rest.length };
}

const isOpen = (text: string) => /\([^)]*$|\[[^\]]*$/.test(text);

/**
 * How the tokens of a word come to one class: by the first of them, so that no name ends within a word; where words have no
 * spaces between them each token for itself.
 */
export const aggregationFor = (text: string): 'first' | 'simple' => (isUnspaced(text) ? 'simple' : 'first');

/** What a model has found in a stretch: no name goes from one paragraph into the next. */
export function withinParagraphs(text: string, entities: EntitiesValue['entities']): EntitiesValue['entities'] {
  return entities.flatMap((entity) => {
    const parts = [...text.slice(entity.start, entity.end).matchAll(/[^\n]+/g)];
    if (parts.length < 2) return [entity];
    return parts.map(({ 0: part, index }) => {
      const start = entity.start + index;
      return { ...entity, text: part, start, end: start + part.length };
    });
  });
}
