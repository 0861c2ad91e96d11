/** Where a token stands in a text, in UTF-16 units; null for what is not of it. */
export interface Place {
  start: number | null;
  end: number | null;
}

const NOWHERE: Place = { start: null, end: null };

/** Tokens whose bytes are known together. */
export interface TextPart {
  tokens: number;
  bytes: Uint8Array;
}

/**
 * Where tokens stand in the text that they were made of, by their bytes: a piece of a character stands for all of it. What
 * stands in front and is not of the text has no place, and from where they no longer follow it none has.
 */
export function placesIn(text: string, parts: readonly TextPart[]): Place[] {
  const bytes = Buffer.from(text);
  const units = unitsOfBytes(text, bytes.length);
  let at = 0;
  let isLost = false;
  return parts.flatMap(({ tokens, bytes: given }, index) => {
    // Some tokenizers put a space before a text.
    const own = index <= 1 && at === 0 && given[0] === 32 && bytes[0] !== 32 ? given.subarray(1) : given;
    const fits = !isLost && own.length > 0 && bytes.subarray(at, at + own.length).equals(own);
    if (!fits) isLost ||= at > 0;
    const place = fits ? { start: units.floor[at]!, end: units.ceiling[at + own.length]! } : NOWHERE;
    if (fits) at += own.length;
    return Array<Place>(tokens).fill(place);
  });
}

/** For each byte of a text, the unit in which its character begins, and that behind the last character before it. */
function unitsOfBytes(text: string, length: number): { floor: Uint32Array; ceiling: Uint32Array } {
  const [floor, ceiling] = [new Uint32Array(length + 1), new Uint32Array(length + 1)];
  let [byte, unit] = [0, 0];
  for (const character of text) {
    const size = Buffer.byteLength(character);
    const end = unit + character.length;
    floor.fill(unit, byte, byte + size);
    ceiling.fill(end, byte + 1, byte + size + 1);
    byte += size;
    unit = end;
  }
  floor[length] = ceiling[length] = unit;
  return { floor, ceiling };
}
