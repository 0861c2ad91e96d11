import type { Nodes, Parents } from 'mdast';
import type { TextSpan } from '../../text/index.js';
import { windowAround } from '../documentWindow.js';
import { markdownTree } from '../markdown.js';
import { isBlank, lineEnd, lineStart, nextLine, prefixed, quotePrefix, type PlaceBelow } from './place.js';

/** Blocks around others that a text can be written into. */
const ROOMS = ['blockquote', 'list', 'listItem', 'footnoteDefinition'] as const;
type Room = Extract<Nodes, { type: (typeof ROOMS)[number] }>;
const isRoom = (node: Nodes): node is Room => ROOMS.some((type) => type === node.type);

/** Rows of a table, without the line that makes one of them. */
const isRows = (written: string) => /^\s*\|/.test(written) && !/^\s*\|?[ \t:|-]*-[ \t:|-]*$/m.test(written);

/**
 * Below the block that a stretch ends in, a blank line between: the item, quotation or footnote that all of the stretch is
 * in, a table, a list or a paragraph. Rows of a table go below its row.
 */
export function belowInMarkdown(document: string, span: TextSpan, written: string): PlaceBelow {
  const near = windowAround(document, span, 'markdown');
  const by = span.start - near.selection.start;
  const place = belowBlock(near.document, near.selection, written);
  return { ...place, at: Math.min(place.at + by, document.length) };
}

function belowBlock(text: string, span: TextSpan, written: string): PlaceBelow {
  const { tree, lead } = markdownTree(text);
  const spanOf = ({ position }: Nodes) => ({
    start: (position?.start.offset ?? 0) + lead,
    end: (position?.end.offset ?? 0) + lead,
  });
  const touched = ({ children }: Parents) =>
    children.filter((child) => spanOf(child).start < span.end && spanOf(child).end > span.start);
  let block = touched(tree).at(-1);
  for (let around: Parents = tree; block !== undefined && touched(around).length === 1 && isRoom(block);) {
    // A stretch that begins at the room's own sign is all of it.
    const [first] = block.children;
    const inside = touched(block).length;
    if (first === undefined || span.start < spanOf(first).start || inside === 0) break;
    // Several items: below their list.
    if (block.type === 'list' && inside > 1) break;
    around = block;
    block = touched(around).at(-1);
  }
  if (block === undefined) return apart(text, lineEnd(text, span.end), '', written);
  if (block.type === 'table' && isRows(written)) {
    const at = lineEnd(text, span.end);
    return { at, before: '\n', text: prefixed(written, prefixOf(text, spanOf(block))), after: '' };
  }
  const { end } = spanOf(block);
  return apart(text, lineEnd(text, Math.max(end, span.start)), prefixOf(text, spanOf(block)), written);
}

/** What a line begins with that goes on with what is around a block. */
function prefixOf(text: string, { start }: TextSpan): string {
  const before = text.slice(lineStart(text, start), start).replace('\uFEFF', '');
  // What is indented as far as the box of a task would be code.
  return quotePrefix(before.replace(/\[[ xX]\]\s+$/, '').replace(/\[\^[^\]]+\]:\s*/, '    '));
}

function apart(text: string, at: number, prefix: string, written: string): PlaceBelow {
  const blank = prefix.trimEnd();
  const next = nextLine(text, at);
  const after = next === null || isBlank(next) ? '' : `\n${blank}`;
  return { at, before: `\n${blank}\n`, text: prefixed(written, prefix), after };
}
