/**
 * BERT's tokenizer (crate unicode_categories 0.1.1) knows the general categories of Unicode 8, JavaScript those of its
 * engine's ICU. These classes say what Unicode 8 said, whatever the engine, so that ids are Hugging Face's for every
 * character. Found by comparing all code points with tokenizers 0.21.4.
 */

/** Punctuation, non-spacing marks and format characters of later versions, with what lies between them. */
const LATER =
  '61d 7fd 890-8e2 9fd-9fe a76 afa-aff b55 c04-c3c c77 c84 d00 d3b-d3c d81 eba ece 180f-1886 1abf-1aeb 1b4e-1b4f ' +
  '1b7d-1b7f 1df6-1dfb 2e43-2e5d a82c a8c5 a8ff a9bd 10d24-10f89 11070-11074 110c2-110cd 111c9 111cf 1123e-11241 ' +
  '1133b 113bb-1145e 11660-1166c 116b9 1182f-11fff 12ff1-1612f 16d6d-16f4f 16fe2-16fe4 1cf00-1cf46 1e000-1e6f5 ' +
  '1e944-1e95f';

const later = LATER.replace(/[0-9a-f]+/g, '\\u{$&}').replaceAll(' ', '');

/** Regular expression source (flag v) of a category as in Unicode 8; `lost` are members that later versions moved. */
const category = (name: string, lost: string): string => `[[\\p{${name}}--[${later}]]${lost}]`;

export const NONSPACING_MARK = category('Mn', '\\u{1734}\\u{1171e}');
export const FORMAT = category('Cf', '');
export const PUNCTUATION = category('P', '\\u{166d}\\u{111c9}');
