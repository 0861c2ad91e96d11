import { GlassboxError } from '../../protocol/engine/errors.js';

/** SentencePiece's precompiled character map: keys of UTF-8 bytes, and what each becomes. */
export interface CharacterMap {
  /** Of the shortest key that `part` begins with: the first match wins in spm_precompiled, not the longest. */
  shortest(part: string): string | null;
  /** Of the longest key that stands in the bytes from `at`, with how many bytes it has. */
  longest(bytes: Uint8Array, at: number): { length: number; by: string } | null;
}

/**
 * Reads the map: bytes of the trie (u32), the trie's units (u32 each; a Darts double array), then texts that end with
 * NUL. Little endian.
 * @throws GlassboxError `model-broken` for a map that is cut off
 */
export function readCharacterMap(base64: string): CharacterMap {
  const bytes = Buffer.from(base64, 'base64');
  const size = bytes.length >= 4 ? bytes.readUInt32LE(0) : 0;
  if (size === 0 || size % 4 !== 0 || 4 + size > bytes.length) {
    throw new GlassboxError(
      'model-broken',
      `The character map in tokenizer.json is cut off: its index has ${size} bytes, the map ${bytes.length}. Install the model again.`,
      { details: { kind: 'file', file: 'tokenizer.json', problem: 'content', at: 'normalizer' } },
    );
  }
  const units = Uint32Array.from({ length: size / 4 }, (_, i) => bytes.readUInt32LE(4 + 4 * i));
  const texts = bytes.subarray(4 + size);
  const textAt = (index: number) => {
    const end = texts.indexOf(0, index);
    return texts.toString('utf8', index, end < 0 ? texts.length : end);
  };
  return {
    shortest: (part) => {
      for (const [index] of keysAt(units, Buffer.from(part), 0)) return textAt(index);
      return null;
    },
    longest: (key, at) => {
      let last: readonly [index: number, length: number] | null = null;
      for (const found of keysAt(units, key, at)) last = found;
      return last && { length: last[1], by: textAt(last[0]) };
    },
  };
}

/** The keys that stand in the bytes from `at`, the shortest first: where its text begins, and how many bytes it has. */
function* keysAt(units: Uint32Array, bytes: Uint8Array, at: number): Generator<[index: number, length: number]> {
  let node = offset(units[0] ?? 0);
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === 0) return;
    node ^= byte;
    const unit = units[node] ?? 0;
    if ((unit & 0x800000ff) >>> 0 !== byte) return;
    node ^= offset(unit);
    if ((unit >>> 8) & 1) yield [(units[node] ?? 0) & 0x7fffffff, i + 1 - at];
  }
}

function offset(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
