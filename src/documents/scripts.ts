import type { TextSpan } from '../text/index.js';
import type { Leaf } from './prose.js';

/** What stands above or below a line without being a word: `<sub>2</sub>`, and `~2~` that was read as struck out. */
const SCRIPT = /^(?:<su[bp]\b|~[^~]*~$)/i;
const PART = /[\p{L}\p{N}]/u;

/**
 * Inert things that are raised or lowered, with the letters that they are part of (`H<sub>2</sub>O`): these are a formula.
 * Behind a word of prose or its stop a raised one is a reference, as a note's number is.
 * @param leaves in order
 */
export function withScripts(text: string, { start, end }: TextSpan, leaves: readonly Leaf[]): Leaf[] {
  const found: Leaf[] = [];
  for (const [index, leaf] of leaves.entries()) {
    const last = found.at(-1);
    const source = text.slice(leaf.start, Math.min(leaf.end, leaf.start + 200));
    if (leaf.kind !== 'inert' || leaf.role === 'mark' || leaf.units !== undefined || !SCRIPT.test(source)) {
      found.push(leaf);
      continue;
    }
    const before = /(?:\p{Ll}{3}|[.,;:!?…)"”’»])$/u.test(text.slice(Math.max(start, leaf.start - 4), leaf.start));
    if (before && /^<sup/i.test(source)) {
      found.push({ ...leaf, role: 'mark' });
      continue;
    }
    const next = leaves[index + 1]?.start ?? end;
    const grown = { ...leaf };
    while (grown.start > Math.max(start, last?.end ?? 0) && PART.test(text[grown.start - 1]!)) grown.start--;
    while (grown.end < Math.min(end, next) && PART.test(text[grown.end]!)) grown.end++;
    // A formula of several.
    if (last?.kind === 'inert' && last.end === grown.start && PART.test(text[last.end - 1]!) && last.role === 'noun')
      last.end = grown.end;
    else found.push(grown);
  }
  return found;
}
