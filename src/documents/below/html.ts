import type { TextSpan } from '../../text/index.js';
import { openElements, parseHtml, tagsOf } from '../html.js';
import type { Tag } from '../htmlAttributes.js';
import { isSameStructure } from '../skeleton.js';
import { indentAt, type PlaceBelow } from './place.js';

const set = (names: string) => new Set(names.split(' '));

/** Elements that hold nothing but a run of words: a paragraph stands behind them. */
const OF_WORDS = set('p h1 h2 h3 h4 h5 h6');
/** Elements that a paragraph may stand in, behind the words. */
const OF_PARAGRAPHS = set(
  'body main section article aside header footer nav div li td th dd blockquote figcaption form fieldset details',
);
/** What there is one of. */
const SINGLE = /^<(?:!doctype|html|head|body|title)\b/i;

/** A paragraph of its own behind the one that a stretch ends in; null where none can stand. */
export function belowInHtml(text: string, span: TextSpan, written: string): PlaceBelow | null {
  const source = text.slice(span.start, span.end);
  const words = written.trim();
  const [one, other] = [source, words].map((part) => parseHtml(part).skeleton);
  const isTranslation = isSameStructure(one!, other!);
  const before = (at: number) => `\n${indentAt(text, at)}`;
  if (isTranslation && source.startsWith('<') && source.endsWith('>')) {
    const isWhole = !SINGLE.test(source) && openElements(tagsOf(source, 0, source.length)).length === 0;
    return isWhole ? { at: span.end, before: before(span.start), text: words, after: '' } : null;
  }
  const unit = parseHtml(text).units.findLast(({ start, end }) => start < span.end && end > span.start);
  if (unit === undefined) return null;
  const tags = tagsOf(text, 0, text.length);
  // What an attribute says.
  if (tags.some(({ start, end }) => start < unit.start && unit.end < end)) return null;
  const around = openElements(tags.filter(({ end }) => end <= unit.start)).at(-1);
  const paragraph = `<p>${isTranslation ? withoutLoose(words) : escaped(words)}</p>`;
  if (around === undefined || OF_PARAGRAPHS.has(around.name)) {
    return { at: unit.end, before: before(unit.start), text: paragraph, after: '' };
  }
  if (!OF_WORDS.has(around.name)) return null;
  const close = tags.find((tag) => isCloseOf(tag, around) && tag.start >= unit.end);
  const at = close?.end ?? (around.name === 'p' ? unit.end : null);
  return at === null ? null : { at, before: before(around.start), text: paragraph, after: '' };
}

const isCloseOf = ({ kind, name }: Tag, opened: Tag) => kind === 'close' && name === opened.name;
/** Signs that begin no tag and no entity. */
const withoutLoose = (words: string) => words.replace(/&(?!#?\w+;)/g, '&amp;').replace(/<(?![/!a-z])/gi, '&lt;');
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
