/** What begins with an apostrophe: ’tis, ’90s, ’em. */
const ELIDED =
  /^(?:\d\ds?(?![\p{L}\d'])|(?:tis|twas|twere|em|cause|til|till|bout|round|n|s|ne|nem|nen|ner)(?![\p{L}]))/iu;

/**
 * The places of straight single quotation marks two by two; all other ' are apostrophes. One opens before a word and
 * closes behind one; "the dogs' bowls" has no partner.
 */
export function singleQuotePairs(text: string): [number, number][] {
  const pairs: [number, number][] = [];
  let open: number | null = null;
  for (const { index, 0: mark } of text.matchAll(/'|\n\s*\n/g)) {
    const before = text.slice(Math.max(0, index - 1), index);
    const after = text.slice(index + 1, index + 8);
    if (mark !== "'") open = null;
    else if (/^$|[\s\p{Ps}\p{Pd}"«„“]/u.test(before) && /^[^\s']/u.test(after)) {
      if (!ELIDED.test(after)) open = index;
    } else if (open !== null && /\S/.test(before) && !/^[\p{L}\p{N}]/u.test(after)) {
      pairs.push([open, index]);
      open = null;
    }
  }
  return pairs;
}

/** The places of straight double quotation marks two by two, within their paragraphs; what has no partner is left out. */
export function doubleQuotePairs(text: string): [number, number][] {
  const pairs: [number, number][] = [];
  let open: number | null = null;
  for (const { index, 0: mark } of text.matchAll(/"|\n\s*\n/g)) {
    if (mark !== '"') open = null;
    // Inches: 5.5"
    else if (open === null && /\d/.test(text[index - 1] ?? '')) continue;
    else if (open === null) open = index;
    else {
      pairs.push([open, index]);
      open = null;
    }
  }
  return pairs;
}
