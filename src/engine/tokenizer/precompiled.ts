import { type AlignedText, AlignedTextBuilder } from './alignedText.js';
import { byteLengthAt } from './byteLevel.js';
import { type CharacterMap, readCharacterMap } from './characterMap.js';
import { segments } from '../../text/segments.js';

/** Graphemes longer than this many UTF-8 bytes are looked up character by character (spm_precompiled does the same). */
const LONGEST_GRAPHEME = 5;

/** What stands in a text from `start` to `end` becomes `by`. */
type Replacement = readonly [start: number, end: number, by: string];

/**
 * SentencePiece's precompiled character map (nmt_nfkc for T5) with offsets. Follows
 * tokenizers/src/normalizers/precompiled.rs and the crate spm_precompiled; the library's own Precompiled only
 * approximates the map (NFKC and a few classes) and gives other ids for some texts.
 * @param base64 `precompiled_charsmap` of tokenizer.json; null changes nothing
 * @param longest whether the longest key counts at each place, as in sentencepiece itself
 * @throws GlassboxError `model-broken` for a map that is cut off
 */
export function createPrecompiledNormalizer(
  base64: string | null,
  longest = false,
): (from: AlignedText) => AlignedText {
  if (base64 === null) return (from) => from;
  const map = readCharacterMap(base64);
  const find = longest ? (text: string) => longestMatches(map, text) : byGrapheme(map);
  return (from) => {
    const builder = new AlignedTextBuilder(from);
    let copied = 0;
    for (const [start, end, by] of find(from.text)) {
      builder.copy(from, copied, start);
      replace(builder, from, start, end, by);
      copied = end;
    }
    if (copied === 0) return from;
    builder.copy(from, copied, from.text.length);
    return fromTheStart(builder.build(), from);
  };
}

/** Graphemes where the map has them, else their characters one by one. */
function byGrapheme(map: CharacterMap): (text: string) => Generator<Replacement> {
  const known = new Map<string, string | null>();
  const replacement = (part: string): string | null => {
    let found = known.get(part);
    if (found === undefined) known.set(part, (found = map.shortest(part)));
    return found;
  };
  return function* (text) {
    for (const [start, end] of graphemes(text)) {
      const isShort = end - start === 1 || Buffer.byteLength(text.slice(start, end)) <= LONGEST_GRAPHEME;
      const whole = isShort ? replacement(text.slice(start, end)) : null;
      if (whole !== null) yield [start, end, whole];
      else
        for (let i = start, next; i < end; i = next) {
          next = i + unitsAt(text, i);
          const by = replacement(text.slice(i, next));
          if (by !== null) yield [i, next, by];
        }
    }
  };
}

/** The longest key of the map at each place in turn (sentencepiece, `Normalizer::NormalizePrefix`). */
function* longestMatches(map: CharacterMap, text: string): Generator<Replacement> {
  const bytes = Buffer.from(text);
  for (let at = 0, byte = 0; at < text.length;) {
    const start = at;
    const found = map.longest(bytes, byte);
    const stop = byte + (found?.length ?? 1);
    while (byte < stop && at < text.length) {
      byte += byteLengthAt(text, at);
      at += unitsAt(text, at);
    }
    if (found) yield [start, at, found.by];
  }
}

const unitsAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

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
    const next = Math.min(end, at + unitsAt(from.text, at));
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
