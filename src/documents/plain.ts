import { pairLeaves } from './inlineTags.js';
import { findBlocks, isNarrow } from './plainBlocks.js';
import { asItIs, type ParsedDocument } from './prose.js';
import { leavesOfText } from './textLeaves.js';
import { withWrittenMarks } from './writtenMarks.js';

/** Prose of a text without marks of its own; those that people write by hand (lists, headings, quotations) are known. */
export function parsePlain(text: string): ParsedDocument {
  const units = findBlocks(text).map(({ start, end }) => {
    const leaves = leavesOfText(text, start, end, { escapes: false, linePrefix: false, entities: false });
    // Lines so short may be verse, whose lines count.
    const keepsLines = isNarrow(text.slice(start, end)) && { keepsLines: true as const };
    return {
      start,
      end,
      ...keepsLines,
      ...withWrittenMarks(text, { start, end }, pairLeaves(text, leaves), false),
      write: asItIs,
    };
  });
  return {
    units,
    skeleton: units.flatMap(({ leaves }) =>
      leaves.flatMap((leaf) => (leaf.kind === 'inert' ? text.slice(leaf.start, leaf.end) : [])),
    ),
  };
}
