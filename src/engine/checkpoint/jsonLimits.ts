const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [COMMA, OPENS, CLOSES] = [0x2c, new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];

/** What JSON may be made of. */
interface JsonLimits {
  /** lists and objects in each other */
  depth: number;
  /** lists, objects and what commas part in them */
  parts: number;
}

/**
 * Which limit JSON goes beyond, null for none, told before it is read: of 10 MB of brackets or of empty objects a parser
 * makes half a gigabyte.
 */
export function beyondLimit(json: Uint8Array, { depth: deepest, parts: most }: JsonLimits): keyof JsonLimits | null {
  let depth = 0;
  let parts = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (isText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (OPENS.has(byte)) {
      if (++depth > deepest) return 'depth';
      parts++;
    } else if (CLOSES.has(byte)) depth--;
    else if (byte === COMMA) parts++;
    if (parts > most) return 'parts';
  }
  return null;
}
