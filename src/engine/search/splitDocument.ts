import { formatOfFile } from '../../documents/index.js';
import type { Span } from '../../protocol/engine/index.js';
import { keyOf } from '../../search/vectorMemory.js';
import { searchPassages } from '../../search/passages.js';

/** Others are let in this often while a document is read, in milliseconds. */
const TURN = 20;

/** A sentence of Markdown without any of these reads as it is written, so that the part that it stands in need not be read. */
const SIGNS = /[\\`*_~[\]<>&#|$!^{}=:@/]|www\./i;

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
  for await (const { start, end, text: read } of yielding(searchPassages(text, formatOfFile(name)), letIn)) {
    split.passages.push({ start, end });
    split.vectorKeys.push(keyOf(read));
    split.texts.push(read);
  }
  return split;
}

/**
 * Some of a document's passages as a reader reads them, each in one line; only the parts that they stand in are read.
 * @param places of passages as `splitDocument` gives them
 */
export async function readingsAt(
  name: string,
  text: string,
  places: readonly Span[],
  letIn: () => Promise<void>,
): Promise<string[]> {
  const format = formatOfFile(name);
  const written = ({ start, end }: Span) => text.slice(start, end).replace(/\s+/gu, ' ');
  const signed = places.filter((place) => format !== 'markdown' || SIGNS.test(written(place)));
  const read = new Map<string, string>();
  const isWanted = (part: Span) => signed.some(({ start, end }) => start < part.end && end > part.start);
  for await (const passage of yielding(searchPassages(text, format, isWanted), letIn))
    read.set(placeKey(passage), passage.text);
  return places.map((place) => read.get(placeKey(place)) ?? written(place));
}

const placeKey = ({ start, end }: Span) => `${start} ${end}`;

async function* yielding<T>(items: Iterable<T>, letIn: () => Promise<void>): AsyncGenerator<T> {
  let since = performance.now();
  for (const item of items) {
    yield item;
    if (performance.now() - since < TURN) continue;
    await letIn();
    since = performance.now();
  }
}
