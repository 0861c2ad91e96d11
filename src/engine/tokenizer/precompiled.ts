import { GlassboxError } from '../../protocol/engine/errors.js';
import { segments } from '../../text/segments.js';
import { type AlignedText, AlignedTextBuilder } from './alignedText.js';

/** Graphemes longer than this many UTF-8 bytes are looked up character by character (spm_precompiled does the same). */
const LONGEST_GRAPHEME = 5;

/**
 * SentencePiece's precompiled character map (nmt_nfkc for T5) with offsets: a Darts double array of UTF-8 keys, and the
 * normalised texts they point to. Follows tokenizers/src/normalizers/precompiled.rs and the crate spm_precompiled; the
 * library's own Precompiled only approximates the map (NFKC and a few classes) and gives other ids for some texts.
 * @param base64 `precompiled_charsmap` of tokenizer.json; null changes nothing
 */
export function createPrecompiledNormalizer(base64: string | null): (from: AlignedText) => AlignedText {
  if (base64 === null) return (from) => from;
  const lookUp = characterMap(Buffer.from(base64, 'base64'));
  const known = new Map<string, string | null>();
  const replacement = (part: string): string | null => {
    let found = known.get(part);
    if (found === undefined) known.set(part, (found = lookUp(part)));
    return found;
  };

  return (from) => {
    const builder = new AlignedTextBuilder(from);
    let copied = 0;
    const tryReplace = (start: number, end: number): boolean => {
      const by = replacement(from.text.slice(start, end));
      if (by === null) return false;
      builder.copy(from, copied, start);
      replace(builder, from, start, end, by);
      copied = end;
      return true;
    };
    for (const [start, end] of graphemes(from.text)) {
      const isShort = end - start === 1 || Buffer.byteLength(from.text.slice(start, end)) <= LONGEST_GRAPHEME;
      if (isShort && tryReplace(start, end)) continue;
      for (let i = start, next; i < end; i = next) {
        next = i + ((from.text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1);
        tryReplace(i, next);
      }
    }
    if (copied === 0) return from;
    builder.copy(from, copied, from.text.length);
    return fromTheStart(builder.build(), from);
  };
}

/** What was dropped before the first character counts to it: a Metaspace has to see that the text begins there. */
function fromTheStart(to: AlignedText, from: AlignedText): AlignedText {
  const first = to.starts[0];
  if (first === undefined || from.starts[0] === undefined || first === from.starts[0]) return to;
  return { ...to, starts: to.starts.map((start) => (start === first ? (from.starts[0] ?? start) : start)) };
}

/** The characters of `by` stand for those of the part one by one; what is left over on either side goes to the last. */
function replace(builder: AlignedTextBuilder, from: AlignedText, start: number, end: number, by: string): void {
  const chars = Array.from(by);
  let at = start;
  chars.forEach((char, index) => {
    const next = Math.min(end, at + ((from.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
    const last = index === chars.length - 1;
    builder.push(char, from.starts[at] ?? 0, from.ends[(last ? end : next) - 1] ?? 0);
    if (next < end) at = next;
  });
}

/** Grapheme clusters; stretches below U+0300, where only CR LF makes a cluster, are not given to the segmenter. */
function* graphemes(text: string): Generator<[number, number]> {
  for (let i = 0; i < text.length;) {
    let simple = i;
    while (simple < text.length && text.charCodeAt(simple) < 0x300) simple++;
    // The last character before a higher one may be the base of a cluster; a line break is none.
    if (simple < text.length && simple > i && text[simple - 1] !== '\n') simple--;
    while (i < simple) {
      const end = text.startsWith('\r\n', i) && i + 1 < simple ? i + 2 : i + 1;
      yield [i, end];
      i = end;
    }
    if (i >= text.length) return;
    let stop = i + 1;
    while (stop < text.length && !(text.charCodeAt(stop) < 0x300 && text.charCodeAt(stop - 1) < 0x300)) stop++;
    if (text.startsWith('\r\n', stop - 1)) stop++;
    for (const { start, end } of segments(text.slice(i, stop), 'grapheme')) yield [i + start, i + end];
    i = stop;
  }
}

/** Reads the map: bytes of the trie (u32), the trie's units (u32 each), then texts that end with NUL. Little endian. */
function characterMap(bytes: Buffer): (part: string) => string | null {
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
  return (part) => {
    const index = shortestPrefix(units, Buffer.from(part));
    if (index === null) return null;
    const end = texts.indexOf(0, index);
    return texts.toString('utf8', index, end < 0 ? texts.length : end);
  };
}

/** The value of the shortest key that begins `key`: the first match wins in spm_precompiled, not the longest. */
function shortestPrefix(units: Uint32Array, key: Uint8Array): number | null {
  let node = offset(units[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return null;
    node ^= byte;
    const unit = units[node] ?? 0;
    if ((unit & 0x800000ff) >>> 0 !== byte) return null;
    node ^= offset(unit);
    if ((unit >>> 8) & 1) return (units[node] ?? 0) & 0x7fffffff;
  }
  return null;
}

function offset(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
