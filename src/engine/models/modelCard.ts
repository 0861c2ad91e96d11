import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { usualSubtag } from '../../text/index.js';

/** The metadata is a card's beginning: no published one of our models has more than 1 kB, those of lists of data sets 10. */
const MOST_BYTES = 16_384;

/** What was read last of each card; every call of a method asks. */
const known = new Map<string, { stamp: string; facts: CardFacts }>();
const MOST_KNOWN = 1000;

/** What is read of a model's card; what it does not say is undefined. */
export interface CardFacts {
  /** primary subtags */
  languages: string[] | undefined;
  /** as the hub spells it */
  licence: string | undefined;
}

const NOTHING: CardFacts = { languages: undefined, licence: undefined };

/** What a model's card says. It says nothing about how well the model runs: one that cannot be read says nothing. */
export async function cardFacts(folder: string): Promise<CardFacts> {
  const file = path.join(folder, 'README.md');
  try {
    const found = await stat(file);
    if (!found.isFile()) return NOTHING;
    const stamp = [found.size, found.mtimeMs, found.ino].join();
    const before = known.get(file);
    if (before?.stamp === stamp) return before.facts;
    const card = await beginning(file);
    const facts = { languages: languagesOfCard(card), licence: licenceOfCard(card) };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(file, { stamp, facts });
    return facts;
  } catch {
    return NOTHING;
  }
}

async function beginning(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

const METADATA = /^\uFEFF?---[^\S\n]*\r?\n([\s\S]*?)\r?\n---/;

/**
 * Reads `language` of a card's metadata, in the forms that Hugging Face's cards have it: a code, a list in brackets, a list
 * of lines. A reader of all of YAML would take Norwegian's `no` for false.
 * @returns undefined where it is left out, or has what is no language (`multilingual`, `code`)
 */
export function languagesOfCard(card: string): string[] | undefined {
  const lines = METADATA.exec(card)?.[1]?.split(/\r?\n/) ?? [];
  const at = lines.findIndex((line) => /^language\s*:/.test(line));
  if (at < 0) return undefined;
  const inLine = withoutComment(lines[at]!.replace(/^language\s*:/, ''));
  const items = inLine === '' ? itemsBelow(lines.slice(at + 1)) : inLine.replace(/^\[|\]$/g, '').split(',');
  const tags = items.map((item) => usualSubtag(item.trim().replace(/^(['"])(.*)\1$/, '$2')));
  if (tags.length === 0 || tags.some((tag) => tag === null)) return undefined;
  return [...new Set(tags as string[])];
}

/** Reads `license` of a card's metadata, where it is one name; `license_name` says what `other` is. */
export function licenceOfCard(card: string): string | undefined {
  const lines = METADATA.exec(card)?.[1]?.split(/\r?\n/) ?? [];
  const valueOf = (field: string) =>
    withoutComment(lines.find((line) => line.startsWith(`${field}:`))?.slice(field.length + 1) ?? '').replace(/^(['"])(.*)\1$/, '$2');
  const named = valueOf('license');
  const licence = named === 'other' ? valueOf('license_name') || named : named;
  return /^[\w.+ -]{1,60}$/.test(licence) ? licence : undefined;
}

const withoutComment = (value: string) => value.replace(/(^|\s)#.*$/, '').trim();

function itemsBelow(lines: readonly string[]): string[] {
  const items: string[] = [];
  for (const line of lines) {
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (item === null) break;
    items.push(withoutComment(item[1]!));
  }
  return items;
}
