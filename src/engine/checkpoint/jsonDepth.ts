const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS = new Set([0x5b, 0x7b]);
const CLOSES = new Set([0x5d, 0x7d]);

/**
 * How deep lists and objects stand in others, before the JSON is read: of 10 MB of brackets a parser makes half a gigabyte.
 * @param most beyond it counting ends
 */
export function depthOf(json: Uint8Array, most: number): number {
  let deepest = 0;
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length && deepest <= most; at++) {
    const byte = json[at]!;
    if (isText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (OPENS.has(byte)) deepest = Math.max(deepest, ++depth);
    else if (CLOSES.has(byte)) depth--;
  }
  return deepest;
}
