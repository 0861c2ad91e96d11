import { type AlignedText, AlignedTextBuilder } from './alignedText.js';
import { FORMAT, NONSPACING_MARK } from './unicode8.js';

export interface BertNormalizerConfig {
  clean_text: boolean;
  handle_chinese_chars: boolean;
  /** null: as `lowercase` says */
  strip_accents: boolean | null;
  lowercase: boolean;
}

/** The blocks that BERT sets apart as CJK ideographs; 2B920 for 2B820 is BERT's own slip and has to stay. */
const IDEOGRAPHS: readonly (readonly [number, number])[] = [
  [0x4e00, 0x9fff],
  [0x3400, 0x4dbf],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2b73f],
  [0x2b740, 0x2b81f],
  [0x2b920, 0x2ceaf],
  [0xf900, 0xfaff],
  [0x2f800, 0x2fa1f],
];

const ACCENT = new RegExp(NONSPACING_MARK, 'gv');
const CONTROL = new RegExp(`^[\\p{Cc}\\p{Co}${FORMAT}]$`, 'v');

/** What becomes of one character: its text, or why there is none. */
type NormalizedCharacter = { text: string } | 'dropped' | 'accent';

/**
 * Hugging Face's BertNormalizer with offsets: control characters go, white space becomes a space, ideographs stand
 * alone, accents go (NFD without Mn), letters become lower case. Character by character, as in
 * tokenizers/src/normalizers/bert.rs: `Σ` is never a final `ς`, which String.toLowerCase would make of it.
 * Accents that are taken off count to the letter before them.
 */
export function createBertNormalizer(config: BertNormalizerConfig): (from: AlignedText) => AlignedText {
  const known = new Map<number, NormalizedCharacter>();
  return (from) => {
    const builder = new AlignedTextBuilder(from);
    for (let i = 0; i < from.text.length;) {
      const point = from.text.codePointAt(i) ?? 0;
      const next = i + (point > 0xffff ? 2 : 1);
      let outcome = known.get(point);
      if (outcome === undefined) known.set(point, (outcome = normalizeCharacter(point, config)));
      const end = from.ends[next - 1] ?? 0;
      if (outcome === 'accent') builder.extend(end);
      else if (outcome !== 'dropped') builder.push(outcome.text, from.starts[i] ?? 0, end);
      i = next;
    }
    return builder.build();
  };
}

function normalizeCharacter(point: number, config: BertNormalizerConfig): NormalizedCharacter {
  let text = String.fromCodePoint(point);
  if (config.clean_text) {
    if (point === 0 || point === 0xfffd || isControl(text)) return 'dropped';
    if (isWhitespace(text)) text = ' ';
  }
  if (config.handle_chinese_chars && IDEOGRAPHS.some(([first, last]) => point >= first && point <= last)) {
    text = ` ${text} `;
  }
  if (config.strip_accents ?? config.lowercase) {
    text = text.normalize('NFD').replace(ACCENT, '');
    if (text === '') return 'accent';
  }
  if (config.lowercase) text = Array.from(text, (char) => char.toLowerCase()).join('');
  return { text };
}

function isWhitespace(char: string): boolean {
  return /^\p{White_Space}$/u.test(char);
}

/** U+0085, though white space, is a control character: it goes. */
function isControl(char: string): boolean {
  if (char === '\t' || char === '\n' || char === '\r') return false;
  return CONTROL.test(char);
}
