import { formatOfFile } from '../../documents/index.js';
import type { Span } from '../../protocol/engine/index.js';
import { keyOf } from '../../search/vectorMemory.js';
import { searchPassages } from '../../search/passages.js';

/** Others are let in this often while a document is read, in milliseconds. */
const TURN = 20;

/** A document's passages as an index knows them. */
export interface SplitDocument {
  passages: Span[];
  /** what each one's vector is known by */
  vectorKeys: string[];
  /** what the model reads of each */
  texts: string[];
}

/** Splits a document by the format that its name tells. @param letIn lets more urgent work go first */
export async function splitDocument(name: string, text: string, letIn: () => Promise<void>): Promise<SplitDocument> {
  const split: SplitDocument = { passages: [], vectorKeys: [], texts: [] };
  let since = performance.now();
  for (const { start, end, text: read } of searchPassages(text, formatOfFile(name))) {
    split.passages.push({ start, end });
    split.vectorKeys.push(keyOf(read));
    split.texts.push(read);
    if (performance.now() - since < TURN) continue;
    await letIn();
    since = performance.now();
  }
  return split;
}
