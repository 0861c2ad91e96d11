import type { TextSpan } from '../text/index.js';
import type { Leaf, Mark } from './prose.js';
import { byNesting } from './spans.js';

/** An end tag that belongs to a start tag before it. */
type Close = 'close';

/**
 * Which tags belong together. A tag that has no partner is in no pair.
 * @param tags their spans, in order
 * @returns by where a tag begins
 */
export function pairTags(text: string, tags: readonly TextSpan[]): Map<number, Mark | Close> {
  const found = new Map<number, Mark | Close>();
  const open: { name: string; tag: TextSpan }[] = [];
  /** how many of a name are open */
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  for (const tag of tags) {
    const [, slash, written] = /^<(\/?)([\w:-]+)/.exec(text.slice(tag.start, tag.end)) ?? [];
    if (written === undefined || text[tag.end - 2] === '/') continue;
    const name = written.toLowerCase();
    if (slash === '') {
      open.push({ name, tag });
      count(name, 1);
      continue;
    }
    if (!counts.get(name)) continue;
    let last;
    do {
      last = open.pop()!;
      count(last.name, -1);
    } while (last.name !== name);
    const first = last.tag;
    found.set(first.start, { start: first.start, end: tag.end, inner: { start: first.end, end: tag.start } });
    found.set(tag.start, 'close');
  }
  return found;
}

/** Marks made of what looks like tags in plain text (`<0>…</0>`), and the leaves without them. */
export function pairLeaves(text: string, leaves: readonly Leaf[]): { leaves: Leaf[]; marks: Mark[] } {
  const tags = leaves.filter(
    ({ kind, start, end }) => kind === 'inert' && /^<\/?[\w:-]+[^<>]*>$/.test(text.slice(start, end)),
  );
  if (tags.length < 2) return { leaves: [...leaves], marks: [] };
  const pairs = pairTags(text, tags);
  return {
    leaves: leaves.filter(({ start }) => !pairs.has(start)),
    marks: [...pairs.values()].filter((pair) => pair !== 'close').sort(byNesting),
  };
}
