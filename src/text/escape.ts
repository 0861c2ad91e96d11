const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Control characters but tabs and line breaks, halves of surrogate pairs, and the two that XML has no place for. */
const UNPRINTABLE = /[^\P{Cc}\t\r\n]|[\ufffe\uffff]|\p{Surrogate}/gu;

/** Replaces what text files, HTML and XML cannot carry, escaped or not. */
export function replaceUnprintable(text: string, sign = '\ufffd'): string {
  return text.replace(UNPRINTABLE, sign);
}

/**
 * Escapes a text for HTML and XML, in elements and in quoted attributes.
 * @param sign for what these cannot carry
 */
export function escapeMarkup(text: string, sign?: string): string {
  return replaceUnprintable(text, sign).replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
