/**
 * GPT-2's alphabet: each byte as one printable character, so that byte sequences can be vocabulary entries
 * (`bytes_to_unicode` in openai/gpt-2, src/encoder.py).
 */
const CHAR_OF_BYTE: string[] = [];
const BYTE_OF_CHAR = new Map<string, number>();

const isPrintable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

for (let byte = 0, spare = 0x100; byte < 256; byte++) {
  const char = String.fromCharCode(isPrintable(byte) ? byte : spare++);
  CHAR_OF_BYTE.push(char);
  BYTE_OF_CHAR.set(char, byte);
}

const encoder = new TextEncoder();

/** The text's UTF-8 bytes in GPT-2's alphabet, one character a byte. */
export function toByteCharacters(text: string): string {
  let characters = '';
  for (const byte of encoder.encode(text)) characters += CHAR_OF_BYTE[byte];
  return characters;
}

/** The bytes a vocabulary entry stands for; an entry that is not in the alphabet (an added token) stands for itself. */
export function tokenBytes(token: string): Uint8Array {
  const bytes = new Uint8Array(token.length);
  for (let i = 0; i < token.length; i++) {
    const byte = BYTE_OF_CHAR.get(token.charAt(i));
    if (byte === undefined) return encoder.encode(token);
    bytes[i] = byte;
  }
  return bytes;
}

/** How many UTF-8 bytes a UTF-16 unit begins: 1 to 4 for a character, 0 for the second half of a surrogate pair. */
export function byteLengthAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  if (unit >= 0xdc00 && unit <= 0xdfff) return 0;
  return unit >= 0xd800 && unit <= 0xdbff ? 4 : 3;
}
