import { parseDocument, readUnit } from '../../../src/documents/index.js';
import type { DocumentFormat } from '../../../src/protocol/engine/index.js';

/** The prose of a text as a reader reads it: what is inert as ⟦what stands there⟧, words between signs as ⟨words⟩. */
export function readings(text: string, format: DocumentFormat = 'markdown'): string[] {
  return parseDocument(text, format).units.map((unit) => {
    const reading = readUnit(text, unit);
    let result = '';
    for (let at = 0; at <= reading.text.length; at++) {
      const inside = (end: number) =>
        reading.marks.filter((mark) => mark[end === 0 ? 'start' : 'end'] === at && mark.end > mark.start);
      result += '⟩'.repeat(inside(1).length) + '⟨'.repeat(inside(0).length);
      const inert = reading.inert.get(at);
      result += inert === undefined ? (reading.text[at] ?? '') : `⟦${text.slice(inert.start, inert.end)}⟧`;
    }
    return result;
  });
}
