/** What XML 1.0 cannot carry, escaped or not: most control characters, halves of surrogate pairs, two non-characters. */

const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text that an XML file can hold; the serializer escapes its markup, but writes these as they are. */
export function replaceForbidden(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd');
}
