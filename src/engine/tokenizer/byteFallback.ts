/*
 * Tokens such as `<0xE2>` stand for the bytes of characters that a sentencepiece vocabulary lacks.
 */

const BYTE = /^<0x([0-9A-F]{2})>$/;
const encoder = new TextEncoder();

/** The byte that a token stands for; null for any other token. */
export function fallbackByte(token: string): number | null {
  const hex = BYTE.exec(token)?.[1];
  return hex === undefined ? null : Number.parseInt(hex, 16);
}

/** The tokens of a text's UTF-8 bytes. */
export const byteTokens = (text: string): string[] =>
  Array.from(encoder.encode(text), (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);

/** The text of a run of bytes; where they are no UTF-8, U+FFFD for each, as in tokenizers/src/decoders/byte_fallback.rs. */
export function textOfBytes(bytes: readonly number[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return '\uFFFD'.repeat(bytes.length);
  }
}
